import { beijingDateOf } from '../calendar/days';
import type { CaseState, DeadlineRun } from './case-state';
import { close, resume, suspend } from './deadline-runs';
import type { Configuration } from './movement';
import type { StandingMove } from './standing-moves';

/** A recipient's signed rejection of a registered message, as the home of the case records it. */
export interface RecipientRejection {
  /** Number of the message in the case, from 1. */
  readonly deliveryNo: number;
  /** Business instant at which the home recorded the rejection, RFC 3339. */
  readonly recordedAt: string;
}
/**
 * `returned`: the case is where it was before the message. `too-late`: something moved since. `nothing-moved`: the message
 * was a note, or went back already. Only `returned` changes the case.
 */
export type RejectionEffect = 'returned' | 'too-late' | 'nothing-moved';
export interface RejectionOutcome { readonly effect: RejectionEffect; readonly state: CaseState }

/**
 * A rejection by the recipient is treated like a return (DESIGN §4): if the message's movement is the latest that stands on
 * every track it moved, each of them goes back to its state before, a track the message started is under way no more, and
 * the guards' past forgets what only this message visited, so that the corrected message is judged exactly as it was. What a
 * first message opened is then not begun, see `hasBegun`. Total and pure. @throws TongbanError `field.date` when
 * `recordedAt` is no instant.
 */
export function rejectByRecipient(state: CaseState, { deliveryNo, recordedAt }: RecipientRejection): RejectionOutcome {
  const at = state.moves.findIndex((move) => move.delivery === deliveryNo);
  const move = state.moves[at];
  if (move === undefined) return { effect: 'nothing-moved', state };
  const later = state.moves.slice(at + 1);
  if (later.some(({ tracks }) => Object.keys(tracks).some((track) => track in move.tracks))) return { effect: 'too-late', state };
  const recordedOn = beijingDateOf(recordedAt);
  // Clocks of two machines may say that it was rejected before it came.
  const on = recordedOn > move.on ? recordedOn : move.on;
  const { total: _total, ...rest } = state;
  const total = totalBefore(state, move, later, on);
  return {
    effect: 'returned',
    state: {
      ...rest, ...configurationBefore(state, move), deadlines: deadlinesBefore(state, move, later, on), moves: state.moves.filter((other) => other !== move),
      ...(total !== undefined && { total }),
    },
  };
}

function configurationBefore(state: Configuration, { tracks, firstVisited }: StandingMove): Configuration {
  const active = { ...state.active };
  const previous = { ...state.previous };
  for (const [track, before] of Object.entries(tracks)) {
    restore(active, track, before.state);
    restore(previous, track, before.previous);
  }
  return { active, previous, visited: state.visited.filter((visited) => !firstVisited.includes(visited)) };
}

function restore(values: Record<string, string>, key: string, value: string | undefined): void {
  if (value === undefined) delete values[key];
  else values[key] = value;
}

/**
 * What was running when the message came runs again: anew with its full value if the message met or stopped it, on if the
 * message suspended it. What the message started ends. Everything else is as it was: a duty that was suspended or met
 * before stays so, although the message may have resumed or revived it. A deadline that a later message changed is its.
 */
function deadlinesBefore(state: CaseState, { runs }: StandingMove, later: readonly StandingMove[], on: string): CaseState['deadlines'] {
  const deadlines = { ...state.deadlines };
  for (const [id, before] of Object.entries(runs)) {
    const now = deadlines[id];
    if (now !== undefined && !later.some((other) => id in other.runs)) deadlines[id] = runBefore(before, now, on);
  }
  return deadlines;
}

function runBefore(before: DeadlineRun | null, now: DeadlineRun, on: string): DeadlineRun {
  if (before === null) return isOpen(now) ? close(now, 'ended', on) : now;
  // A due date that a message gave has no value to start anew with.
  if (before.status !== 'running' || before.due !== undefined || now.status === 'running') return before;
  return now.status === 'suspended' ? resume(now, { on }) : { status: 'running', start: { on }, pauses: [] };
}

/** It starts once and is never renewed: the time the message took away is not counted, and what the message started never was. */
function totalBefore({ total: now }: CaseState, { total: before, on: movedOn }: StandingMove, later: readonly StandingMove[], on: string): DeadlineRun | undefined {
  if (before === undefined || now === undefined || later.some(({ total }) => total !== undefined)) return now;
  if (before === null) return undefined;
  if (before.status !== 'running' || now.status === 'running') return before;
  return resume(now.status === 'suspended' ? now : suspend(before, movedOn), { on });
}

const isOpen = ({ status }: DeadlineRun): boolean => status === 'running' || status === 'suspended' || status === 'stopped';
