import { PARTICIPANT_API_PREFIX, TongbanError, consumers, headers, placeOfSubject, streams } from '@tongban/contracts';
import { Defer, DurableConsumer, type DurableMessage } from '@tongban/messaging';
import { count } from '@tongban/telemetry';
import type { HubSession } from '../hub/hub-session';
import type { ProvinceLogger } from '../options';
import { newStop, pause } from '../pause';
import type { Inbox } from './inbox';

const AGAIN_MS = 1_000;
const PARALLEL_MAX = 32;

/** Pulls what the hub has for the participant onto the own disk. Exactly one process of a participant may. */
export class InboxConsumer {
  private readonly stop = newStop();
  private consumer: DurableConsumer | undefined;
  private starting: Promise<void> | undefined;

  constructor(private readonly session: HubSession, private readonly inbox: Inbox, private readonly region: string, private readonly participant: string, private readonly logger: ProvinceLogger) {}

  /** Begins as soon as the hub is reached. */
  start(): void {
    this.starting ??= this.begin().catch((error: unknown) => {
      if (!this.stop.signal.aborted) this.logger.warn({ participant: this.participant, code: TongbanError.from(error).code }, 'nothing can be received');
    });
  }

  /** Lets running work end and gives the rest back. */
  async close(withinMs: number): Promise<void> {
    this.stop.abort();
    await this.starting;
    await this.consumer?.close(withinMs);
  }

  private async begin(): Promise<void> {
    const { signal } = this.stop;
    const nc = await this.session.usable(signal);
    while (!signal.aborted) {
      const consumer = new DurableConsumer(nc, {
        stream: streams.inbox(this.region), consumer: consumers.participant(this.participant), apiPrefix: PARTICIPANT_API_PREFIX,
        lane: (message) => message.headers[headers.ceSubject] ?? message.subject,
        handle: (message) => this.take(message), operation: 'receive',
        // Unreachable: every failure of the own side defers, because nothing the hub has registered may be dropped here.
        park: (_message, failure) => Promise.reject(failure),
        // A participant may not reset its consumer; deliveries carry their numbers, so order does not depend on it.
        resumeInOrder: false, parallelMax: PARALLEL_MAX,
        observe: ({ outcome, message: { subject } }) => count('tongban_client_arrivals_total', { participant: this.participant, kind: placeOfSubject(subject).kind, outcome }),
      });
      try {
        await consumer.start();
        this.consumer = consumer;
        return;
      } catch (error) {
        this.logger.warn({ participant: this.participant, code: TongbanError.from(error).code }, 'the inbox does not answer yet');
        await pause(AGAIN_MS, signal);
      }
    }
  }

  private async take({ subject, data, headers: header }: DurableMessage): Promise<void> {
    try {
      await this.inbox.take({ subject, data, headers: header });
    } catch (error) {
      this.logger.warn({ participant: this.participant, code: TongbanError.from(error).code }, 'an arrival cannot be kept now');
      throw new Defer(AGAIN_MS, 'the store cannot take it now', { cause: error });
    }
  }
}
