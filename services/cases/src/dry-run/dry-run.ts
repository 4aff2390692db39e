import { type DryRunPage, TongbanError } from '@tongban/contracts';
import { DryRunTally, beijingDateOf, parseCaseNumber } from '@tongban/domain';
import { openMessage, readCaseEntry } from '@tongban/trust';
import type { FlowReleases } from '../record/flow-releases';
import { type DraftOnTrial, DraftsOnTrial, type TrialPorts } from './draft-on-trial';
import { loggedCase, pastCase, sendersOf } from './past-case';
import { type PagePlace, type ReadDryRunQuery, afterOf } from './read-query';

/** One entry of a stream of case logs. */
export interface LoggedEntry { readonly sequence: number; readonly caseNo: string; readonly data: Uint8Array }
/** The sequences that the stream of one year of opening holds; `last` is before `first` while it is empty. */
export interface YearSpan { readonly year: string; readonly first: number; readonly last: number }
/** The case logs of a region, to be read in their order. */
export interface CaseLogs {
  /** From a year on, ascending. */
  years(from: string): Promise<readonly YearSpan[]>;
  /** The next entries of a year, of whatever case, and whether there are more after them. */
  part(year: string, from: number, max: number): Promise<{ readonly entries: readonly LoggedEntry[]; readonly more: boolean }>;
  /** The log of one case from a sequence on. */
  log(caseNo: string, from: number): Promise<readonly { readonly data: Uint8Array }[]>;
}
export interface DryRunPorts extends TrialPorts {
  readonly logs: CaseLogs;
  readonly releases: Pick<FlowReleases, 'byDigest' | 'partyOf'>;
  /** Business instant. */
  readonly now: () => string;
  /** Real milliseconds. */
  readonly realMs: () => number;
}

/** Entries a page goes through, and how long it may take: live messages wait no longer than one case. */
const PAGE_ENTRIES = 256;
const PAGE_MS = 1_000;
/** Pages asked for at a time, one in hand and the others waiting. */
const PAGES_MAX = 4;

/**
 * Replays the home cases of a region under a draft, a page of the case logs at a time: the asker brings the place back, so that nothing is kept here between pages. A case is
 * read where its first entry stands, whole, judged and forgotten. Between cases everything else has its turn.
 */
export class DryRun {
  private readonly drafts: DraftsOnTrial;
  private line: Promise<unknown> = Promise.resolve();
  private asked = 0;

  constructor(private readonly ports: DryRunPorts) {
    this.drafts = new DraftsOnTrial(ports);
  }

  /** @throws TongbanError as `DraftsOnTrial.ready`, `hub.unreachable` when a log cannot be read, `hub.busy` when too many ask. */
  async page(query: ReadDryRunQuery): Promise<DryRunPage> {
    if (this.asked >= PAGES_MAX) throw new TongbanError('hub.busy', `${PAGES_MAX} pages of dry runs are in hand`);
    this.asked += 1;
    const mine = this.line.then(() => this.replayed(query));
    this.line = mine.catch(() => undefined);
    return mine.finally(() => { this.asked -= 1; });
  }

  private async replayed({ draft, since, from }: ReadDryRunQuery): Promise<DryRunPage> {
    const { region, logs, now } = this.ports;
    const at = now();
    const trial = this.drafts.ready(draft);
    const tally = new DryRunTally();
    const years = await logs.years(since.slice(0, 4));
    const spans = trial.items.length === 0 ? [] : years.filter(({ year, first, last }) => last >= first && (from === undefined || year >= from.year));
    const [span, nextYear] = spans;
    const begin = span && Math.max(span.first, span.year === from?.year ? from.sequence : 0);
    const next = span && ((await this.part(span, begin!, { trial, since, until: beijingDateOf(at), tally })) ?? (nextYear && { year: nextYear.year, sequence: nextYear.first }));
    return { region, at, items: trial.items, counts: tally.counts, rows: tally.rows, ...progress(years, next), ...(next && { next: afterOf(next) }) };
  }

  /** Goes through the next entries of a year. @returns where to go on, undefined at its end. */
  private async part({ year }: YearSpan, from: number, run: CasesRun): Promise<PagePlace | undefined> {
    const { logs, realMs } = this.ports;
    const endMs = realMs() + PAGE_MS;
    const { entries, more } = await logs.part(year, from, PAGE_ENTRIES);
    for (const entry of entries) {
      if (entry !== entries[0] && realMs() > endMs) return { year, sequence: entry.sequence };
      if (!isFirstOfCase(entry, run.since)) continue;
      await this.replay(entry, run);
      await new Promise((resolve) => setImmediate(resolve));
    }
    return more ? { year, sequence: entries.at(-1)!.sequence + 1 } : undefined;
  }

  private async replay({ caseNo, sequence, data }: LoggedEntry, { trial, until, tally }: CasesRun): Promise<void> {
    const { logs, releases } = this.ports;
    const { registered } = readCaseEntry(data);
    if (registered && trial.replayOf(openMessage(registered.message ?? new Uint8Array()).envelope.itemCode) === undefined) return tally.count('untouched');
    const rest = await logs.log(caseNo, sequence + 1);
    const logged = loggedCase([data, ...rest.map((one) => one.data)], releases);
    if (logged === undefined) return;
    const replay = trial.replayOf(logged.itemCode);
    if (replay === undefined) return tally.count('untouched');
    const release = releases.byDigest(logged.schemaDigest);
    // Apart, so that a case that cannot be read to its end does not count by halves.
    const own = new DryRunTally();
    try {
      if (release === undefined) throw new TongbanError('standard.not-current', 'the version that the case follows is not installed here');
      replay.run(pastCase(logged, release, until), own);
      tally.add(own);
    } catch (cause) {
      if (!(cause instanceof TongbanError)) throw cause;
      tally.count('cases');
      for (const participant of sendersOf(logged)) {
        tally.count('messages');
        tally.count('notEvaluated');
        tally.find({ finding: 'not-evaluated', participant, item: logged.itemCode, reason: 'history' });
      }
    }
  }
}

interface CasesRun { readonly trial: DraftOnTrial; readonly since: string; /** Beijing date. */ readonly until: string; readonly tally: DryRunTally }

/** The number of a case says when it was made; only then is its entry looked into. */
const isFirstOfCase = ({ caseNo, data }: LoggedEntry, since: string): boolean => (parseCaseNumber(caseNo)?.date ?? '') >= since && readCaseEntry(data).logIndex === 1;

function progress(years: readonly YearSpan[], next: PagePlace | undefined): { readonly done: number; readonly total: number } {
  const size = ({ first, last }: YearSpan): number => Math.max(0, last - first + 1);
  const total = years.reduce((sum, span) => sum + size(span), 0);
  if (next === undefined) return { done: total, total };
  const done = years.reduce((sum, span) => sum + (span.year < next.year ? size(span) : span.year === next.year ? Math.min(size(span), Math.max(0, next.sequence - span.first)) : 0), 0);
  return { done, total };
}
