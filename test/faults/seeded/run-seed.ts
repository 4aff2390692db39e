import { setTimeout as delay } from 'node:timers/promises';
import { TongbanError } from '@tongban/contracts';
import type { TestEnvironment } from '../../harness/test-environment';
import { audit } from '../../audit/audit';
import type { Report } from '../../audit/report';
import { applyFault } from '../switchboard/apply-fault';
import type { FaultTarget } from '../switchboard/target/fault-target';
import { FaultError } from '../switchboard/words';
import type { PlannedFault, SeedPlan } from './plan';
import type { Traffic } from './traffic';
import { viewsUnlikeTheirRebuild } from './views';

export interface SeedReport {
  readonly seed: number;
  /** What was done and undone, in order, in words. */
  readonly story: readonly string[];
  readonly cases: readonly string[];
  /** How long after the last fault was undone every case had ended and both sides had taken everything. Reported, never judged. */
  readonly settledAfterMs: number;
  readonly promises: number;
  readonly audit: Pick<Report, 'settled' | 'findings' | 'checked' | 'seconds'>;
  /** Empty when a handler was given every message of its cases once and in order. */
  readonly misdelivered: readonly string[];
  /** Empty when every view is like its rebuild. */
  readonly views: readonly string[];
}

const AUDIT_WAIT_MS = 60_000;

/** Traffic, faults, heal, quiet, audit, rebuild. @throws Error when a case does not come to its end. */
export async function runSeed(environment: TestEnvironment, target: FaultTarget, traffic: Traffic, plan: SeedPlan): Promise<SeedReport> {
  const story: string[] = [];
  const playing = plan.cases.map(({ walk, afterMs }) => delay(afterMs).then(() => traffic.play(walk)));
  const ends = Promise.allSettled(playing);
  const injected = (await Promise.all(plan.faults.map((fault) => suffer(target, fault, (line) => story.push(line))))).flat();
  const healedAtMs = performance.now();
  const failed = (await ends).flatMap((end, index) => (end.status === 'rejected' ? [`${plan.cases[index]!.walk.name}: ${String(end.reason)}`] : []));
  if (failed.length > 0) {
    // What is missing is found where it stopped.
    const { counts, findings } = await audit({ dataDir: environment.setup.layout.root, waitMs: AUDIT_WAIT_MS });
    const found = findings.map((finding) => `${finding.class} ${finding.where} ${finding.case ?? ''} ${finding.what}`);
    throw new Error([`seed ${plan.seed}: ${failed.length} cases did not end after`, ...story, ...failed, JSON.stringify(counts), ...found].join('\n'));
  }
  const cases = await Promise.all(playing);
  const settledAfterMs = Math.round(performance.now() - healedAtMs);
  const misdelivered = (await Promise.all(cases.map((caseNo, index) => traffic.misdelivered(plan.cases[index]!.walk, caseNo)))).flat();
  const promises = await traffic.holdPromises();
  injected.forEach((place) => traffic.injected.add(place));
  const { settled, findings, checked, seconds } = await audit({ dataDir: environment.setup.layout.root, promises: [traffic.promises], waitMs: AUDIT_WAIT_MS });
  // What the switchboard itself put into a stream is found where it lies; anything that follows from it lies elsewhere.
  const unasked = findings.filter(({ class: cls, where }) => cls !== 'unused' && !traffic.injected.has(where));
  return { seed: plan.seed, story, cases, settledAfterMs, promises, misdelivered, audit: { settled, findings: unasked, checked, seconds }, views: await viewsUnlikeTheirRebuild(environment) };
}

/** One fault from its moment to its end. @returns what it put into streams, as `STREAM#sequence`. One that cannot be applied now, e.g. to what another fault holds down, is told and passed. */
async function suffer(target: FaultTarget, { request, afterMs, lastsMs }: PlannedFault, tell: (line: string) => void): Promise<readonly string[]> {
  await delay(afterMs);
  try {
    const { did, undo } = await applyFault(target, request);
    tell(`+${afterMs} ms ${did.en}`);
    await delay(lastsMs);
    tell((await undo()).en);
    return (did.facts['injected'] ?? []) as readonly string[];
  } catch (error) {
    if (!(error instanceof FaultError) && !(error instanceof TongbanError && error.traits.retryable)) throw error;
    tell(`+${afterMs} ms ${request.fault} not applied: ${error.message}`);
    return [];
  }
}
