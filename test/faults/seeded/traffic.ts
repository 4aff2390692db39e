import { appendFileSync } from 'node:fs';
import type { Province } from '@tongban/client';
import { TongbanError } from '@tongban/contracts';
import { eventually } from '../../harness/eventually';
import type { TestEnvironment } from '../../harness/test-environment';
import { type Walk, participantOf } from '../../harness/walks';
import { play } from '../../e2e/walks';

interface SentMessage { readonly province: Province; readonly messageId: string; readonly caseNo: string }
/** What an outage may make of one message at the most before its recipient has it. */
const TAKEN_WITHIN_MS = 120_000;

/**
 * Cases played through SDKs, and what those were told. Every receipt that an SDK holds is a promise; it is written to a file as
 * an outsider's audit reads it. Every delivery to a handler is noted, so that a gap or a repeat is seen at the very end too.
 */
export class Traffic {
  /** What the switchboard put into streams, as `STREAM#sequence`. */
  readonly injected = new Set<string>();
  private readonly sent: SentMessage[] = [];
  private readonly handled = new Map<string, number[]>();
  private readonly listening = new Map<string, Promise<void>>();

  constructor(private readonly environment: TestEnvironment, readonly promises: string) {}

  /** Plays a case to its end, and waits until both sides have taken what was sent. @returns its number. */
  async play(walk: Walk): Promise<string> {
    await Promise.all([walk.opener, walk.counterpart].map(({ division }) => this.listen(participantOf(division))));
    const mine: SentMessage[] = [];
    const caseNo = await play(this.environment, walk, undefined, (province, messageId, ofCase) => mine.push({ province, messageId, caseNo: ofCase }));
    await Promise.all(mine.map(({ province, messageId }) => province.settled(messageId, 'TAKEN', { timeoutMs: TAKEN_WITHIN_MS })));
    this.sent.push(...mine);
    return caseNo;
  }

  /** Waits until both sides were given every message of a case. @returns what a handler got twice, not in order or not at all. */
  async misdelivered(walk: Walk, caseNo: string): Promise<string[]> {
    const faults: string[] = [];
    for (const participant of [walk.opener, walk.counterpart].map(({ division }) => participantOf(division))) {
      const numbers = await eventually(`${participant} is given every message of ${caseNo}`, () => {
        const seen = this.handled.get(`${participant}/${caseNo}`) ?? [];
        return seen.length >= walk.messages.length ? seen : undefined;
      }, { withinMs: TAKEN_WITHIN_MS });
      const expected = walk.messages.map((_, index) => index + 1);
      if (JSON.stringify(numbers) !== JSON.stringify(expected)) faults.push(`${participant} was given ${numbers.join(',')} of ${caseNo}`);
    }
    return faults;
  }

  /** Writes down every receipt of what was sent since the last time. @returns how many. */
  async holdPromises(): Promise<number> {
    let count = 0;
    for (const { province, messageId } of this.sent.splice(0)) {
      for (const { signed, at } of await province.receipts(messageId)) {
        appendFileSync(this.promises, `${JSON.stringify({ participant: province.participant, receipt: Buffer.from(signed).toString('base64'), at })}\n`);
        count += 1;
      }
    }
    return count;
  }

  /** A new system cannot begin while its region is away; it tries again, as one would. */
  private connect(participant: string): Promise<Province> {
    return eventually(`${participant} connects`, () => this.environment.province(participant).catch((error: unknown) => {
      if (error instanceof TongbanError && error.traits.retryable) return undefined;
      throw error;
    }), { withinMs: TAKEN_WITHIN_MS, everyMs: 250 });
  }

  private listen(participant: string): Promise<void> {
    const known = this.listening.get(participant) ?? this.connect(participant).then((province) => province.receive(({ caseNo, deliveryNo }) => {
      const key = `${participant}/${caseNo}`;
      this.handled.set(key, [...(this.handled.get(key) ?? []), deliveryNo]);
      return Promise.resolve();
    }));
    this.listening.set(participant, known);
    return known;
  }
}
