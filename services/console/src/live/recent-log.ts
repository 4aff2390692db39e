import type { LogTailEntry } from '@tongban/contracts';
import type { ChangedCase, LiveLogEvent } from '../documents';
import { type Positions, entriesBetween, totalOf } from './positions';

/** Entries of one log that are kept to be named; at 1,000 a second ten seconds of it. */
const KEPT_OF_LOG = 10_000;
const NAMED_MAX = 500;

/** The newest entries of all logs, and how far each log is. */
export class RecentLog {
  private readonly entries = new Map<string, LogTailEntry[]>();
  private current: Record<string, number> = {};

  get positions(): Positions {
    return this.current;
  }

  /** A log from where it is known now; what it had before is not kept. */
  beginAt(log: string, sequence: number): void {
    this.current = { ...this.current, [log]: sequence };
    this.entries.set(log, []);
  }
  /** Entries that follow each other and what is there. */
  add(log: string, entries: readonly LogTailEntry[]): void {
    const last = entries.at(-1);
    if (last === undefined) return;
    const kept = this.entries.get(log) ?? [];
    kept.push(...entries);
    if (kept.length > KEPT_OF_LOG) kept.splice(0, kept.length - KEPT_OF_LOG);
    this.entries.set(log, kept);
    this.current = { ...this.current, [log]: last.sequence };
  }

  /** What somebody has to be told who knows everything up to `from`; undefined for nothing new. Equal to what the logs hold, however long ago that was: entries are counted by their numbers, and only their names may be lacking. */
  since(from: Positions): LiveLogEvent | undefined {
    const byRegion = entriesBetween(from, this.current);
    const entries = Object.values(byRegion).reduce((sum, one) => sum + one, 0);
    if (entries === 0) return undefined;
    const named: LogTailEntry[] = [];
    for (const [log, kept] of this.entries) named.push(...after(kept, from[log] ?? 0));
    named.sort((a, b) => (a.storedAt < b.storedAt ? -1 : 1));
    const changed = new Map<string, ChangedCase>();
    for (const { caseNo, logIndex, kind, at } of named) {
      changed.delete(caseNo); // newest last
      changed.set(caseNo, { caseNo, logIndex, kind, at });
    }
    return { entries, total: totalOf(this.current), byRegion, changed: [...changed.values()].slice(-NAMED_MAX), more: named.length < entries || changed.size > NAMED_MAX };
  }
}

/** Kept in order of their sequence: from the first that is greater. */
function after(kept: readonly LogTailEntry[], sequence: number): readonly LogTailEntry[] {
  let [low, high] = [0, kept.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (kept[middle]!.sequence > sequence) high = middle;
    else low = middle + 1;
  }
  return kept.slice(low);
}
