import type { ContenderKey } from '../contenders/contender';
import type { Latency } from '../measure/percentiles';

/** What one load on one contender gave. Per message: per message that was answered, warm-up excluded. */
export interface Measurement {
  readonly contender: ContenderKey;
  readonly round: number;
  readonly load: 'rate' | 'full';
  readonly perSecond: number;
  readonly latencyMs: Latency;
  readonly cpuMsPerMessage: number;
  readonly cpuMsPerMessageByProcess: Readonly<Record<string, number>>;
  /** After the load. */
  readonly rssMiBByProcess: Readonly<Record<string, number>>;
  readonly appendsPerMessage: number;
  readonly appendsPerMessageByKind: Readonly<Record<string, number>>;
  readonly diskKiBPerMessage: number;
  /** Cores that the other contenders took while they stood by. */
  readonly standbyCores: number;
}
