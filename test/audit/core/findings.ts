import { placeOf } from './facts';

export const FINDING_CLASSES = ['lost', 'doubled', 'out-of-order', 'unsigned', 'unexplained', 'unused', 'pending'] as const;
export type FindingClass = (typeof FINDING_CLASSES)[number];

export interface Finding {
  readonly class: FindingClass;
  /** `STREAM#sequence`, a stream, or `file:line` of a held receipt. */
  readonly where: string;
  readonly case?: string;
  /** English; `zh` says the same in Chinese. */
  readonly what: string;
  readonly zh: string;
}
type Where = string | { readonly stream: string; readonly seq: number };
export interface Words { readonly zh: string; readonly en: string }

/** A broken stream can break everything behind it: the first of each class are kept, all are counted. */
const KEPT_PER_CLASS_MAX = 1_000;

const NONE: ReadonlySet<number> = new Set();

/** Takes what the checks find. */
export class Findings {
  readonly counts: Record<FindingClass, number> = { lost: 0, doubled: 0, 'out-of-order': 0, unsigned: 0, unexplained: 0, unused: 0, pending: 0 };
  readonly kept: Finding[] = [];
  /** Stored messages that were erased lawfully: no defect. */
  erased = 0;

  private readonly holed = new Set<string>();
  private readonly excused = new Map<string, Set<number>>();

  constructor(private readonly settled: boolean) {}

  add(cls: FindingClass, where: Where, { zh, en }: Words, caseNo = ''): void {
    this.counts[cls] += 1;
    if (this.counts[cls] > KEPT_PER_CLASS_MAX) return;
    this.kept.push({ class: cls, where: typeof where === 'string' ? where : placeOf(where), ...(caseNo && { case: caseNo }), what: en, zh });
  }
  /** Something that follows from a message is not there: lost once that message was dealt with, under way until then. `stream`: where it should be. */
  missing(dealtWith: boolean, where: Where, words: Words, caseNo?: string, stream?: string): void {
    this.add(dealtWith || this.settled ? 'lost' : 'pending', where, words, caseNo);
    if (stream !== undefined) this.lacks(stream);
  }
  /** Something shows that the stream had a message that it has no more. */
  lacks(stream: string): void {
    this.holed.add(stream);
  }
  /** Whether anything that should be in the stream is not. */
  isHoled(stream: string): boolean {
    return this.holed.has(stream);
  }

  /** A message of the stream was erased lawfully. `seq`: its number; none for one that may have expired since. */
  erase(stream: string, seq: number | undefined): void {
    this.erased += 1;
    this.excuse(stream, seq);
  }
  /** It is known why the stream has no message under this number. */
  excuse(stream: string, seq: number | undefined): void {
    if (seq !== undefined) this.excused.set(stream, (this.excused.get(stream) ?? new Set()).add(seq));
  }
  excusedIn(stream: string): ReadonlySet<number> {
    return this.excused.get(stream) ?? NONE;
  }

  /** Whether everything was there so far; what is under way counts as not there. */
  get nothingLost(): boolean {
    return this.counts.lost + this.counts.pending + this.counts['out-of-order'] + this.counts.unexplained === 0;
  }

  /** Whether there is a defect. What is under way is none, nor is a number that no message ever had. */
  get clean(): boolean {
    return FINDING_CLASSES.every((cls) => cls === 'pending' || cls === 'unused' || this.counts[cls] === 0);
  }
}
