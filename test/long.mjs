// More of what `npm test` does in short: the same tests with other parameters. Options: --seeds N (default 200), --from SEED (1),
// --seed SEED (that one alone), --minutes M (no further seed is begun after that; 120).
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(join(root, 'package.json'));
const USAGE = 'npm run test:long -- [--seeds N] [--from SEED] [--seed SEED] [--minutes M]';

const { seeds, from, seed, minutes } = read();
const [first, last] = seed === undefined ? [from, from + seeds - 1] : [seed, seed];
const jest = join(dirname(require.resolve('jest/package.json')), 'bin/jest.js');
const child = spawn(process.execPath, [jest, '-c', 'test/jest.config.cjs', '--runInBand', 'test/faults/seeded.int-spec.ts'], {
  cwd: root, stdio: 'inherit', env: { ...process.env, FORCE_COLOR: '0', TONGBAN_FAULT_SEEDS: `${first}..${last}`, TONGBAN_FAULT_MINUTES: String(minutes) },
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => { process.exitCode = code ?? 1; });

function read() {
  try {
    const { values } = parseArgs({ options: { seeds: { type: 'string' }, from: { type: 'string' }, seed: { type: 'string' }, minutes: { type: 'string' } } });
    const whole = (name, fallback) => {
      const value = values[name] === undefined ? fallback : Number(values[name]);
      if (value !== undefined && !(Number.isInteger(value) && value >= 1)) throw new Error(`--${name} 须为正整数 · --${name} is a positive whole number`);
      return value;
    };
    return { seeds: whole('seeds', 200), from: whole('from', 1), seed: whole('seed'), minutes: whole('minutes', 120) };
  } catch (error) {
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    process.exit(2);
  }
}
