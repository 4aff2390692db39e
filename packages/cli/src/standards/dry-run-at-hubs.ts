import { setTimeout as delay } from 'node:timers/promises';
import { type DryRunDraft, type DryRunPage, type DryRunQuery, type ErrorCode, type RegionCode, TongbanError, encode, v1 } from '@tongban/contracts';
import { DryRunTally } from '@tongban/domain';
import type { Answers, OperatorDesk } from '@tongban/operator';

/** Log entries gone through so far, of all hubs. */
export interface DryRunProgress { readonly done: number; readonly total: number }
interface RegionResult { readonly items: readonly string[]; readonly tally: DryRunTally }
export interface DryRunAtHubs extends Pick<Answers<RegionResult>, 'unreachable' | 'reasons'> {
  /** Items whose cases the draft touches; none: there is nothing to replay. */
  readonly items: readonly string[];
  readonly tally: DryRunTally;
}

/**
 * Has every hub replay its own cases, side by side and page by page; only sums are kept. A hub that cannot be asked to the end, or has not this text of the draft, counts with
 * none of its cases. @throws TongbanError for a fault of the question.
 */
export async function dryRunAtHubs(operator: OperatorDesk, draft: DryRunDraft, since: string, tell: (progress: DryRunProgress) => void): Promise<DryRunAtHubs> {
  const progress = new Map<RegionCode, DryRunProgress>();
  const { answers, unreachable, reasons } = await operator.askAll(async (region): Promise<RegionResult> => {
    const tally = new DryRunTally();
    for (let after: string | undefined; ;) {
      const query: DryRunQuery = { draft, since, ...(after !== undefined && { after }) };
      const page = await pageOf(operator, region, query);
      tally.add(page);
      progress.set(region, page);
      tell([...progress.values()].reduce((sum, { done, total }) => ({ done: sum.done + done, total: sum.total + total }), { done: 0, total: 0 }));
      if (page.next === undefined) return { items: page.items, tally };
      after = page.next;
    }
  });
  const tally = new DryRunTally();
  for (const { answer } of answers) tally.add(answer.tally);
  return { items: [...new Set(answers.flatMap(({ answer }) => answer.items))].sort(), tally, unreachable, reasons };
}

/** A copy that has just not heard of the draft yet, and a hub that others ask as well, are asked again. */
const WORTH_REPEATING: readonly ErrorCode[] = ['standard.not-current', 'hub.busy'];
const TRIES_MAX = 20;
const BETWEEN_TRIES_MS = 500;

async function pageOf(operator: OperatorDesk, region: RegionCode, query: DryRunQuery): Promise<DryRunPage> {
  const request = encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(query)) });
  for (let tries = 1; ; tries++) {
    try {
      return await operator.askJson<DryRunPage>(region, 'cases.dry-run', request);
    } catch (cause) {
      if (!(cause instanceof TongbanError) || tries === TRIES_MAX || !WORTH_REPEATING.includes(cause.code)) throw cause;
      await delay(BETWEEN_TRIES_MS);
    }
  }
}
