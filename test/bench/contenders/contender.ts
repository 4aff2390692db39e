import type { Load, LoadResult } from '../load/load';
import type { Appends } from '../measure/appends';
import type { Words } from '../words';

export const CONTENDER_KEYS = ['a', 'b', 'c1', 'c2'] as const;
export type ContenderKey = (typeof CONTENDER_KEYS)[number];

/** One way of doing the same job: a message to another region's system, and the answer that it is there. */
export interface Contender {
  readonly key: ContenderKey;
  readonly title: Words;
  /** Everything it needs, up and waiting. @throws BenchError when this machine cannot have it. */
  start(): Promise<void>;
  /** Puts a load on it and waits for the last answer. */
  run(load: Load): Promise<LoadResult>;
  /** Every process that takes part in a message, by name. */
  processes(): ReadonlyMap<string, number>;
  /** Those among them that can take a CPU profile. */
  readonly probed?: readonly string[];
  /** What its streams have stored so far; empty where nobody counts. */
  appends(): Promise<Appends>;
  /** Versions and configurations as the servers echo them. */
  facts(): Promise<Readonly<Record<string, unknown>>>;
  /** Looks at all of its traffic after the last round. */
  audit?(): Promise<AuditOutcome>;
  stop(): Promise<void>;
}

export interface AuditOutcome {
  readonly ok: boolean;
  readonly checked: Readonly<Record<string, number>>;
  readonly counts: Readonly<Record<string, number>>;
}
