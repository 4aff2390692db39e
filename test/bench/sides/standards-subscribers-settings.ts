import type { Latency } from '../measure/percentiles';

/** Participants whose systems subscribe, all in one process. */
export interface SubscribersSettings {
  readonly environment: string;
  readonly trust: string;
  readonly participants: readonly { readonly credentials: string; readonly store: string }[];
}

/** `number`: answered once everybody was told that entry, and it is installed. `lookups`: so many, one after another, of these items by turns. */
export type SubscribersQuestion = { readonly number: number } | { readonly lookups: number; readonly items: readonly string[] };

export interface ToldSubscriber {
  /** Milliseconds since 1970; null when the entry came with a snapshot. */
  readonly toldMs: number | null;
  /** Entries handed over, and numbers left out between two of them. */
  readonly deltas: number;
  readonly missing: number;
  readonly snapshotAsOf: number;
  /** Versions in the snapshot. */
  readonly versions: number;
}
export type SubscribersAnswer = { readonly beganMs: number; readonly subscribers: readonly ToldSubscriber[] } | { readonly lookupMs: Latency };
