import { Inject, Injectable, type OnModuleDestroy } from '@nestjs/common';
import { TongbanError, consumers, decode, encode, messageIds, streams, subjects, v1 } from '@tongban/contracts';
import { beijingDateOf, realMsOf, startOfDay } from '@tongban/domain';
import { Rounds, apiErrorCode, othersOf } from '@tongban/messaging';
import { REGION_RUNTIME, type RegionRuntime } from '@tongban/service-kit';
import { signWatermark, verifyWatermark } from '@tongban/trust';
import type { ConsumerInfo, JetStreamManager, StreamInfo } from 'nats';

const LOOK_EVERY_MS = 2_000;
const NO_SUCH_MESSAGE = 10037;
const CLOCKS_APART_MAX_MS = 2_000;

/** Where the submissions of one participant end that were received before an instant. */
interface Position { readonly participant: string; readonly sequence: number }
interface Ends { readonly until: string; readonly positions: readonly Position[] }
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
  private ends: Ends | undefined;

  constructor(@Inject(REGION_RUNTIME) private readonly runtime: Runtime) {
    this.rounds = new Rounds(() => this.look(), LOOK_EVERY_MS, (error) => runtime.log.warn({ code: TongbanError.from(error).code }, 'what the region received could not be vouched for'));
  }
  start(): void {
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
    if (await this.isIssued(jsm, until)) this.issuedUntil = until;
    if (until === this.issuedUntil) return;
    if (this.ends?.until !== until) this.ends = await this.readEnds(jsm, until);
    if (this.ends === undefined || !(await this.isForwarded(jsm, this.ends.positions))) return;
    await this.issue(until, this.ends.positions);
    this.issuedUntil = until;
    this.ends = undefined;
  }

  /** By whatever process of the region. A copy that cannot be trusted is none. */
  private async isIssued(jsm: JetStreamManager, until: string): Promise<boolean> {
    const { environment, region, trust } = this.runtime;
    const stored = await jsm.streams.getMessage(streams.inbox(region), { last_by_subj: subjects.watermark(environment, region, region) }).catch((error: unknown) => {
      if (apiErrorCode(error) === NO_SUCH_MESSAGE) return undefined;
      throw error;
    });
    if (stored === undefined) return false;
    const known = await verifyWatermark(trust, decode(v1.SignedWatermark, stored.data), { environment, region }).catch(() => undefined);
    return known !== undefined && Date.parse(known.until) >= Date.parse(until);
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
    const { environment, region, topology, signer, clock, exchange } = this.runtime;
    const signed = encode(v1.SignedWatermark, await signWatermark(signer, { environment, region, until, issuedAt: clock.now(), positions: [...positions] }));
    const issuedAtMs = Date.now();
    for (const to of [...othersOf(topology), region]) {
      await exchange.send({ subject: subjects.watermark(environment, region, to), data: signed, msgId: messageIds.watermark(region, to, until, issuedAtMs), headers: {} });
    }
  }
}

/** When the server that stores a stream said so; a message is stored by the same clock. */
function serverMs(info: StreamInfo): number {
  const { ts } = info as StreamInfo & { readonly ts?: string };
  return ts === undefined ? Date.now() - CLOCKS_APART_MAX_MS : Date.parse(ts);
}

export const isSettledUpTo = ({ num_pending: pending, num_ack_pending: inHand, ack_floor: floor }: Pick<ConsumerInfo, 'num_pending' | 'num_ack_pending' | 'ack_floor'>, sequence: number): boolean =>
  pending + inHand === 0 || floor.stream_seq >= sequence;
