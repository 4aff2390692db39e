// Generates the codecs and compiles every package. A stamp over the sources saves the compiler's start when nothing changed.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BootError } from './stop.mjs';
import { lastLines, runTool } from './run-tool.mjs';

const STAMP = 'node_modules/.tongban-build';
const SOLUTION = 'deploy/tsconfig.json';
/** Folders whose children are packages, and packages by themselves. */
const PACKAGE_ROOTS = ['packages', 'services'];
const PACKAGES = ['deploy/local', 'test/audit', 'test/faults/switchboard'];
const NOT_SOURCES = new Set(['node_modules', 'dist', 'generated', 'data', 'test']);

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

export const isBuilt = (root) => {
  const file = join(root, STAMP);
  return existsSync(file) && readFileSync(file, 'utf8') === buildStamp(root);
};

export async function build(root) {
  const steps = [['packages/contracts/scripts/generate.mjs'], ['node_modules/typescript/bin/tsc', '-b', SOLUTION]];
  for (const args of steps) {
    const { code, output } = await runTool(process.execPath, args, { cwd: root });
    if (code !== 0) {
      throw new BootError(`构建失败：运行 node ${args.join(' ')} 查看全部错误`, `The build failed: run node ${args.join(' ')} to see every error`, lastLines(output));
    }
  }
  writeFileSync(join(root, STAMP), buildStamp(root));
}
