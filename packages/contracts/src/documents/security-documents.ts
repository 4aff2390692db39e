import type { SecurityKind } from '../security/security-kinds';

/** Who noticed a refusal. */
export type SecurityObserver = 'broker' | 'watch' | 'border' | 'home';

/** What was refused, as `tongban security events` shows it. */
export interface SecurityEventDocument {
  readonly region: string;
  readonly kind: SecurityKind;
  readonly wording: { readonly zh: string; readonly en: string };
  /** A participant, `hub-<region>`, or `unknown`. */
  readonly by: string;
  /** Public key of the broker's user. */
  readonly credential?: string;
  readonly seenBy: SecurityObserver;
  /** Code of the error that was answered. */
  readonly code?: string;
  /** Real time, RFC 3339. */
  readonly firstAt: string;
  readonly lastAt: string;
  readonly count: number;
  /** There were more than were counted. */
  readonly atLeast?: true;
}

/** Answer to `security.events`, oldest first. */
export interface SecurityEventsDocument {
  readonly region: string;
  readonly events: readonly SecurityEventDocument[];
  /** Older ones were left out. */
  readonly more: boolean;
  /** The region's server is watched; without that only what hubs refuse is listed. */
  readonly watched: boolean;
}
