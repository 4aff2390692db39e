// crash-child.mjs DIRECTORY WORK: starts a work in a process that can be killed: its own compiler, since jest's lives in the parent.
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);
const { transformSync } = createRequire(new URL('../../../package.json', import.meta.url))('@swc/core');
require.extensions['.ts'] = (module, filename) => {
  const { code } = transformSync(require('node:fs').readFileSync(filename, 'utf8'), {
    filename, jsc: { parser: { syntax: 'typescript' }, target: 'es2022' }, module: { type: 'commonjs' },
  });
  module._compile(code, filename);
};
await require(`./${process.argv[3]}.ts`).work(process.argv[2]);
