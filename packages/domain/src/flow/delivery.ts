import { beijingDateOf } from '../calendar/days';
import type { AgencySide } from './actors';
import type { CaseState, DeadlineRun, Moment } from './case-state';

export interface Delivery {
  /** Number of the message in the case, from 1. */
  readonly deliveryNo: number;
  readonly side: AgencySide;
  /** Business instant at which the message was on disk in the party's system, RFC 3339. */
  readonly deliveredAt: string;
}

/**
 * Legal time (DESIGN §3): what waited for this delivery counts from its Beijing date, in open runs and closed ones alike,
 * so that a duty met before its receipt arrived is judged fairly. The first receipt counts; repeating it changes nothing.
 * @throws TongbanError `field.date` when `deliveredAt` is no instant.
 */
export function recordDelivery(state: CaseState, delivery: Delivery): CaseState {
  const on = beijingDateOf(delivery.deliveredAt);
  const settle = (run: DeadlineRun): DeadlineRun => settleRun(run, delivery, on);
  const settleAll = <R extends DeadlineRun | null>(runs: Readonly<Record<string, R>>): Record<string, DeadlineRun | R> =>
    Object.fromEntries(Object.entries(runs).map(([id, run]) => [id, run && settle(run)]));
  // A run that a rejection of its successor may bring back counts from the same day.
  const moves = state.moves.map((move) => ({ ...move, runs: settleAll(move.runs), ...(move.total && { total: settle(move.total) }) }));
  const deadlines = settleAll(state.deadlines);
  return state.total === undefined ? { ...state, deadlines, moves } : { ...state, deadlines, moves, total: settle(state.total) };
}

function settleRun(run: DeadlineRun, delivery: Delivery, on: string): DeadlineRun {
  const pauses = run.pauses.map((pause) => (pause.until === undefined ? pause : { ...pause, until: settleMoment(pause.until, delivery, on) }));
  return run.start === undefined ? { ...run, pauses } : { ...run, start: settleMoment(run.start, delivery, on), pauses };
}

function settleMoment(moment: Moment, { deliveryNo, side }: Delivery, on: string): Moment {
  if (moment.awaiting?.delivery !== deliveryNo || moment.awaiting.side !== side) return moment;
  // No message is delivered before the hub had it; clocks of two machines may say so.
  return { on: on > moment.on ? on : moment.on };
}
