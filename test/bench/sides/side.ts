import type { Job, Load, LoadResult } from '../load/load';

/** One end of a contender, in a process of its own. Only the end that sends has a job. */
export interface Side {
  readonly job?: Job;
  close(): Promise<void>;
}
/** What the module of a side exports as `open`. Settings are JSON. */
export type OpenSide = (settings: never) => Promise<Side>;

export type Order = { readonly load: Load };
export type Answer =
  | { readonly ready: true }
  | { readonly result: LoadResult }
  | { readonly failed: string };
