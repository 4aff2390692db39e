import { consumers, streams } from '@tongban/contracts';
import { type JetStreamManager, type NatsConnection, type StreamConfig, type StreamSourceInfo, millis } from 'nats';
import { inboxStream, othersOf, type RegionTopology } from './stream-shapes';
import { Rounds } from './rounds';

export interface SourceReport {
  /** `inbox`: what we read from `region`. `outbox`: what `region` reads from us. */
  readonly side: 'inbox' | 'outbox';
  readonly region: string;
  readonly stalled: boolean;
  /** Since when nothing moved although something should; undefined while all is well. */
  readonly stalledForMs?: number;
  /** Messages not over yet, as far as this side can tell. */
  readonly lag: number;
  readonly detail: string;
}

export interface WatchdogOptions {
  readonly nc: NatsConnection;
  readonly topology: RegionTopology;
  /** Called when a link stalls, and when it moves again. */
  readonly onChange?: (report: SourceReport) => void;
  readonly onError?: (error: unknown) => void;
  readonly everyMs?: number;
  readonly stalledAfterMs?: number;
  /** Re-attaches a stalled source. Default true. */
  readonly kick?: boolean;
}

const EVERY_MS = 2_000;
const STALLED_AFTER_MS = 10_000;
const KICK_AGAIN_MAX_MS = 60_000;
const DETACHED_MS = 1_000;

interface Watched { floor: number; movedAt: number; stalled: boolean; kickAt: number; kicks: number; report?: SourceReport }

/**
 * Watches the sources between regions, which can stop without an error (NATS.md §1.4.7), from both ends: what this
 * region reads (INBOX sources) and what it offers (src consumers of OUTBOX). A stalled source of our own is kicked: the
 * stream is updated without it and with it again, at growing intervals. Its position is kept by the durable consumer.
 */
export class SourceWatchdog {
  private readonly watched = new Map<string, Watched>();
  private readonly rounds: Rounds;
  private jsm: JetStreamManager | undefined;

  constructor(private readonly options: WatchdogOptions) {
    this.rounds = new Rounds(() => this.look(), options.everyMs ?? EVERY_MS, options.onError);
  }

  start(): void {
    this.rounds.start();
  }

  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** The latest state of every link, for a status command. */
  reports(): SourceReport[] {
    return [...this.watched.values()].flatMap((watched) => watched.report ?? []);
  }

  /** One round: looks at both ends and kicks what is due. */
  async look(): Promise<void> {
    this.jsm ??= await this.options.nc.jetstreamManager();
    await this.lookAtInbox(this.jsm);
    await this.lookAtOutbox(this.jsm);
  }

  /**
   * Re-attaches the source of our INBOX that reads `region`. The pause between is not optional. Measured on 2.15.1, busy
   * machine: without one, 5 of at most 160 kicks while messages flowed lost 1 to 200 of them for good (acknowledged to
   * OUTBOX, absent from INBOX); with 200 or 500 ms none of 640 did, though by then much of the flow was backlog. Why is
   * inferred only: the old source's subscription may outlive it. So it is a last resort for a source that hears nothing.
   */
  async kick(region: string): Promise<void> {
    this.jsm ??= await this.options.nc.jetstreamManager();
    const wanted = inboxStream(this.options.topology) as unknown as StreamConfig;
    const without = { ...wanted, sources: (wanted.sources ?? []).filter((source) => source.name !== streams.outbox(region)) };
    await this.jsm.streams.update(wanted.name, without);
    await new Promise((resolve) => setTimeout(resolve, DETACHED_MS));
    // A failure here leaves the source detached until the next round, which asks for all sources again.
    await this.jsm.streams.update(wanted.name, wanted);
  }

  private async lookAtInbox(jsm: JetStreamManager): Promise<void> {
    const info = await jsm.streams.info(streams.inbox(this.options.topology.region));
    for (const region of othersOf(this.options.topology)) {
      const source = info.sources?.find((each) => each.name === streams.outbox(region));
      const quietMs = quietFor(source);
      const watched = this.note('inbox', region, quietMs < this.stalledAfterMs, source?.lag ?? 0, describe(source, quietMs));
      if (watched.stalled && this.options.kick !== false && Date.now() >= watched.kickAt) {
        const pause = Math.min(KICK_AGAIN_MAX_MS, this.stalledAfterMs * 2 ** Math.min(watched.kicks++, 8));
        watched.kickAt = Date.now() + pause;
        await this.kick(region);
      }
    }
  }

  private async lookAtOutbox(jsm: JetStreamManager): Promise<void> {
    const outbox = streams.outbox(this.options.topology.region);
    for (const region of othersOf(this.options.topology)) {
      const info = await jsm.consumers.info(outbox, consumers.source(region));
      const lag = info.num_pending + info.num_ack_pending;
      const key = `outbox ${region}`;
      const before = this.watched.get(key);
      const moves = lag === 0 || before === undefined || before.floor !== info.ack_floor.stream_seq;
      const watched = this.note('outbox', region, moves, lag, `${lag} waiting at acknowledged sequence ${info.ack_floor.stream_seq}`);
      watched.floor = info.ack_floor.stream_seq;
    }
  }

  private get stalledAfterMs(): number {
    return this.options.stalledAfterMs ?? STALLED_AFTER_MS;
  }

  private note(side: SourceReport['side'], region: string, moves: boolean, lag: number, detail: string): Watched {
    const now = Date.now();
    const key = `${side} ${region}`;
    const watched = this.watched.get(key) ?? { floor: -1, movedAt: now, stalled: false, kickAt: 0, kicks: 0 };
    this.watched.set(key, watched);
    if (moves) Object.assign(watched, { movedAt: now, kicks: 0, kickAt: 0 });
    const stalledForMs = now - watched.movedAt;
    const stalled = !moves && stalledForMs >= this.stalledAfterMs;
    watched.report = { side, region, stalled, lag, detail, ...(!moves && { stalledForMs }) };
    if (stalled !== watched.stalled) {
      watched.stalled = stalled;
      this.options.onChange?.(watched.report);
    }
    return watched;
  }
}

/** How long a source has heard nothing, not even the heartbeat its consumer sends every second. */
function quietFor(source: StreamSourceInfo | undefined): number {
  if (source === undefined || source.active === undefined || source.active < 0) return Number.POSITIVE_INFINITY;
  return millis(source.active);
}

function describe(source: StreamSourceInfo | undefined, quietMs: number): string {
  if (source === undefined) return 'not attached';
  if (source.error) return `error: ${source.error.description}`;
  return Number.isFinite(quietMs) ? `heard ${Math.round(quietMs)} ms ago` : 'never connected';
}
