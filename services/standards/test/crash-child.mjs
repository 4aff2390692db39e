// crash-child.mjs SETTINGS.json: a process of the standards service that can be killed. It has its own compiler, since jest's lives in the parent.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const require = createRequire(import.meta.url);
const { transformSync } = createRequire(new URL('../../../package.json', import.meta.url))('@swc/core');
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(readFileSync(filename, 'utf8'), {
    filename, jsc: { parser: { syntax: 'typescript', decorators: true }, transform: { legacyDecorator: true, decoratorMetadata: true }, target: 'es2022' }, module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};
require('reflect-metadata');
await require('./crash-work.ts').work(process.argv[2]);
