import { z } from 'zod';
import { CASE_MESSAGES_MAX, type SeenMessage } from '../policy/choose-action';
import type { Kept, KeepsakeStore } from './ports';

/**
 * What a province remembers of a case. Two records under two keys, each with one writer: what was delivered is written in
 * the inbox's own step, what was decided is written by the one who decides. Message ids, kinds and codes only.
 */
const SeenSchema = z.object({
  /** The opener's own case number, of the first message. */
  localCaseNo: z.string(),
  ownDivision: z.string(),
  lastDeliveryNo: z.number().int(),
  /** Position of the last delivery in the log of the case. */
  lastLogIndex: z.number().int(),
  /** The trace in which the last delivery was taken: what is sent because of it goes on in it. */
  trace: z.object({ traceparent: z.string(), tracestate: z.string().optional() }).optional(),
  messages: z.array(z.object({ messageId: z.string(), kind: z.string(), own: z.boolean() })),
});
const WorkSchema = z.object({
  /** The own message that has not come back yet. */
  pendingMessageId: z.string().optional(),
  /** Own messages the hub or the SDK refused. */
  refusals: z.number().int().default(0),
  /** Why nothing more is done: the case is closed, until something else is heard of it, or it needs a person. */
  finished: z.enum(['closed', 'given-up']).optional(),
});
export type SeenCase = z.infer<typeof SeenSchema>;
export type CaseWork = z.infer<typeof WorkSchema>;

/** A delivery as far as a province remembers it. */
export interface SeenDelivery extends SeenMessage {
  readonly caseNo: string;
  readonly deliveryNo: number;
  readonly logIndex: number;
  readonly messageId: string;
  readonly localCaseNo: string;
  /** Division of the side this province is on. */
  readonly ownDivision: string;
  readonly trace?: { readonly traceparent: string; readonly tracestate?: string };
}

/** Beyond this many nothing is decided any more, so nothing needs to be remembered either. */
const MESSAGES_KEPT_MAX = 2 * CASE_MESSAGES_MAX;
const SEEN = 'seen/';
const WORK = 'work/';

/** The memory of a case with one delivery more; one that was seen before changes nothing. */
export function withDelivery(seen: SeenCase | undefined, { deliveryNo, logIndex, messageId, kind, own, localCaseNo, ownDivision, trace }: SeenDelivery): SeenCase {
  if (seen === undefined) return { localCaseNo, ownDivision, lastDeliveryNo: deliveryNo, lastLogIndex: logIndex, ...(trace && { trace }), messages: [{ messageId, kind, own }] };
  if (deliveryNo <= seen.lastDeliveryNo) return seen;
  const room = seen.messages.length < MESSAGES_KEPT_MAX;
  const messages = room ? [...seen.messages, { messageId, kind, own }] : seen.messages;
  const { trace: _before, ...known } = seen;
  return { ...known, lastDeliveryNo: deliveryNo, lastLogIndex: logIndex, ...(trace && { trace }), messages };
}

/** What a delivery handler may read and write: the step of the SDK's inbox. */
export interface MemoryStep {
  get(key: string): Promise<Kept | undefined>;
  put(key: string, value: Kept): void;
}

/** Notes a delivery within the step that marks it as taken. Undefined when the case was given up. */
export async function noteDelivery(step: MemoryStep, delivery: SeenDelivery): Promise<SeenCase | undefined> {
  const { caseNo } = delivery;
  const work = await step.get(WORK + caseNo);
  if (work !== undefined && WorkSchema.parse(work).finished === 'given-up') return undefined;
  const before = await step.get(SEEN + caseNo);
  const seen = withDelivery(before === undefined ? undefined : SeenSchema.parse(before), delivery);
  step.put(SEEN + caseNo, seen);
  return seen;
}

export class CaseMemory {
  constructor(private readonly store: KeepsakeStore) {}

  async seen(caseNo: string): Promise<SeenCase | undefined> {
    const kept = await this.store.get(SEEN + caseNo);
    return kept === undefined ? undefined : SeenSchema.parse(kept);
  }

  async work(caseNo: string): Promise<CaseWork> {
    const kept = await this.store.get(WORK + caseNo);
    return kept === undefined ? { refusals: 0 } : WorkSchema.parse(kept);
  }

  async keepWork(caseNo: string, { pendingMessageId, refusals, finished }: CaseWork): Promise<void> {
    await this.store.put(WORK + caseNo, { refusals, ...(pendingMessageId && { pendingMessageId }), ...(finished && { finished }) });
  }

  /**
   * Nothing more is to be done: why is kept. What was seen is kept too where the case is closed, since the recipient may
   * still reject the message that closed it.
   */
  async finish(caseNo: string, refusals: number, finished: NonNullable<CaseWork['finished']>): Promise<void> {
    await this.keepWork(caseNo, { refusals, finished });
    if (finished === 'given-up') await this.store.delete(SEEN + caseNo);
  }

  /** Every case that was seen and is not finished: what a restart has to look at. */
  async unfinished(): Promise<readonly string[]> {
    const cases = (await this.store.keys(SEEN)).map((key) => key.slice(SEEN.length));
    const open: string[] = [];
    for (const caseNo of cases) if ((await this.work(caseNo)).finished === undefined) open.push(caseNo);
    return open;
  }
}
