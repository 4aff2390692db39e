// Builds the bench, which nothing else needs, and runs it in this process.
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const compiler = createRequire(import.meta.url).resolve('typescript/bin/tsc');
const { status } = spawnSync(process.execPath, [compiler, '-b', folder], { stdio: ['ignore', 2, 2] });
if (status !== 0) process.exit(status ?? 1);
await import(join(folder, 'dist/main.js'));
