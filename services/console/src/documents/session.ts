import type { Wording } from '@tongban/contracts';
import type { Permission, Role } from '@tongban/operator';

export type { Permission, Role };

/** `GET /api/v1/session`: who is signed in, what they may do, and the names a page needs for codes. */
export interface SessionDocument {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly permissions: readonly Permission[];
  /** Participants whose cases may be seen; null: all. */
  readonly scope: readonly string[] | null;
  /** `production`, `sandbox` or `drill`. */
  readonly environment: string;
  readonly regions: readonly (NamedCode & { readonly participants: readonly string[] })[];
  readonly participants: readonly (NamedCode & { readonly region: string })[];
  readonly items: readonly NamedCode[];
  readonly flows: readonly NamedCode[];
  /** Sent back in the header X-Csrf-Token with everything but GET. */
  readonly csrfToken: string;
}
export interface NamedCode { readonly code: string; readonly name: Wording }
