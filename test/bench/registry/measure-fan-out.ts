import type { Say } from '@tongban/local';
import { type Latency, latencyOf } from '../measure/percentiles';
import { BenchError } from '../words';
import type { Subscribers } from './setting';
import type { Stewards, Taken } from './stewards';
import { FIRST_LIVE_ARTEFACT, type SyntheticVersions } from './synthetic-versions';

/** From the moment a command is sent to the owner's hub. All rounds and subscribers together. */
export interface FanOut {
  /** Until the owner's hub answers: then it is on disk in the owner's log. */
  readonly decidedMs: Latency;
  /** Until the handler of a subscriber is called: then it is on that subscriber's disk, and installed. */
  readonly toldMs: Latency;
  /** The last subscriber of each round. */
  readonly lastMs: Latency;
}
export interface FanOutResult { readonly subscribers: number; readonly rounds: number; readonly delta: FanOut; readonly suspension: FanOut }

const WARM_UP_ROUNDS = 2;

/** One delta (a publication) and one emergency suspension by turns, each when everybody was told the one before. */
export async function measureFanOut(stewards: Stewards, subscribers: Subscribers, synthetic: SyntheticVersions, rounds: number, say: Say): Promise<FanOutResult> {
  const [deltas, suspensions] = [new Samples(), new Samples()];
  let count = 0;
  for (let round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
    const version = synthetic.version(FIRST_LIVE_ARTEFACT, round + WARM_UP_ROUNDS - 1);
    const draftId = await stewards.approved([version]);
    const published = await stewards.give({ type: 'publish', draftId });
    const told = await toldOf(subscribers, published);
    const proposed = await stewards.give({ type: 'propose-action', action: { action: 'suspend', targets: [{ kind: version.kind, id: version.id, version: version.version }], scope: 'all' } });
    if (proposed.event.type !== 'action-proposed') throw new BenchError(`提请成了 ${proposed.event.type}`, `a proposal became ${proposed.event.type}`);
    const suspended = await stewards.give({ type: 'confirm-action', actionId: proposed.event.commandId, digest: proposed.event.digest }, 1);
    const toldSuspended = await toldOf(subscribers, suspended);
    count = told.length;
    if (round < 1) continue;
    deltas.add(published, told);
    suspensions.add(suspended, toldSuspended);
    say(`第${round}轮：一条更新 ${deltas.lastRoundMs.toFixed(0)} 毫秒、一次暂停 ${suspensions.lastRoundMs.toFixed(0)} 毫秒到达最后一个订阅方`, `round ${round}: a delta reached the last subscriber after ${deltas.lastRoundMs.toFixed(0)} ms, a suspension after ${suspensions.lastRoundMs.toFixed(0)} ms`);
  }
  return { subscribers: count, rounds, delta: deltas.result(), suspension: suspensions.result() };
}

/** When each subscriber was told an entry. @throws BenchError when one was told it otherwise than as the next entry. */
async function toldOf(subscribers: Subscribers, { event }: Taken): Promise<number[]> {
  const answer = await subscribers.told(event.number);
  return answer.subscribers.map(({ toldMs, missing }) => {
    if (toldMs === null || missing > 0) throw new BenchError('有订阅方漏收更新', 'A subscriber was not told every entry');
    return toldMs;
  });
}

class Samples {
  lastRoundMs = Number.NaN;
  private readonly decidedMs: number[] = [];
  private readonly toldMs: number[] = [];
  private readonly lastMs: number[] = [];

  add({ sentMs, answeredMs }: Taken, toldMs: readonly number[]): void {
    const took = toldMs.map((at) => at - sentMs);
    this.lastRoundMs = Math.max(...took);
    this.decidedMs.push(answeredMs - sentMs);
    this.toldMs.push(...took);
    this.lastMs.push(this.lastRoundMs);
  }
  result(): FanOut {
    return { decidedMs: latencyOf(this.decidedMs), toldMs: latencyOf(this.toldMs), lastMs: latencyOf(this.lastMs) };
  }
}
