import { type ErrorCode, TongbanError } from '@tongban/contracts';
import type { View } from './view';

/** Exit codes of every command. */
export const EXIT = { ok: 0, negative: 1, usage: 2, unreachable: 3 } as const;
export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

/** What a command found: a document for `--json` and words for people. */
export interface CommandResult {
  readonly document: unknown;
  readonly human: (view: View) => string;
  readonly exit?: ExitCode;
  /** The command printed its results itself; this is what is said of them, on stderr. */
  readonly aside?: boolean;
}

/** The command line itself was wrong. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  constructor(readonly zh: string, readonly en: string) {
    super(en);
  }
}

const UNREACHABLE: readonly ErrorCode[] = ['hub.unreachable', 'region.unreachable', 'hub.starting', 'hub.busy', 'broker.refused', 'transport.not-trusted'];
export const exitOf = (error: TongbanError | UsageError): ExitCode =>
  error instanceof UsageError ? EXIT.usage : UNREACHABLE.includes(error.code) ? EXIT.unreachable : EXIT.negative;
