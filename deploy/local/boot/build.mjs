// Generates the codecs, compiles every package and bundles the console's application. A stamp over the sources saves the compiler's start when nothing changed.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildApplication, isApplicationBuilt } from './build-application.mjs';
import { isStamped, runStep } from './build-step.mjs';

const STAMP = 'node_modules/.tongban-build';
const SOLUTION = 'deploy/tsconfig.json';
/** Folders whose children are packages, and packages by themselves. */
const PACKAGE_ROOTS = ['packages', 'services'];
const PACKAGES = ['deploy/local', 'test/audit', 'test/faults/switchboard'];
const NOT_SOURCES = new Set(['node_modules', 'dist', 'generated', 'data', 'test', 'web']);

const packageFolders = (root) => [
  ...PACKAGE_ROOTS.filter((folder) => existsSync(join(root, folder))).flatMap((folder) => readdirSync(join(root, folder)).sort().map((name) => `${folder}/${name}`)),
  ...PACKAGES,
].filter((folder) => existsSync(join(root, folder, 'tsconfig.json')));

function sourcesIn(root, folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1)).flatMap((entry) => {
    const path = `${folder}/${entry.name}`;
    if (entry.isDirectory()) return NOT_SOURCES.has(entry.name) ? [] : sourcesIn(root, path);
    return /\.spec\.ts$|\.int-spec\.ts$/.test(entry.name) || !/\.(ts|mjs|json|proto)$/.test(entry.name) ? [] : [path];
  });
}

/** Over name, size and time of every source, and over which outputs exist: a removed dist is built again. */
export function buildStamp(root) {
  const hash = createHash('sha256').update(process.versions.node);
  const folders = packageFolders(root);
  const files = ['proto', ...folders].filter((folder) => existsSync(join(root, folder))).flatMap((folder) => sourcesIn(root, folder));
  for (const file of [...files, 'tsconfig.base.json', SOLUTION, 'pnpm-lock.yaml']) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  for (const folder of folders) hash.update(existsSync(join(root, folder, 'dist/.tsbuildinfo')) ? '1' : '0');
  return hash.digest('hex');
}

const isCodeBuilt = (root) => isStamped(root, STAMP, buildStamp);
export const isBuilt = (root) => isCodeBuilt(root) && isApplicationBuilt(root);

/** Code and application side by side: the compiler and the bundler each keep one core busy. */
export async function build(root) {
  const built = await Promise.allSettled([isCodeBuilt(root) ? undefined : buildCode(root), isApplicationBuilt(root) ? undefined : buildApplication(root)]);
  for (const { status, reason } of built) if (status === 'rejected') throw reason;
}

async function buildCode(root) {
  await runStep(root, ['packages/contracts/scripts/generate.mjs']);
  await runStep(root, ['node_modules/typescript/bin/tsc', '-b', SOLUTION]);
  writeFileSync(join(root, STAMP), buildStamp(root));
}
