// Generates the static codecs of proto/tongban/v1 into generated, unless they are newer than every .proto.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const protoRoot = join(here, '../../../proto');
const protoDir = join(protoRoot, 'tongban/v1');
const out = join(here, '../generated');
const cli = join(dirname(createRequire(join(here, '../../../package.json')).resolve('protobufjs-cli/package.json')), 'bin');
const protos = readdirSync(protoDir).filter((file) => file.endsWith('.proto')).sort().map((file) => join(protoDir, file));
const targets = [join(out, 'tongban.js'), join(out, 'tongban.d.ts')];
const newest = Math.max(...[...protos, fileURLToPath(import.meta.url)].map((file) => statSync(file).mtimeMs));
if (targets.every((file) => existsSync(file) && statSync(file).mtimeMs > newest)) process.exit(0);

mkdirSync(out, { recursive: true });
const run = (tool, args) => {
  const result = spawnSync(process.execPath, [join(cli, tool), ...args], { stdio: ['ignore', 'inherit', 'inherit'] });
  if (result.status !== 0) process.exit(result.status ?? 1);
};
run('pbjs', ['-t', 'static-module', '-w', 'commonjs', '--no-service', '--no-verify', '--force-number', '-p', protoRoot, '-o', targets[0], ...protos]);
run('pbts', ['-o', targets[1], targets[0]]);
