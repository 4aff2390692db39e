import type { Sides } from '../workload';

/** One participant and its SDK. */
export interface ProvinceSettings {
  readonly credentials: string;
  readonly trust: string;
  readonly store: string;
  /** Where the receipts it holds are written, for the audit. */
  readonly promises?: string;
  /** Of the cases it opens; default: those of the walk. */
  readonly sides?: Sides;
}
