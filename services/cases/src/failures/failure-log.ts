import { randomUUID } from 'node:crypto';
import { type EnvironmentCode, type FailedContent, type RegionCode, TongbanError, decode, encode, messageIds, streams, subjects, v1 } from '@tongban/contracts';
import { type FailureStep, type FailureStepOutcome, failureState } from '@tongban/domain';
import { type DurablePublisher, type LogEntry, apiErrorCode, appendExpecting, readStreamPart, readSubject } from '@tongban/messaging';
import { type FailureActionFields, type Signer, readFailureAction, signFailureAction } from '@tongban/trust';
import type { JetStreamManager, NatsConnection } from 'nats';
import { contentOf } from './failed-content';

/** What is known of a failed message without its bytes. */
export interface KnownFailure extends FailedContent, Pick<v1.FailedMessage, 'code' | 'consumer' | 'stream' | 'subject' | 'attempts'> {
  readonly sequence: number;
  /** Real milliseconds. */
  readonly failedAtMs: number;
  readonly streamSequence: number;
  readonly size: number;
  readonly steps: readonly FailureStep[];
}
export interface StoredStep { readonly sequence: number; readonly action: v1.FailureAction; readonly signed: v1.SignedFailureAction }

export interface FailureLogPorts {
  readonly nats: NatsConnection;
  readonly region: RegionCode;
  readonly environment: EnvironmentCode;
  readonly publisher: DurablePublisher;
  readonly signer: Pick<Signer, 'sign'>;
}

const NO_SUCH_MESSAGE = 10037;
const OUTCOMES: Readonly<Record<number, FailureStepOutcome>> = {
  [v1.FailureOutcome.FAILURE_OUTCOME_STARTED]: 'started', [v1.FailureOutcome.FAILURE_OUTCOME_HANDLED]: 'handled', [v1.FailureOutcome.FAILURE_OUTCOME_FAILED_AGAIN]: 'failed-again', [v1.FailureOutcome.FAILURE_OUTCOME_DISCARDED]: 'discarded',
  [v1.FailureOutcome.FAILURE_OUTCOME_EDIT_PROPOSED]: 'edit-proposed', [v1.FailureOutcome.FAILURE_OUTCOME_EDITED]: 'edited', [v1.FailureOutcome.FAILURE_OUTCOME_EDIT_REFUSED]: 'edit-refused',
};
const NO_STEPS: readonly FailureStep[] = [];

export const stepOf = ({ outcome, at }: v1.FailureAction): FailureStep => ({ outcome: OUTCOMES[outcome] ?? 'failed-again', atMs: Date.parse(at) });

/**
 * FAILED_<R>, read on from where it was read to: what each message is and what was done about it, without the bytes, a few hundred each. The stream alone says so; whoever asks first after
 * a start has it read whole, and again when messages were taken out of it (a lawful erasure).
 */
export class FailureLog {
  private readonly known = new Map<number, KnownFailure>();
  private readonly texts = new Map<string, string>();
  private readonly stream: string;
  private next = 1;
  /** Messages of the stream that were read, of both kinds. */
  private taken = 0;
  /** State of the stream that does not add up, though all of it was read: a store that lost something is told of elsewhere. */
  private oddAt = '';
  private turn: Promise<unknown> = Promise.resolve();
  private manager: JetStreamManager | undefined;

  constructor(private readonly ports: FailureLogPorts) {
    this.stream = streams.failed(ports.region);
  }

  /** Reads what came since. @throws TongbanError `hub.unreachable`, NatsError where there is no such stream. */
  level(): Promise<void> {
    const mine = this.turn.then(() => this.readOn());
    this.turn = mine.catch(() => undefined);
    return mine;
  }

  /** Newest first, as of the last `level`. */
  all(): KnownFailure[] {
    return [...this.known.values()].reverse();
  }
  get(sequence: number): KnownFailure | undefined {
    return this.known.get(sequence);
  }
  openCount(): number {
    let open = 0;
    for (const { steps } of this.known.values()) if (failureState(steps) === 'open') open += 1;
    return open;
  }

  /** The record of a failed message; undefined when there is none of this sequence, or it was erased. */
  async read(sequence: number): Promise<Pick<LogEntry, 'subject' | 'data'> | undefined> {
    try {
      const { subject, data } = await (await this.jsm()).streams.getMessage(this.stream, { seq: sequence });
      return subject.startsWith(subjects.failed(this.ports.region, '')) ? { subject, data } : undefined;
    } catch (error) {
      if (apiErrorCode(error) === NO_SUCH_MESSAGE) return undefined;
      throw error;
    }
  }

