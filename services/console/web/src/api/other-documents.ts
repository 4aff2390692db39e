import type { RegionStatus, SecurityEventDocument } from '@tongban/contracts';

/** `GET /status`. */
export interface StatusDocument { readonly ok: boolean; readonly environment: string; readonly clockAgrees: boolean; readonly regions: readonly RegionStatus[]; readonly unreachableRegions: readonly string[] }
/** `GET /security-events`. */
export interface SecurityListDocument {
  readonly events: readonly SecurityEventDocument[];
  /** That older ones were left out, or the regions of which they were. */
  readonly more?: boolean | readonly string[];
  readonly unwatchedRegions?: readonly string[];
  readonly unreachableRegions?: readonly string[];
}
/** `GET /audit`. */
export interface AuditListDocument {
  readonly entries: readonly AuditEntry[];
  readonly next?: string;
  /** Entries that are missing or do not hang together: `<region>/<number>`. */
  readonly broken?: readonly string[];
  readonly unreachableRegions?: readonly string[];
}
export interface AuditEntry {
  readonly number?: number; readonly at: string; readonly actor: string; readonly action: string; readonly region?: string; readonly target?: string; readonly reason?: string; readonly outcome?: string; readonly client?: string;
}
