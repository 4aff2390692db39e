import type { FailureEditDocument, Wording } from '@tongban/contracts';

/** What the failures of the hubs look like. Members that may be missing are optional here, whatever the server promises: this page is used when things go wrong. */
export interface FailureListDocument {
  readonly groups?: readonly FailureGroup[];
  readonly rows?: readonly FailureRow[];
  readonly total?: number;
  readonly next?: string;
  readonly unreachableRegions?: readonly string[];
}
export interface FailureGroup {
  readonly code: string;
  readonly consumer: string;
  /** Where all of a cause are in one; else `regions`. */
  readonly region?: string;
  readonly regions?: readonly string[];
  readonly count: number;
  readonly firstAt?: string;
  readonly lastAt?: string;
  readonly wording?: Wording;
  readonly side?: string;
}
export interface FailureRow {
  readonly region: string;
  readonly sequence: number;
  readonly failedAt?: string;
  readonly code?: string;
  readonly wording?: Wording;
  readonly consumer?: string;
  readonly stream?: string;
  readonly attempts?: number;
  readonly caseNo?: string;
  readonly messageId?: string;
  readonly sender?: string;
  readonly state?: string;
  /** A retry is under way. */
  readonly inHand?: boolean;
  readonly editWaits?: boolean;
  readonly retries?: number;
  readonly undecodable?: unknown;
  readonly messageType?: string;
}
export interface FailureDocument extends FailureRow {
  readonly subject?: string;
  readonly size?: number;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly digest?: string;
  readonly layer?: string;
  readonly side?: string;
  readonly who?: string | Wording;
  readonly next?: Wording;
  readonly dutyDesk?: string | Wording;
  readonly target?: { readonly stream?: string; readonly consumer?: string };
  readonly cause?: string | Wording;
  readonly actions?: readonly FailureAction[];
  readonly edit?: FailureEditDocument;
  readonly template?: Readonly<Record<string, unknown>>;
  readonly kind?: string;
}
export interface FailureAction { readonly at?: string; readonly by?: string; readonly action?: string; readonly reason?: string; readonly outcome?: string | Wording; readonly code?: string; readonly detail?: string }
export interface BatchDocument { readonly id: string; readonly total?: number; readonly done?: number; readonly failed?: number; readonly state?: string; readonly unreachableRegions?: readonly string[] }
