// More of what `npm test` does in short: the same tests with other parameters.
//   --seeds N (default 200), --from SEED (1), --seed SEED (that one alone), --minutes M (no further seed is begun after that; 120): faults under traffic
//   --outage: publications of standards, killed at every moment that is known to matter
//   --start: every case of the demonstration
//   --properties: every property with all its runs, N times as many with --times N (1)
//   --attacks: the attack suite, with floods of M minutes (2)
//   --fuzz: every reader of what comes from outside under made inputs, for --minutes M (10) with one seed after the other from --seed S (1); --decoder NAME: that one alone, once
//   --year: years on the business clock; --cases N opened in each (2000), --short for the form of `npm test`, --seeds N (1)
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(join(root, 'package.json'));
const USAGE = 'npm run test:long -- [--seeds N] [--from SEED] [--seed SEED] [--minutes M | --attacks [--minutes M] | --outage | --start | --properties [--times N] | --year [--cases N | --short] | --fuzz [--decoder NAME]]';

const { seeds, from, seed, minutes, year, cases, attacks, outage, start, properties, times, fuzz, decoder } = read();
const [first, last] = seed === undefined ? [from, from + seeds - 1] : [seed, seed];
const range = `${first}..${last}`;
const [file, variables, ...chosen] = attacks
  ? ['test/e2e/hub.int-spec.ts', { TONGBAN_ATTACK_SECONDS: String(minutes * 60) }, '-t', 'attacks with the plain client']
  : start
  ? ['test/e2e/start.int-spec.ts', { TONGBAN_START: 'all' }]
  : properties
  ? ['\\.spec\\.ts$', { TONGBAN_PROPERTY_SHARE: String(times) }, '--testTimeout', '1800000']
  : outage
  ? ['test/e2e/standards/outage.int-spec.ts', { TONGBAN_OUTAGE: 'all' }]
  : fuzz
  ? ['test/fuzz/fuzz.spec.ts', { TONGBAN_FUZZ_MINUTES: String(minutes), TONGBAN_FUZZ_SEED: String(seed ?? from), ...(decoder !== undefined && { TONGBAN_FUZZ_DECODER: decoder }) }]
  : year
  ? ['test/year/year.int-spec.ts', { TONGBAN_YEAR_SEEDS: range, ...(cases !== undefined && { TONGBAN_YEAR_CASES: String(cases) }) }]
  : ['test/faults/seeded.int-spec.ts', { TONGBAN_FAULT_SEEDS: range, TONGBAN_FAULT_MINUTES: String(minutes) }];
const jest = join(dirname(require.resolve('jest/package.json')), 'bin/jest.js');
const child = spawn(process.execPath, [jest, '-c', 'test/jest.config.cjs', '--runInBand', file, ...chosen], { cwd: root, stdio: 'inherit', env: { ...process.env, FORCE_COLOR: '0', ...variables } });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('close', (code) => { process.exitCode = code ?? 1; });

function read() {
  try {
    const text = { type: 'string' };
    const flag = { type: 'boolean', default: false };
    const { values } = parseArgs({ options: { seeds: text, from: text, seed: text, minutes: text, year: flag, cases: text, short: flag, attacks: flag, outage: flag, start: flag, properties: flag, times: text, fuzz: flag, decoder: text } });
    const whole = (name, fallback) => {
      const value = values[name] === undefined ? fallback : Number(values[name]);
      if (value !== undefined && !(Number.isInteger(value) && value >= 1)) throw new Error(`--${name} 须为正整数 · --${name} is a positive whole number`);
      return value;
    };
    const { year, short, attacks, outage, start, properties, fuzz, decoder } = values;
    if ([year, attacks, outage, start, properties, fuzz].filter(Boolean).length > 1) throw new Error('--attacks、--fuzz、--outage、--properties、--start 与 --year 只能给出其一 · give one of --attacks, --fuzz, --outage, --properties, --start and --year');
    if (!fuzz && decoder !== undefined) throw new Error('--decoder 须与 --fuzz 一并给出 · --decoder goes with --fuzz');
    if (!year && (short || values.cases !== undefined)) throw new Error('--cases 与 --short 须与 --year 一并给出 · --cases and --short go with --year');
    const minutesOf = () => (decoder !== undefined ? 0 : whole('minutes', attacks ? 2 : fuzz ? 10 : 120));
    return { year, attacks, outage, start, properties, times: whole('times', 1), fuzz, decoder, cases: short ? undefined : whole('cases', 2000), seeds: whole('seeds', year ? 1 : 200), from: whole('from', 1), seed: whole('seed'), minutes: minutesOf() };
  } catch (error) {
    process.stderr.write(`${error.message}\n${USAGE}\n`);
    process.exit(2);
  }
}
