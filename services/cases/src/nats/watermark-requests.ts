import { type RegionCode, TongbanError, decode, encode, subjects, v1 } from '@tongban/contracts';
import { Rounds } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';

const LOOK_EVERY_MS = 5_000;
/** A new business day's watermark comes by itself within seconds where the link is up. */
const PATIENCE_MS = 10_000;
const ASK_AGAIN_MS = 60_000;
/** Nobody is troubled by what does not get there, and the link may be back. */
const UNREACHED_AGAIN_MS = 15_000;
const ANSWER_WITHIN_MS = 5_000;

export interface WatermarkRequestPorts {
  readonly runtime: Pick<RegionRuntime, 'environment' | 'region' | 'queries' | 'log'>;
  /** Regions whose word for all before the present business day is lacking. */
  readonly lacking: () => readonly RegionCode[];
  /** Whether the link from a region was compared with its sender and lacks nothing. */
  readonly isWhole: (region: RegionCode) => boolean;
  /** Real milliseconds. */
  readonly nowMs?: () => number;
}

/**
 * Asks a region for its word when it does not come: the INBOX that had it is new or was restored, or it was taken out. Only over a link that is known to lack nothing: what is asked
 * for vouches for all that was ever sent, and comes behind what is in the OUTBOX, not behind what the INBOX has lost. A region is asked once a minute, one that cannot be
 * reached four times; one that has not vouched yet will by itself.
 */
export class WatermarkRequests {
  private readonly lackingSinceMs = new Map<RegionCode, number>();
  private readonly askAgainAtMs = new Map<RegionCode, number>();
  private readonly rounds: Rounds;

  constructor(private readonly ports: WatermarkRequestPorts) {
    this.rounds = new Rounds(() => this.look(), LOOK_EVERY_MS);
  }
  start(): void {
    this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  async look(): Promise<void> {
    const { lacking, isWhole, nowMs = Date.now } = this.ports;
    const now = nowMs();
    const regions = lacking();
    for (const known of [...this.lackingSinceMs.keys()]) if (!regions.includes(known)) this.lackingSinceMs.delete(known);
    for (const region of regions) {
      const sinceMs = this.lackingSinceMs.get(region) ?? now;
      this.lackingSinceMs.set(region, sinceMs);
      if (now - sinceMs < PATIENCE_MS || now < (this.askAgainAtMs.get(region) ?? 0) || !isWhole(region)) continue;
      this.askAgainAtMs.set(region, now + ((await this.ask(region)) ? ASK_AGAIN_MS : UNREACHED_AGAIN_MS));
    }
  }

  private async ask(from: RegionCode): Promise<boolean> {
    const { environment, region, queries, log } = this.ports.runtime;
    try {
      const reply = await queries.request(subjects.service(environment, from, 'watermarks.again'), encode(v1.WatermarkQuery, { toRegion: region }), { timeoutMs: ANSWER_WITHIN_MS });
      const { until, sent } = decode(v1.WatermarkReply, reply);
      log.info({ from, until, sent }, 'a region was asked for its watermark');
      return true;
    } catch (cause) {
      log.info({ from, code: TongbanError.from(cause).code }, 'a region could not be asked for its watermark');
      return false;
    }
  }
}
