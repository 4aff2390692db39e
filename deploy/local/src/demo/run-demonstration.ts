import { randomBytes } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type Catalogue, catalogueFlows } from '@tongban/catalogue';
import type { CaseRow } from '@tongban/contracts';
import { CASE_NUMBER_RANDOM_BYTES, beijingDateOf, businessInstant, makeCaseNumber } from '@tongban/domain';
import type { Demonstrate, DemonstrationContext, DemonstrationResult } from '../demonstration';
import { writePrivateJson } from '../setup/private-file';
import { expectedOutcome } from './expected-outcome';
import { type OpenRequest, Opener } from './opener';
import { type PlannedCase, demonstrationPlan } from './plan';
import { Regions } from './regions';
import { type Summary, mergeSummaries, summaryTable } from './summary';

const LOOK_EVERY_MS = 500;
/** Without any case moving for this long something is wrong, and the summary says which cases stand. */
const STANDSTILL_MS = 90_000;

/**
 * Opens the cases of the plan through the reference provinces and watches the hubs until all have ended. Case numbers are written
 * down before the first is opened, so that a run that was stopped goes on with the same cases and none is opened twice.
 */
export const runDemonstration: Demonstrate = async (context) => {
  const regions = new Regions(context.environment);
  const { requests, first } = await plannedRequests(context, regions);
  const before = await regions.cases();
  const known = new Set(before.map(({ caseNo }) => caseNo));
  const endedBefore = new Set(before.filter(({ closed }) => closed).map(({ caseNo }) => caseNo));
  const missing = requests.filter(({ caseNo }) => !known.has(caseNo));
  if (missing.length > 0) context.say(`打开 ${missing.length} 个办件`, `Opening ${missing.length} cases`);
  const failures = await new Opener(context.environment).openAll(missing, context.signal);
  for (const { localCaseNo, code, detail } of failures) context.say(`${localCaseNo} 未能打开：${code}`, `${localCaseNo} could not be opened: ${code} ${detail}`);
  const { rows, secondsToFirstCase } = await untilEnded(context, regions, requests.length - failures.length, endedBefore);
  return result(context, regions, { requests, rows, first, secondsToFirstCase, failed: failures.length });
};

async function plannedRequests(context: DemonstrationContext, regions: Regions): Promise<{ requests: OpenRequest[]; first: boolean }> {
  const file = join(context.environment.setup.layout.root, 'demonstration.json');
  const plan = demonstrationPlan(context.catalogue, { quick: context.arguments.quick });
  const kept = existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as { caseNos: Record<string, string> }).caseNos : undefined;
  if (kept) return { requests: plan.flatMap((one) => (kept[one.localCaseNo] ? [{ ...one, caseNo: kept[one.localCaseNo]! }] : [])), first: false };
  const [setting] = await regions.clocks();
  const anchors = (setting?.anchors ?? []).map(({ realAt, businessAt, speed }) => ({ realAt: realAt ?? '', businessAt: businessAt ?? '', speed: speed ?? 1 }));
  const date = beijingDateOf(businessInstant({ revision: 0, anchors }, Date.now()));
  const requests = plan.map((one: PlannedCase) => ({ ...one, caseNo: makeCaseNumber({ division: one.opener, date, random: randomBytes(CASE_NUMBER_RANDOM_BYTES) }) }));
  writePrivateJson(file, { version: 1, caseNos: Object.fromEntries(requests.map(({ localCaseNo, caseNo }) => [localCaseNo, caseNo])) });
  return { requests, first: true };
}

/** Watches until every opened case has ended, telling how far they are; what had ended before this run is no news of it. */
async function untilEnded(
  context: DemonstrationContext, regions: Regions, expected: number, endedBefore: ReadonlySet<string>,
): Promise<{ rows: CaseRow[]; secondsToFirstCase: number | null }> {
  let rows: CaseRow[] = [];
  let secondsToFirstCase: number | null = null;
  let told = '';
  let moved = { at: Date.now(), position: -1 };
  while (!context.signal.aborted) {
    rows = await regions.cases();
    const ended = rows.filter(({ closed }) => closed);
    const seconds = (Date.now() - context.startedAtMs) / 1000;
    if (secondsToFirstCase === null && ended.some(({ outcome, caseNo }) => outcome === 'completed' && !endedBefore.has(caseNo))) {
      secondsToFirstCase = Math.round(seconds * 10) / 10;
      context.say('首个办件办结', 'The first case is completed', seconds);
    }
    const progress = `${ended.length}/${rows.length}`;
    if (progress !== told) context.say(`已结束 ${progress} 个办件`, `${progress} cases have ended`);
    told = progress;
    if (rows.length >= expected && ended.length === rows.length) break;
    const position = rows.reduce((sum, row) => sum + row.logIndex, rows.length);
    if (position !== moved.position) moved = { at: Date.now(), position };
    else if (Date.now() - moved.at > STANDSTILL_MS) break;
    await delay(LOOK_EVERY_MS, undefined, { signal: context.signal }).catch(() => undefined);
  }
  return { rows, secondsToFirstCase };
}

interface Ended {
  readonly requests: readonly OpenRequest[];
  readonly rows: readonly CaseRow[];
  readonly first: boolean;
  readonly secondsToFirstCase: number | null;
  readonly failed: number;
}

async function result(context: DemonstrationContext, regions: Regions, { requests, rows, first, secondsToFirstCase, failed }: Ended): Promise<DemonstrationResult> {
  const wrong = wronglyEnded(context.catalogue, requests, rows);
  const { setup } = context.environment;
  const summary: Summary = {
    ok: wrong.length === 0 && failed === 0 && !context.signal.aborted,
    run: first ? 'first' : 'continued',
    environment: setup.file.environment,
    ...mergeSummaries(await regions.summaries()),
    secondsToFirstCase,
    rssMb: Math.round(await context.environment.rssMb()),
    endpoints: {
      backbone: setup.file.backbone.url, monitor: setup.file.backbone.monitorUrl,
      ...Object.fromEntries(Object.entries(setup.file.regions).map(([region, { url }]) => [region, url])),
    },
  };
  const notes = wrong.map(({ localCaseNo, caseNo, expected, found }) => `${localCaseNo} ${caseNo}: ${found}, 应为 expected ${expected}`);
  const run = first ? '首次运行 first run' : '接续运行 continued run';
  return { ok: summary.ok, summary: { ...summary }, lines: ['', run, summaryTable(summary), ...notes] };
}

/** Cases of the plan that did not end the way their scenario ends. */
function wronglyEnded(catalogue: Catalogue, requests: readonly OpenRequest[], rows: readonly CaseRow[]) {
  const flows = catalogueFlows(catalogue);
  const byNumber = new Map(rows.map((row) => [row.caseNo, row]));
  return requests.flatMap(({ localCaseNo, caseNo, flowId, entry, scenario }) => {
    const flow = flows.get(flowId)?.compiled;
    const expected = flow ? expectedOutcome(flow, entry, scenario) : 'completed';
    const row = byNumber.get(caseNo);
    const found = !row ? 'not opened' : !row.closed ? `running in ${Object.values(row.states).join(', ')}` : row.outcome;
    return found === expected ? [] : [{ localCaseNo, caseNo, expected, found }];
  });
}
