import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RegionCode } from '@tongban/contracts';
import { TestEnvironment } from '../harness/test-environment';
import { allWalks } from '../harness/walks';
import { type Material, planOf } from './seeded/plan';
import { type SeedReport, runSeed } from './seeded/run-seed';
import { Traffic } from './seeded/traffic';
import { FaultTarget } from './switchboard/target/fault-target';

/**
 * Random faults under traffic, then an outsider's audit. TONGBAN_FAULT_SEEDS is `FIRST..LAST` or one seed; after
 * TONGBAN_FAULT_MINUTES no further seed is begun. `npm run test:long` sets them; without them this is the short form.
 */
const [first = 1, last = first] = (process.env['TONGBAN_FAULT_SEEDS'] ?? '1').split('..').map(Number);
const endMs = Date.now() + Number(process.env['TONGBAN_FAULT_MINUTES'] ?? 60) * 60_000;
const SEEDS = Array.from({ length: last - first + 1 }, (_, index) => first + index);
/** Streams grow with every seed and the audit reads them all, so an environment serves this many. */
const SEEDS_PER_ENVIRONMENT = 15;

let directory: string;
let environment: TestEnvironment | undefined;
let served = 0;
let target: FaultTarget;
let traffic: Traffic;
const reports: SeedReport[] = [];

async function fresh(): Promise<void> {
  await environment?.stop();
  environment = undefined;
  environment = await TestEnvironment.start({ restart: true });
  target = FaultTarget.open(environment.setup.layout.root);
  traffic = new Traffic(environment, join(directory, `promises-${reports.length}.ndjson`));
  served = 0;
}
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'tongban-seeds-'));
});
afterAll(async () => {
  await environment?.stop();
  rmSync(directory, { recursive: true, force: true });
  const findings = reports.flatMap(({ audit }) => audit.findings);
  const sum = (of: (report: SeedReport) => number): number => reports.reduce((total, report) => total + of(report), 0);
  process.stderr.write(`${reports.length} fault seeds: ${sum(({ cases }) => cases.length)} cases, ${sum(({ promises }) => promises)} receipts held, ${findings.length} findings\n`);
}, 120_000);

function material({ catalogue }: TestEnvironment): Material {
  const members = new Map<RegionCode, string[]>();
  for (const participant of catalogue.divisions.participants()) {
    if (!participant.mainlandHrssRulesApply) continue;
    const region = catalogue.divisions.regionOf(participant);
    members.set(region, [...(members.get(region) ?? []), participant.code]);
  }
  return { walks: allWalks(), members };
}

it.each(SEEDS)('seed %d: nothing lost, nothing twice, nothing out of order, every view like its rebuild', async (seed) => {
  if (Date.now() > endMs) return;
  if (!environment || served >= SEEDS_PER_ENVIRONMENT) await fresh();
  const repeat = `repeat with: npm run test:long -- --seed ${seed}`;
  try {
    const report = await runSeed(environment!, target, traffic, planOf(seed, material(environment!)));
    reports.push(report);
    served += 1;
    process.stderr.write(`seed ${seed}: settled ${report.settledAfterMs} ms after the last fault; ${report.audit.checked.entries} entries audited in ${report.audit.seconds} s\n  ${report.story.join('\n  ')}\n`);
    const { audit, views, misdelivered } = report;
    expect({ repeat, settled: audit.settled, findings: audit.findings, views, misdelivered }).toEqual({ repeat, settled: true, findings: [], views: [], misdelivered: [] });
  } catch (error) {
    // What is left of a failed seed is no ground for the next.
    served = SEEDS_PER_ENVIRONMENT;
    process.stderr.write(`seed ${seed} failed; ${repeat}\n${error instanceof Error ? error.message : String(error)}\n`);
    throw error;
  }
}, 420_000);
