import type { ReleaseHistory } from './release-history';

/** Spans kept: messages are judged by the moments they were received at, which lie on both sides of a change for a while. */
const SPANS_MAX = 4;

interface Span { readonly from: number; readonly to: number; readonly answers: Map<string, unknown> }

/** Remembers answers that hold from one change of a history to the next. What is asked must depend on the history and the instant alone. */
export class SpanMemory {
  private spans: readonly Span[] = [];

  constructor(private readonly history: ReleaseHistory) {}

  /** `question` names what is asked; ids in it must be known ones, since every answer is kept. */
  answer<T>(question: string, instant: string, find: () => T): T {
    const { answers } = this.spanOf(Date.parse(instant));
    if (!answers.has(question)) answers.set(question, find());
    return answers.get(question) as T;
  }

  private spanOf(at: number): Span {
    const known = this.spans.find(({ from, to }) => at >= from && at < to);
    if (known !== undefined) return known;
    const span = { ...this.history.spanAround(at), answers: new Map<string, unknown>() };
    this.spans = [span, ...this.spans].slice(0, SPANS_MAX);
    return span;
  }
}
