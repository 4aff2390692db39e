import type { Catalogue } from '@tongban/catalogue';
import type { LocalEnvironment } from './launch/local-environment';
import type { Say } from './say';
import type { StartArguments } from './arguments';

/** What the demonstration gets: an environment that is up. */
export interface DemonstrationContext {
  readonly environment: LocalEnvironment;
  readonly catalogue: Catalogue;
  readonly arguments: StartArguments;
  readonly say: Say;
  /** Real instant at which the person started the command, in milliseconds since 1970. */
  readonly startedAtMs: number;
  /** Aborted when the person asks to stop. */
  readonly signal: AbortSignal;
}

/** How it went; `summary` is printed as one JSON line when `--json` is given, `lines` otherwise. */
export interface DemonstrationResult {
  readonly ok: boolean;
  readonly summary: Readonly<Record<string, unknown>>;
  readonly lines: readonly string[];
}
export type Demonstrate = (context: DemonstrationContext) => Promise<DemonstrationResult>;
