import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REPOSITORY_ROOT, type Say } from '@tongban/local';
import { runTool } from '../run-tool';
import { BenchError } from '../words';

const PROJECT = join(REPOSITORY_ROOT, 'test/bench/peers');
const STAMP = join(PROJECT, 'node_modules/.tongban-bench');

export const peerModule = (name: string): string => join(PROJECT, 'dist', `${name}.js`);

/**
 * Installs and builds the services that a developer would otherwise write: a project of its own, outside the workspace, so
 * that `npm start` and `npm test` install nothing of it. @throws BenchError when it cannot be had.
 */
export async function preparePeers(say: Say): Promise<void> {
  const lock = createHash('sha256').update(readFileSync(join(PROJECT, 'pnpm-lock.yaml'))).update(process.versions.node).digest('hex');
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== lock) {
    say('安装对照方案的依赖', 'Installing what the other contenders need');
    const { packageManager } = JSON.parse(readFileSync(join(REPOSITORY_ROOT, 'package.json'), 'utf8')) as { packageManager: string };
    const npx = join(dirname(process.execPath), 'npx');
    await tool(existsSync(npx) ? npx : 'npx', ['--yes', packageManager, 'install', '--ignore-workspace', '--frozen-lockfile', '--prefer-offline']);
    writeFileSync(STAMP, lock);
  }
  await tool(process.execPath, [join(REPOSITORY_ROOT, 'node_modules/typescript/bin/tsc'), '-b']);
}

async function tool(command: string, args: readonly string[]): Promise<void> {
  // npm's own settings would steer pnpm wrongly; see deploy/local/boot/install.mjs.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^npm_(lifecycle|package|command|execpath|node_execpath)/i.test(name)));
  const { code, output } = await runTool(command, args, { cwd: PROJECT, env: { ...env, CI: 'true' } });
  if (code !== 0) throw new BenchError(`对照方案无法安装：${lastLine(output)}`, `The other contenders cannot be installed: ${lastLine(output)}`);
}
const lastLine = (output: string): string => output.trim().split('\n').at(-1) ?? '';
