import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { TongbanError, consumers, decode, encode, isRegionCode, messageIds, streams, subjects, v1 } from '@tongban/contracts';
import { beijingDateOf, realMsOf, startOfDay } from '@tongban/domain';
import { Rounds, apiErrorCode, othersOf } from '@tongban/messaging';
import { REGION_RUNTIME, type RegionRuntime } from '@tongban/service-kit';
import { signWatermark, verifyWatermark } from '@tongban/trust';
import type { ConsumerInfo, JetStreamManager, StreamInfo } from 'nats';

const LOOK_EVERY_MS = 2_000;
const NO_SUCH_MESSAGE = 10037;
const CLOCKS_APART_MAX_MS = 2_000;
/** A region is given the same word again no sooner. */
const AGAIN_EVERY_MS = 10_000;

/** Where the submissions of one participant end that were received before an instant. */
interface Position { readonly participant: string; readonly sequence: number }
interface Ends { readonly until: string; readonly positions: readonly Position[] }
/** A SignedWatermark, and until when it vouches. */
interface Given { readonly until: string; readonly signed: Uint8Array }
type Runtime = Pick<RegionRuntime, 'nats' | 'environment' | 'region' | 'topology' | 'signer' | 'trust' | 'clock' | 'exchange' | 'log'>;

/**
 * Vouches, once per business day and region that cases may be homed in, that everything received before this day has been forwarded (DESIGN §3, legal time): first the
 * end of each SUBMIT stream is read, then the consumers must have settled all up to there, which is after it was stored in OUTBOX or INBOX, and only then the
 * watermark is stored behind it. While a stream, a consumer or a clock cannot be read none is issued. The own region is told last, so that its copy says to
 * whoever starts anew that the others have theirs.
 */
@Injectable()
export class WatermarkIssuer implements OnModuleDestroy {
  private readonly rounds: Rounds;
  private issuedUntil = '';
  private readonly givenAgainAtMs = new Map<string, number>();
  private ends: Ends | undefined;

  constructor(@Inject(REGION_RUNTIME) private readonly runtime: Runtime) {
    this.rounds = new Rounds(() => this.look(), LOOK_EVERY_MS, (error) => runtime.log.warn({ code: TongbanError.from(error).code }, 'what the region received could not be vouched for'));
  }
  start(): void {
    this.runtime.clock.onSet(() => this.rounds.soon());
    this.rounds.start();
  }
  onModuleDestroy(): Promise<void> {
    return this.rounds.stop();
  }

  /** One look: nothing to do on most of them. */
  async look(): Promise<void> {
    const until = startOfDay(beijingDateOf(this.runtime.clock.now()));
    if (until === this.issuedUntil) return;
    const jsm = await this.runtime.nats.jetstreamManager();
    if (isAtLeast(await this.ownCopy(jsm), until)) this.issuedUntil = until;
    if (until === this.issuedUntil) return;
    if (this.ends?.until !== until) this.ends = await this.readEnds(jsm, until);
    if (this.ends === undefined || !(await this.isForwarded(jsm, this.ends.positions))) return;
    await this.issue(until, this.ends.positions);
    this.issuedUntil = until;
    this.ends = undefined;
  }

  /**
   * The word that this region gave last, once more for one that lacks it: what was forwarded before it was given is still before it. Nothing for a day that is not vouched for
   * yet, because that comes to all. @throws TongbanError `query.invalid`, `hub.unreachable`, `hub.storage-full`.
   */
  async again({ toRegion }: Pick<v1.WatermarkQuery, 'toRegion'>): Promise<{ until: string; sent: boolean }> {
    const { region, topology, clock, nats } = this.runtime;
    if (!isRegionCode(toRegion) || !topology.regions.includes(toRegion)) throw new TongbanError('query.invalid', 'a watermark is for a region');
    const copy = await this.ownCopy(await nats.jetstreamManager());
    if (copy === undefined || !isAtLeast(copy, startOfDay(beijingDateOf(clock.now())))) {
      // The own copy is lacking too: the next look gives the word anew.
      this.issuedUntil = '';
      return { until: copy?.until ?? '', sent: false };
    }
    const nowMs = Date.now();
    if (toRegion === region || nowMs - (this.givenAgainAtMs.get(toRegion) ?? Number.NEGATIVE_INFINITY) < AGAIN_EVERY_MS) return { until: copy.until, sent: false };
    this.givenAgainAtMs.set(toRegion, nowMs);
    await this.send(toRegion, copy, nowMs);
    return { until: copy.until, sent: true };
  }

  /** What this region gave last, by whatever process; a copy that cannot be trusted is none. */
  private async ownCopy(jsm: JetStreamManager): Promise<Given | undefined> {
    const { environment, region, trust } = this.runtime;
    const stored = await jsm.streams.getMessage(streams.inbox(region), { last_by_subj: subjects.watermark(environment, region, region) }).catch((error: unknown) => {
      if (apiErrorCode(error) === NO_SUCH_MESSAGE) return undefined;
      throw error;
    });
    const known = stored && (await verifyWatermark(trust, decode(v1.SignedWatermark, stored.data), { environment, region }).catch(() => undefined));
    return known && { until: known.until, signed: stored.data };
  }

  /** Undefined while a server may still store something as received before the instant. */
  private async readEnds(jsm: JetStreamManager, until: string): Promise<Ends | undefined> {
    const fromMs = realMsOf(this.runtime.clock.setting, until);
    const infos = await Promise.all(this.runtime.topology.participants.map(async (participant) => ({ participant, info: await jsm.streams.info(streams.submit(participant)) })));
    if (infos.some(({ info }) => serverMs(info) < fromMs)) return undefined;
    return { until, positions: infos.map(({ participant, info }) => ({ participant, sequence: info.state.last_seq })) };
  }

  private async isForwarded(jsm: JetStreamManager, positions: readonly Position[]): Promise<boolean> {
    const settled = await Promise.all(positions.map(async ({ participant, sequence }) => isSettledUpTo(await jsm.consumers.info(streams.submit(participant), consumers.border), sequence)));
    return settled.every(Boolean);
  }

  private async issue(until: string, positions: readonly Position[]): Promise<void> {
    const { environment, region, topology, signer, clock } = this.runtime;
    const signed = encode(v1.SignedWatermark, await signWatermark(signer, { environment, region, until, issuedAt: clock.now(), positions: [...positions] }));
    const issuedAtMs = Date.now();
    for (const to of [...othersOf(topology), region]) await this.send(to, { until, signed }, issuedAtMs);
  }

  private send(to: string, { until, signed }: Given, atMs: number): Promise<void> {
    const { environment, region, exchange } = this.runtime;
    return exchange.send({ subject: subjects.watermark(environment, region, to), data: signed, msgId: messageIds.watermark(region, to, until, atMs), headers: {} });
  }
}

const isAtLeast = (given: Given | undefined, until: string): boolean => given !== undefined && Date.parse(given.until) >= Date.parse(until);

/** When the server that stores a stream said so; a message is stored by the same clock. */
function serverMs(info: StreamInfo): number {
  const { ts } = info as StreamInfo & { readonly ts?: string };
  return ts === undefined ? Date.now() - CLOCKS_APART_MAX_MS : Date.parse(ts);
}

export const isSettledUpTo = ({ num_pending: pending, num_ack_pending: inHand, ack_floor: floor }: Pick<ConsumerInfo, 'num_pending' | 'num_ack_pending' | 'ack_floor'>, sequence: number): boolean =>
  pending + inHand === 0 || floor.stream_seq >= sequence;
