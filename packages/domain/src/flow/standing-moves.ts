import type { DeadlineRun } from './case-state';
import type { Runs } from './deadline-runs';
import type { CompiledFlow } from './compile';
import type { Configuration, Movement } from './movement';

/** Where a track was before a message moved it; no state where the track had not been started. */
export interface TrackBefore { readonly state?: string; readonly previous?: string }
/** What one accepted message moved, kept while the movement stands: enough to take the case back to where it was before. */
export interface StandingMove {
  /** Number of the message in the case. */
  readonly delivery: number;
  /** Beijing date on which the message was received. */
  readonly on: string;
  /** By track. */
  readonly tracks: Readonly<Record<string, TrackBefore>>;
  /** States that were entered for the first time. */
  readonly firstVisited: readonly string[];
  /** The deadlines it changed as they were before, by id; null where there was none. */
  readonly runs: Readonly<Record<string, DeadlineRun | null>>;
  /** The total deadline before, where it changed; null where there was none. */
  readonly total?: DeadlineRun | null;
}
type Before = Configuration & Runs;

/** Undefined for a note, which moves nothing. `after` holds the very objects of `before` where nothing changed. */
export function standingMove(flow: CompiledFlow, before: Before, movement: Movement, after: Runs, { delivery, on }: Pick<StandingMove, 'delivery' | 'on'>): StandingMove | undefined {
  if (movement.track === undefined) return undefined;
  const tracks: Record<string, TrackBefore> = {};
  for (const entered of movement.entered) {
    const track = flow.states.get(entered)?.track ?? movement.track;
    const [state, previous] = [before.active[track], before.previous[track]];
    tracks[track] = { ...(state !== undefined && { state }), ...(previous !== undefined && { previous }) };
  }
  const changed = Object.keys(after.deadlines).filter((id) => after.deadlines[id] !== before.deadlines[id]);
  return {
    delivery, on, tracks,
    firstVisited: movement.entered.filter((state, index, all) => !before.visited.includes(state) && all.indexOf(state) === index),
    runs: Object.fromEntries(changed.map((id) => [id, before.deadlines[id] ?? null])),
    ...(after.total !== before.total && { total: before.total ?? null }),
  };
}
