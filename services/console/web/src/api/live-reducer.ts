import type { LiveLogEvent } from '@console/documents';

/** Seconds of the line of entries per second. */
export const LINE_SECONDS = 300;
/** Cases that are remembered as changed; older ones are covered by `revision`. */
export const CHANGED_MAX = 1_000;

export interface LiveState {
  readonly phase: 'connecting' | 'open' | 'reconnecting';
  /** When the phase began, milliseconds of the browser's clock. */
  readonly since: number;
  /** Entries since the beginning of all logs; absent before the first event. */
  readonly total?: number;
  /** Entries by second of the browser's clock, oldest first; seconds without any are left out. */
  readonly seconds: readonly { readonly second: number; readonly entries: number }[];
  /** Goes up with whatever may have changed lists. */
  readonly revision: number;
  /** Goes up when cases changed that nobody named: all of them may have. */
  readonly unnamed: number;
  /** Newest log index heard of, by case. */
  readonly changed: ReadonlyMap<string, number>;
  /** Entries that no event stood for: between what was told before a reconnection and after it. */
  readonly missed: number;
}
export type LiveHappening =
  | { readonly type: 'opened'; readonly at: number }
  | { readonly type: 'failed'; readonly at: number }
  | { readonly type: 'log'; readonly at: number; readonly event: LiveLogEvent };

export const beginLive = (at: number): LiveState => ({ phase: 'connecting', since: at, seconds: [], revision: 0, unnamed: 0, changed: new Map(), missed: 0 });

/** What is known from the live stream after one more thing happened. Pure, so that reconnecting is a case of a table and not of luck. */
export function liveAfter(state: LiveState, happening: LiveHappening): LiveState {
  const { at } = happening;
  if (happening.type === 'opened') return state.phase === 'open' ? state : { ...state, phase: 'open', since: at };
  if (happening.type === 'failed') return state.phase === 'reconnecting' ? state : { ...state, phase: 'reconnecting', since: at };
  const { event } = happening;
  const gap = state.total === undefined ? 0 : Math.max(0, event.total - event.entries - state.total);
  return {
    ...state, ...(state.phase !== 'open' && { phase: 'open', since: at }),
    // An event that comes again, or late, takes nothing back.
    total: Math.max(event.total, state.total ?? 0), missed: state.missed + gap,
    seconds: withEntries(state.seconds, Math.floor(at / 1000), event.entries),
    revision: state.revision + 1, unnamed: state.unnamed + (event.more || gap > 0 ? 1 : 0),
    changed: withChanged(state.changed, event),
  };
}

function withEntries(seconds: LiveState['seconds'], second: number, entries: number): LiveState['seconds'] {
  const kept = seconds.filter((one) => one.second > second - LINE_SECONDS);
  const last = kept.at(-1);
  return last?.second === second ? [...kept.slice(0, -1), { second, entries: last.entries + entries }] : [...kept, { second, entries }];
}

function withChanged(changed: LiveState['changed'], { changed: news }: LiveLogEvent): LiveState['changed'] {
  if (news.length === 0) return changed;
  const after = new Map(changed);
  for (const { caseNo, logIndex } of news) {
    const known = after.get(caseNo) ?? -1;
    after.delete(caseNo); // the newest are last, and the oldest are forgotten first
    after.set(caseNo, Math.max(known, logIndex));
  }
  for (const caseNo of after.keys()) {
    if (after.size <= CHANGED_MAX) break;
    after.delete(caseNo);
  }
  return after;
}

/** Points of the line up to now, every second of it, zero where nothing came. The second that is under way is left out: it would look like a fall. */
export function lineOf(seconds: LiveState['seconds'], now: number, length = LINE_SECONDS): { readonly at: number; readonly entries: number }[] {
  const bySecond = new Map(seconds.map(({ second, entries }) => [second, entries]));
  const end = Math.floor(now / 1000);
  return Array.from({ length }, (_, index) => end - length + index).map((second) => ({ at: second * 1000, entries: bySecond.get(second) ?? 0 }));
}

/** Mean of the last whole seconds. */
export const perSecondNow = (seconds: LiveState['seconds'], now: number, over = 10): number => lineOf(seconds, now, over).reduce((sum, { entries }) => sum + entries, 0) / over;
