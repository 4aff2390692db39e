// The first thing that runs on a fresh machine: pure Node, no dependency. It installs, builds, and hands over to the launcher
// (`start`), the tests (`test`, `long`), the command line (`cli`), the audit (`audit`), the fault switchboard (`fault`), the bench
// (`bench`) or the list of what the product is made of (`supply`).
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, isBuilt } from './boot/build.mjs';
import { handOver } from './boot/hand-over.mjs';
import { install, isInstalled } from './boot/install.mjs';
import { oneAtATime } from './boot/one-at-a-time.mjs';
import { createSteps } from './boot/steps.mjs';
import { BootError, requireNode, requirePlatform } from './boot/stop.mjs';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
const PROGRAMS = {
  start: 'deploy/local/dist/start.js', test: 'test/run.mjs', long: 'test/long.mjs', cli: 'packages/cli/dist/main.js', audit: 'test/audit/dist/main.js',
  fault: 'test/faults/switchboard/dist/main.js', bench: 'test/bench/run.mjs', supply: 'test/supply/main.mjs',
};

async function prepare(steps) {
  if (isInstalled(root) && isBuilt(root)) return;
  await oneAtATime(join(root, '.cache/boot.lock'), async () => {
    if (!isInstalled(root)) await steps.run('安装依赖', 'Dependencies installed', () => install(root));
    if (!isBuilt(root)) await steps.run('生成代码并构建', 'Code generated and built', () => build(root));
  });
}

async function main([command = '', ...args]) {
  const program = PROGRAMS[command];
  if (!program) throw new BootError('用法：node deploy/local/boot.mjs start|test|long|cli|audit|fault|bench|supply', 'usage: node deploy/local/boot.mjs start|test|long|cli|audit|fault|bench|supply');
  requireNode();
  requirePlatform();
  const machineReads = command === 'cli' || args.includes('--json');
  await prepare(createSteps({ stream: machineReads ? process.stderr : process.stdout }));
  if (!existsSync(join(root, program))) throw new BootError(`缺少 ${program}`, `${program} is missing`);
  // Where the operator stood counts for paths in arguments; npm runs scripts in the repository root.
  const cwd = command === 'test' || command === 'long' ? root : (process.env.INIT_CWD ?? process.cwd());
  return handOver([join(root, program), ...args], { cwd, env: { ...process.env, TONGBAN_BOOT_ELAPSED_MS: String(Math.round(performance.now())) } });
}

main(process.argv.slice(2)).then((code) => { process.exitCode = code; }, (error) => {
  if (error instanceof BootError) process.stderr.write(`${error.details ? `${error.details}\n\n` : ''}${error.zh}\n${error.message}\n`);
  else process.stderr.write(`${error.stack ?? error}\n`);
  process.exitCode = process.argv[2] in PROGRAMS ? 1 : 2;
});