  /** Every step on record about one, oldest first. */
  async steps(sequence: number): Promise<StoredStep[]> {
    const entries = await readSubject(this.ports.nats, this.stream, subjects.failureActions(this.ports.region, sequence));
    return entries.map(({ seq, data }) => {
      const signed = decode(v1.SignedFailureAction, data);
      return { sequence: seq, action: readFailureAction(signed), signed };
    });
  }

  /** Puts a step on record behind the one of sequence `after` (0: the first). @throws SequenceConflict when another came first. */
  async append(after: number, fields: FailureActionFields & { readonly failureSequence: number }): Promise<number> {
    const { nats, region, environment, publisher, signer } = this.ports;
    const actionId = randomUUID();
    const data = encode(v1.SignedFailureAction, await signFailureAction(signer, { environment, region }, { ...fields, actionId }));
    const subject = subjects.failureActions(region, fields.failureSequence);
    const { sequence } = await appendExpecting(nats, publisher, this.stream, { subject, data, expected: after, msgId: messageIds.failureAction(fields.failureSequence, actionId) });
    return sequence;
  }

  private async readOn(): Promise<void> {
    const { state } = await (await this.jsm()).streams.info(this.stream);
    if (state.last_seq < this.next - 1) this.forget();
    await this.readTo(state.last_seq);
    const now = `${state.messages} ${state.last_seq}`;
    if (this.taken <= state.messages || this.next - 1 !== state.last_seq || this.oddAt === now) return;
    this.forget();
    await this.readTo(state.last_seq);
    this.oddAt = this.taken > state.messages ? now : '';
  }

  private async readTo(last: number): Promise<void> {
    while (this.next <= last) {
      const { entries } = await readStreamPart(this.ports.nats, this.stream, this.next);
      if (entries.length === 0) break;
      for (const entry of entries) this.take(entry);
      this.next = entries.at(-1)!.seq + 1;
    }
  }

  private take({ seq, subject, data }: LogEntry): void {
    this.taken += 1;
    if (subject.startsWith(subjects.failed(this.ports.region, ''))) return void this.known.set(seq, this.failureOf(seq, subject, data));
    const of = this.known.get(Number(subject.slice(subject.lastIndexOf('.') + 1)));
    // What was done about a message that was erased since concerns nobody any more.
    if (of) this.known.set(of.sequence, { ...of, steps: [...of.steps, stepOf(readFailureAction(decode(v1.SignedFailureAction, data)))] });
  }

  private failureOf(sequence: number, subject: string, data: Uint8Array): KnownFailure {
    try {
      const { original, stream, streamSequence, subject: had, consumer, attempts, code, failedAt, headers } = decode(v1.FailedMessage, data);
      const { kind, itemCode, sender, ...content } = contentOf({ subject: had, original, headers });
      return {
        sequence, failedAtMs: Date.parse(failedAt), code: this.once(code), consumer: this.once(consumer), stream: this.once(stream), streamSequence: Number(streamSequence), subject: had, attempts, size: original.length, steps: NO_STEPS,
        kind: this.once(kind), ...content, ...(itemCode && { itemCode: this.once(itemCode) }), ...(sender && { sender: this.once(sender) }),
      };
    } catch (error) {
      // A record that is none is shown as well, rather than hide all others.
      return { sequence, failedAtMs: 0, code: 'message.malformed', consumer: subject.slice(subject.lastIndexOf('.') + 1), stream: '', streamSequence: 0, subject, attempts: 0, size: data.length, steps: NO_STEPS, kind: '', undecodable: TongbanError.from(error).message };
    }
  }

  /** Thousands have few codes and consumers between them. */
  private once(text: string): string {
    const known = this.texts.get(text);
    if (known === undefined) this.texts.set(text, text);
    return known ?? text;
  }

  private forget(): void {
    this.known.clear();
    this.texts.clear();
    [this.next, this.taken] = [1, 0];
  }

  private async jsm(): Promise<JetStreamManager> {
    return (this.manager ??= await this.ports.nats.jetstreamManager({ checkAPI: false }));
  }
}
