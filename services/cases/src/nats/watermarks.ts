import { REGION_CODES, type RegionCode, TongbanError, decode, streams, subjects, v1 } from '@tongban/contracts';
import { beijingDateOf, startOfDay } from '@tongban/domain';
import { Rounds, apiErrorCode, laneConsumers } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';
import { verifyWatermark } from '@tongban/trust';
import type { ConsumerInfo, JetStreamManager } from 'nats';

const LOOK_EVERY_MS = 2_000;
/** One has come, and something that stands before it in the INBOX is not settled yet. */
const SETTLES_WITHIN_MS = 200;
const NO_SUCH_MESSAGE = 10037;

/** A watermark as it stands in the INBOX. */
interface Arrived { readonly region: RegionCode; readonly until: string; readonly sequence: number }
type Runtime = Pick<RegionRuntime, 'nats' | 'environment' | 'region' | 'topology' | 'trust' | 'clock' | 'log'>;

export interface WatermarkHooks {
  /** Whether it is known that messages of a region are lacking that had come: then its word does not count, whatever stands before it. */
  readonly lacks?: (region: RegionCode) => boolean;
  /** A watermark counts now. */
  readonly onCounted?: () => void;
}

/**
 * Until when each region has vouched that everything it received has come here (DESIGN §3, legal time). A watermark counts when everything that stands before it
 * in the INBOX is settled: decided and in its case log, or set aside for an operator; and nothing is known to be lacking. The INBOX is the record: each process looks there for the newest of
 * each region, after a restart as before, and no longer than until it knows of the present business day. One process is told when one comes; all look for it all the same.
 */
export class Watermarks {
  private readonly counted = new Map<RegionCode, string>();
  private readonly newest = new Map<RegionCode, number>();
  private waiting: Arrived[] = [];
  private readonly rounds: Rounds;
  /** Goes up with each watermark that counts. */
  version = 0;

  constructor(private readonly runtime: Runtime, private readonly hooks: WatermarkHooks = {}, everyMs = LOOK_EVERY_MS) {
    this.rounds = new Rounds(() => this.look(), everyMs, (error) => runtime.log.warn({ code: TongbanError.from(error).code }, 'watermarks could not be looked at'));
  }
  start(): void {
    this.runtime.clock.onSet(() => this.rounds.soon());
    this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }
  /** One has come: there is no need to wait for the next look. */
  arrived(): void {
    this.rounds.soon();
  }

  /** Business instant; undefined while the region has vouched for nothing. */
  vouchedUntil(region: RegionCode): string | undefined {
    return this.counted.get(region);
  }

  /** What each region has vouched for. */
  get vouched(): Readonly<Partial<Record<RegionCode, string>>> {
    return Object.fromEntries(this.counted);
  }

  /** Regions whose word for all before today is lacking. */
  silent(): RegionCode[] {
    const today = startOfDay(beijingDateOf(this.runtime.clock.now()));
    return REGION_CODES.filter((region) => !isAtLeast(this.counted.get(region), today));
  }

  /** One look: at regions that are silent. */
  async look(): Promise<void> {
    const silent = this.silent();
    if (silent.length === 0) return;
    const jsm = await this.runtime.nats.jetstreamManager();
    for (const region of silent) await this.readNewest(jsm, region);
    if (this.waiting.length === 0) return;
    const before = this.version;
    await this.count(jsm);
    if (this.version !== before) this.hooks.onCounted?.();
    if (this.waiting.length > 0) setTimeout(() => this.rounds.soon(), SETTLES_WITHIN_MS).unref();
  }

  private async readNewest(jsm: JetStreamManager, region: RegionCode): Promise<void> {
    const { environment, region: home, trust, log } = this.runtime;
    const stored = await jsm.streams.getMessage(streams.inbox(home), { last_by_subj: subjects.watermark(environment, region, home) }).catch((error: unknown) => {
      if (apiErrorCode(error) === NO_SUCH_MESSAGE) return undefined;
      throw error;
    });
    if (stored === undefined || stored.seq === this.newest.get(region)) return;
    try {
      const { until } = await verifyWatermark(trust, decode(v1.SignedWatermark, stored.data), { environment, region });
      this.waiting.push({ region, until, sequence: stored.seq });
    } catch (cause) {
      // It vouches for nothing; the next one may.
      log.warn({ from: region, sequence: stored.seq, code: TongbanError.from(cause).code }, 'a watermark cannot be trusted');
    }
    this.newest.set(region, stored.seq);
  }

  /** Asked after the watermarks were seen: what stands before them is known to the consumers by then. */
  private async count(jsm: JetStreamManager): Promise<void> {
    const { region: home, topology } = this.runtime;
    const lanes = await Promise.all(laneConsumers(topology).map(({ consumer }) => jsm.consumers.info(streams.inbox(home), consumer)));
    this.waiting = this.waiting.filter((arrived) => {
      const { region, until, sequence } = arrived;
      if (this.hooks.lacks?.(region) || !lanes.every((lane) => isSettledBefore(lane, sequence))) return true;
      if (!isAtLeast(this.counted.get(region), until)) {
        this.counted.set(region, until);
        this.version += 1;
      }
      return false;
    });
  }
}

const isAtLeast = (until: string | undefined, instant: string): boolean => until !== undefined && Date.parse(until) >= Date.parse(instant);

/** Nothing of this lane is under way, or what is came later. */
export const isSettledBefore = ({ num_pending: pending, num_ack_pending: inHand, ack_floor: floor }: Pick<ConsumerInfo, 'num_pending' | 'num_ack_pending' | 'ack_floor'>, sequence: number): boolean =>
  pending + inHand === 0 || floor.stream_seq >= sequence - 1;
