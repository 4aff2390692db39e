// worker.mjs INPUT_FILE product|planted: a process that readers may hang, crash or fill without harm to anybody. It has its own compiler, since jest's lives in the parent.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const { transformSync } = createRequire(new URL('../../package.json', import.meta.url))('@swc/core');
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), { filename, jsc: { parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, target: 'es2022' }, module: { type: 'commonjs' } });
  module._compile(code, filename);
};
await require('./work.ts').work(process.argv[2], process.argv[3]);
