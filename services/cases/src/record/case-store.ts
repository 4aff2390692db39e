import { readCaseEntry } from '@tongban/trust';
import type { CaseLog, LogRecord } from './case-log';
import { LogConflict } from './case-log';
import { CaseRecord } from './case-record';
import type { FlowReleases } from './flow-releases';

/** A decision is tried again this often when other writers keep winning; then the message is redelivered. */
const CONFLICTS_MAX = 8;

/**
 * Folded cases, newest used kept in memory. The log stays the truth: a case is brought up to date from its log before
 * it is shown or decided on, and the append check catches whatever happened since.
 */
export class CaseStore {
  private readonly cache = new Map<string, CaseRecord>();
  private readonly tails = new Map<string, Promise<void>>();
  constructor(private readonly log: CaseLog, private readonly releases: FlowReleases, private readonly cachedMax: number) {}

  /**
   * The case with at least this entry, for a reader that goes through the logs of all cases in their order: it brings the entries
   * along, and the log is asked only where those before are not in memory any more.
   */
  follow(caseNo: string, { sequence, data }: LogRecord): Promise<CaseRecord> {
    return this.alone(caseNo, async () => {
      const known = this.cache.get(caseNo);
      if (known && known.streamSequence >= sequence) return known;
      if (readCaseEntry(data).logIndex !== (known?.logIndex ?? 0) + 1) return this.refresh(caseNo);
      const record = known ?? new CaseRecord(caseNo);
      this.cache.delete(caseNo);
      record.apply(data, sequence, this.releases);
      this.keep(record);
      return record;
    });
  }

  /** The case as its log has it now. */
  load(caseNo: string): Promise<CaseRecord> {
    return this.alone(caseNo, () => this.refresh(caseNo));
  }

  private async refresh(caseNo: string): Promise<CaseRecord> {
    const known = this.cache.get(caseNo) ?? new CaseRecord(caseNo);
    // Taken out while it is brought up to date, so that a failure half-way leaves no half-folded case behind.
    this.cache.delete(caseNo);
    for (const { sequence, data } of await this.log.read(caseNo, known.streamSequence + 1)) {
      if (sequence > known.streamSequence) known.apply(data, sequence, this.releases);
    }
    this.keep(known);
    return known;
  }

  /**
   * Decides and appends under the expected-sequence check. `decide` returns the entry's bytes, or undefined when nothing is to be
   * appended; it is called again with the newer case after a conflict. `opens`: the message means to open the case, so that a case
   * not in memory is taken for one without a log; if there is one, the append meets a conflict.
   */
  append(caseNo: string, decide: (record: CaseRecord) => Promise<Uint8Array | undefined>, opens = false): Promise<CaseRecord> {
    return this.alone(caseNo, () => this.decideAndAppend(caseNo, decide, opens));
  }

  private async decideAndAppend(caseNo: string, decide: (record: CaseRecord) => Promise<Uint8Array | undefined>, opens: boolean): Promise<CaseRecord> {
    for (let attempt = 0; attempt < CONFLICTS_MAX; attempt++) {
      const known = attempt === 0 ? this.cache.get(caseNo) : undefined;
      const presumedNew = attempt === 0 && known === undefined && opens;
      const record = known ?? (presumedNew ? new CaseRecord(caseNo) : await this.refresh(caseNo));
      const entry = await decide(record);
      // Only an append proves that there was no log.
      if (!entry && presumedNew) continue;
      if (!entry) return record;
      try {
        const sequence = await this.log.append(caseNo, entry, record.streamSequence);
        record.apply(entry, sequence, this.releases);
        this.keep(record);
        return record;
      } catch (cause) {
        this.cache.delete(caseNo);
        if (!(cause instanceof LogConflict)) throw cause;
      }
    }
    throw new LogConflict(`${caseNo}: ${CONFLICTS_MAX} appends in a row met another writer`);
  }

  /**
   * One piece of work per case at a time: a reader that brought the case up to date while a decision waits for its
   * signature would move the very record the decision was made on.
   */
  private async alone<T>(caseNo: string, work: () => Promise<T>): Promise<T> {
    const before = this.tails.get(caseNo) ?? Promise.resolve();
    const mine = before.then(work, work);
    const tail = mine.then(() => undefined, () => undefined);
    this.tails.set(caseNo, tail);
    try {
      return await mine;
    } finally {
      if (this.tails.get(caseNo) === tail) this.tails.delete(caseNo);
    }
  }

  private keep(record: CaseRecord): void {
    this.cache.delete(record.caseNo);
    this.cache.set(record.caseNo, record);
    for (const oldest of this.cache.keys()) {
      if (this.cache.size <= this.cachedMax) break;
      this.cache.delete(oldest);
    }
  }
}
