import type { Wording } from '@tongban/contracts';

/** An answer that is none, as RFC 9457 problem details have it; members that a proxy in between does not write are absent. */
export interface Problem {
  readonly status: number;
  readonly code?: string;
  /** What happened. */
  readonly words?: Wording;
  /** What to do about it. */
  readonly next?: Wording;
  readonly traceId?: string;
  /** The service was not reached at all. */
  readonly network?: true;
}

export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(readonly problem: Problem) {
    super(problem.code ?? `status ${problem.status}`);
  }
}

const text = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);
const pair = (zh: string | undefined, en: string | undefined): Wording | undefined => (zh === undefined && en === undefined ? undefined : { zh: zh ?? en!, en: en ?? zh! });

/** Reads problem details from whatever came: never throws, so that a page of a proxy is an error in words too. */
export function problemOf(status: number, body: unknown): Problem {
  const members = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
  const words = pair(text(members['zh']), text(members['en'])) ?? pair(text(members['detail']) ?? text(members['title']), undefined);
  const next = pair(text(members['nextZh']), text(members['nextEn']));
  const [code, traceId] = [text(members['code']), text(members['traceId'])];
  return { status, ...(code && { code }), ...(words && { words }), ...(next && { next }), ...(traceId && { traceId }) };
}

export const problemIn = (error: unknown): Problem => (error instanceof ProblemError ? error.problem : { status: 0, network: true });

/** Asking again may help: nothing was decided about the question itself. */
export const isPassing = ({ status }: Problem): boolean => status === 0 || status === 408 || status === 429 || status >= 500;
