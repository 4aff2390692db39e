import { consumers, headers as wire, messageIds, streams, subjects } from '@tongban/contracts';
import { type JetStreamManager, type NatsConnection, nanos } from 'nats';
import { type WantedConsumer, type WantedStream, apiErrorCode } from './ensure';
import { DurablePublisher } from './publish';
import { type RegionTopology, durable } from './stream-shapes';

/** About 300 bytes each: half a million timers. Beyond it the oldest is forgotten, because a stream with schedules may not refuse. */
const BYTES_MAX = 128 * 2 ** 20;
/** A hub that is away longer finds out by itself what is due when it starts. */
const DUE_KEPT = '24h';
/** What rang in the hand of a process that died rings again after this time. */
const IN_HAND_MS = 5_000;
const WINDOW_MS = 60_000;
const ANSWERS_WITHIN_MS = 2_000;
const NO_SUCH_MESSAGE = [10037, 10043, 10057];

/**
 * Timers by scheduled messages (ADR-51, server ≥ 2.12): one message per subject says when the server stores another one beside it. Not synced before it is acknowledged:
 * that costs a thirteenth of a synced write, and of what was acknowledged just before a server was killed about a hundredth was lost (measured on 2.15.1, one virtual disk). The
 * stream is derived, so whoever sets timers sets again what he may have lost. Server flags that are not echoed are refused by `ensureStream`.
 */
export const timersStream = ({ region, replicas = 1 }: RegionTopology): WantedStream => ({
  name: streams.timers(region), subjects: [subjects.timersAll(region)], storage: 'file', retention: 'limits', discard: 'old', num_replicas: replicas,
  max_bytes: BYTES_MAX, max_msgs_per_subject: 1, max_msg_size: 2 ** 12, allow_direct: true, duplicate_window: nanos(WINDOW_MS),
  allow_msg_schedules: true, allow_rollup_hdrs: true, allow_msg_ttl: true,
  // Only of a stream with one copy the server writes so.
  ...(replicas === 1 && { persist_mode: 'async' }),
});

/**
 * Read by any process of the region: to be rung needs no order, and twice does no harm. An owner would wait, when it begins, for messages in a dead one's hand that
 * were heard already and taken out.
 */
export const timersConsumer = ({ region }: Pick<RegionTopology, 'region'>): WantedConsumer => ({ ...durable(consumers.timers, subjects.timersDue(region)), ack_wait: nanos(IN_HAND_MS) });

/** One timer per case; it rings at a real moment, in `timersDue`, at once when that has passed. */
export class Timers {
  private readonly stream: string;
  private readonly publisher: DurablePublisher;
  private manager: JetStreamManager | undefined;

  constructor(private readonly nc: NatsConnection, private readonly region: string) {
    this.stream = streams.timers(region);
    // Whoever sets timers has other work to do; what could not be set is set later.
    this.publisher = new DurablePublisher(nc, { timeoutMs: ANSWERS_WITHIN_MS, backoffMs: [] });
  }

  /** Replaces the timer that the case has. @param atMs real milliseconds. @throws TongbanError `hub.unreachable` when it may not be set. */
  async set(caseNo: string, atMs: number): Promise<void> {
    await this.publisher.publish(subjects.timer(this.region, caseNo), new Uint8Array(), {
      msgId: messageIds.timer(caseNo, atMs, Date.now()),
      headers: { [wire.schedule]: `@at ${new Date(atMs).toISOString()}`, [wire.scheduleTarget]: subjects.timerDue(this.region, caseNo), [wire.scheduleTtl]: DUE_KEPT },
    });
  }

  async cancel(caseNo: string): Promise<void> {
    await (await this.jsm()).streams.purge(this.stream, { filter: subjects.timer(this.region, caseNo) });
  }

  /** What rang was heard: it is taken out, so that the stream holds what is pending. */
  async heard(sequence: number): Promise<void> {
    const jsm = await this.jsm();
    await jsm.streams.deleteMessage(this.stream, sequence, false).catch((error: unknown) => {
      // It rang again meanwhile, or was heard by another process.
      if (!NO_SUCH_MESSAGE.includes(apiErrorCode(error) ?? 0)) throw error;
    });
  }

  /** Numbers of the cases that have a timer. */
  async pending(): Promise<ReadonlySet<string>> {
    const { state } = await (await this.jsm()).streams.info(this.stream, { subjects_filter: subjects.timersSet(this.region) });
    return new Set(Object.keys(state.subjects ?? {}).map((subject) => subject.slice(subject.lastIndexOf('.') + 1)));
  }

  private async jsm(): Promise<JetStreamManager> {
    return (this.manager ??= await this.nc.jetstreamManager({ checkAPI: false }));
  }
}
