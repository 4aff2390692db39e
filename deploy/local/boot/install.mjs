// Installs the exact dependencies of the lockfile with the exact pnpm of package.json, when they are not there already.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { BootError } from './stop.mjs';
import { lastLines, runTool } from './run-tool.mjs';

const STAMP = 'node_modules/.tongban-install';
/** Settings of npm that lead to the registry; everything else npm adds to the environment would steer pnpm wrongly. */
const KEPT_NPM_CONFIG = /^npm_config_(registry|cafile|ca|cert|key|cache|proxy|https_proxy|noproxy|strict_ssl|userconfig|globalconfig|_?auth.*|.*:_?auth.*|@.*:registry)$/i;

export function cleanEnvironment(env = process.env) {
  const kept = Object.entries(env).filter(([name]) => {
    if (/^npm_(lifecycle|package)_/i.test(name) || ['INIT_CWD', 'npm_command', 'npm_execpath', 'npm_node_execpath'].includes(name)) return false;
    return !/^npm_config_/i.test(name) || KEPT_NPM_CONFIG.test(name);
  });
  return Object.fromEntries(kept);
}

/** What an installation depends on: the lockfile, the settings of the workspace and the ABI of native modules. */
export function installStamp(root) {
  const hash = createHash('sha256').update(process.versions.node.split('.')[0]).update(process.platform).update(process.arch);
  for (const file of ['pnpm-lock.yaml', 'pnpm-workspace.yaml', '.npmrc']) if (existsSync(join(root, file))) hash.update(readFileSync(join(root, file)));
  return hash.digest('hex');
}

export const isInstalled = (root) => {
  const file = join(root, STAMP);
  return existsSync(file) && readFileSync(file, 'utf8') === installStamp(root);
};

export async function install(root) {
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const beside = join(dirname(process.execPath), 'npx');
  const npx = existsSync(beside) ? beside : 'npx';
  const args = ['--yes', packageManager, 'install', '--frozen-lockfile', '--prefer-offline'];
  const env = { ...cleanEnvironment(), CI: 'true' };
  const { code, output } = await runTool(npx, args, { cwd: root, env });
  if (code !== 0) {
    throw new BootError(`安装依赖失败：请确认可以访问 npm 源，然后在仓库根目录运行 npx ${args.join(' ')} 查看原因`,
      `The dependencies could not be installed: check that the npm registry can be reached, then run npx ${args.join(' ')} in the repository root to see why`, lastLines(output));
  }
  mkdirSync(dirname(join(root, STAMP)), { recursive: true });
  writeFileSync(join(root, STAMP), installStamp(root));
}
