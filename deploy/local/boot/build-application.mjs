// Bundles the application that the console serves. It has a stamp of its own: bundling takes longer than anything else of the build, and changes less often.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { isStamped, runStep } from './build-step.mjs';

const STAMP = 'node_modules/.tongban-application';
const CONSOLE = 'services/console';
const SOURCES = [`${CONSOLE}/web`, `${CONSOLE}/src/documents`];
const ASSETS = `${CONSOLE}/dist/web/assets`;
const PAGE = `${CONSOLE}/dist/web/index.html`;

const filesIn = (root, folder) => readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))
  .flatMap((entry) => (entry.isDirectory() ? filesIn(root, `${folder}/${entry.name}`) : [`${folder}/${entry.name}`]));

function stampOf(root) {
  const hash = createHash('sha256').update(process.versions.node);
  for (const file of [...SOURCES.flatMap((folder) => filesIn(root, folder)), 'pnpm-lock.yaml']) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.update(existsSync(join(root, PAGE)) ? '1' : '0').digest('hex');
}

/** Once, when it is built: the console gives out what is there. */
function compress(file) {
  const bytes = readFileSync(file);
  writeFileSync(`${file}.br`, brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }));
  writeFileSync(`${file}.gz`, gzipSync(bytes, { level: 9 }));
}

export const isApplicationBuilt = (root) => isStamped(root, STAMP, stampOf);

export async function buildApplication(root) {
  await runStep(root, [join(root, CONSOLE, 'node_modules/vite/bin/vite.js'), 'build', 'web'], join(root, CONSOLE));
  for (const file of filesIn(root, ASSETS).filter((name) => /\.(?:js|css|svg)$/.test(name))) compress(join(root, file));
  writeFileSync(join(root, STAMP), stampOf(root));
}
