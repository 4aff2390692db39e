import type { Job, Load, LoadResult } from '../load/load';

/** One end of what is measured, in a process of its own. Only the end that sends has a job; one that is sent to may be asked what it saw. */
export interface Side {
  readonly job?: Job;
  /** Question and answer are JSON. */
  readonly ask?: (question: object) => Promise<object>;
  close(): Promise<void>;
}
/** What the module of a side exports as `open`. Settings are JSON. */
export type OpenSide = (settings: never) => Promise<Side>;

export type Order = { readonly load: Load } | { readonly question: object };
export type Answer =
  | { readonly ready: true }
  | { readonly result: LoadResult }
  | { readonly answer: object }
  | { readonly failed: string };
