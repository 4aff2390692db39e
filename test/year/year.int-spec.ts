import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TestEnvironment } from '../harness/test-environment';
import { runYear } from './run-year';

/**
 * The year 2026 on the business clock. TONGBAN_YEAR_SEEDS is `FIRST..LAST` or one seed, TONGBAN_YEAR_CASES how many cases are opened in each, over every day of the year; `npm run test:long -- --year` sets
 * them. Without them this is the short form: some days, few cases.
 */
const [first = 1, last = first] = (process.env['TONGBAN_YEAR_SEEDS'] ?? '1').split('..').map(Number);
const cases = process.env['TONGBAN_YEAR_CASES'] || undefined;
const size = cases === undefined ? { cases: 36, everyDay: false } : { cases: Number(cases), everyDay: true };
const SEEDS = Array.from({ length: last - first + 1 }, (_, index) => first + index);
const WITHIN_MS = cases === undefined ? 600_000 : 4 * 3_600_000;

let directory: string;
let environment: TestEnvironment | undefined;
/** What took half an hour to come to is not thrown away. */
let keep = false;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tongban-year-'));
  // A day is over when every home has looked at all its clocks once more: here a day takes a second.
  process.env['TONGBAN_ALARM_SWEEP_SECONDS'] = '0.2';
});
afterEach(async () => {
  await environment?.stop({ keep });
  environment = undefined;
}, 120_000);
afterAll(() => {
  delete process.env['TONGBAN_ALARM_SWEEP_SECONDS'];
  rmSync(directory, { recursive: true, force: true });
});

it.each(SEEDS)('seed %d: a year ends with every case closed or explained, every alarm once and on its day, every view like its rebuild', async (seed) => {
  const repeat = `npm run test:long -- --year --seed ${seed}${cases === undefined ? ' --short' : ` --cases ${cases}`}`;
  try {
    environment = await TestEnvironment.start({ restart: true });
    const { ends, alarms, states, views, notOvertaken, audit, seconds, ...rest } = await runYear(environment, seed, size, directory, (line) => process.stderr.write(`  ${line}\n`));
    const { story: _story, ...figures } = rest;
    process.stderr.write(`year ${seed}: ${JSON.stringify({ ...figures, ends, receiptsHeld: audit.promises, seconds })}\n`);
    expect({ repeat, unexplained: ends.unexplained, alarms, states, views, notOvertaken, audit: { settled: audit.settled, findings: audit.findings } })
      .toEqual({ repeat, unexplained: [], alarms: [], states: [], views: [], notOvertaken: [], audit: { settled: true, findings: [] } });
  } catch (error) {
    keep = cases !== undefined;
    process.stderr.write(`year ${seed} failed; repeat with: ${repeat}${keep && environment ? `; its data stay in ${environment.setup.layout.root}` : ''}\n`);
    throw error;
  }
}, WITHIN_MS);
