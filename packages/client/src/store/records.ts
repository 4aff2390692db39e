import type { ErrorCode } from '@tongban/contracts';
import type { ClockSettingData } from '@tongban/domain';
import type { PaceLimits } from '@tongban/messaging';
import type { TraceHeaders } from '@tongban/telemetry';

/** A message that waits for its verdict; its bytes are kept beside it. */
export interface OutboxEntry {
  readonly order: string;
  readonly caseNo: string;
  readonly messageId: string;
  readonly homeRegion: string;
  readonly digestHex: string;
  readonly headers: Readonly<Record<string, string>>;
}
export interface MessageRecord {
  readonly caseNo: string;
  readonly messageType: string;
  readonly homeRegion: string;
  readonly recipient: string;
  readonly digestHex: string;
  /** Digest of what the caller asked for: tells a repeated request from a reused id. */
  readonly contentHex: string;
  /** Set when the hub reported a rejection whose receipt was not seen here. */
  readonly reportedCode?: ErrorCode;
  /** Why the hub refused it last, when the same bytes may succeed later: it waits in the outbox to be sent again. */
  readonly refusedCode?: ErrorCode;
  /** Base64 WrappedKeys: without them nobody opens the personal part again. Destroyed by a lawful erasure. */
  readonly wrappedKeys?: string;
  /** Place in the outbox; empty once there is a verdict. */
  readonly order: string;
}
/** A registered message as the hub delivered it, not yet taken. Base64. */
export interface PendingDelivery {
  readonly message: string;
  readonly registered: string;
  /** WrappedKeys as they came beside it. */
  readonly wrappedKeys?: string;
  /** The trace in which it arrived: its handler goes on in it. */
  readonly trace?: TraceHeaders;
  /** The sender's message cannot be trusted although its home registered it: to be rejected. */
  readonly fault?: ErrorCode;
}
/** An own registered message that its recipient rejected, of which the application has not been told yet. */
export interface PendingRejection {
  readonly messageId: string;
  /** By word of the home hub; absent when it did not say. */
  readonly returned?: boolean;
}
export interface SetAside {
  readonly code: ErrorCode;
  readonly detail: string;
  readonly caseNo: string;
  /** Real instant. */
  readonly since: string;
  readonly subject: string;
  readonly headers: Readonly<Record<string, string>>;
  /** Base64. */
  readonly data: string;
}
/** What the hub said last: enough to come up without it. */
export interface StoredHello {
  readonly region: string;
  readonly environment: string;
  readonly contractVersion: string;
  readonly catalogueVersion: string;
  readonly catalogueDigest: string;
  readonly clock: ClockSettingData;
  /** How fast the hub takes this participant's messages; absent where it did not say. */
  readonly pace?: PaceLimits;
}

/** A place in an owner's registry log: a number, and the hash (hex) that the entry after it carries. */
export interface LogPlace { readonly number: number; readonly hashHex: string }
/** The copy of one owner's registry log: a snapshot, and every entry after it. */
export interface ShelfRecord extends LogPlace {
  /** Absent when the copy began with the first entry. */
  readonly snapshot?: LogPlace & { readonly pages: number };
  /** Entries kept, and their bytes. */
  readonly entries: number;
  readonly bytes: number;
  /** Newest signed head the copy is known to have reached. */
  readonly proven?: ProvenHead;
}
export interface ProvenHead {
  readonly number: number;
  /** Business instant at which the owner had nothing more than that. */
  readonly businessAt: string;
  /** Real instant at which the owner said so. */
  readonly realAt: string;
}
/** Everything up to here was handed to the application. */
export interface SubscriptionRecord extends LogPlace {
  /** Digest of the filter it was told by: another filter begins anew. */
  readonly filterHex: string;
}

export const HELLO = 'hello';
const padded = (value: number, width: number): string => String(value).padStart(width, '0');
/** Keys sort as what they stand for. */
export const orderKey = (order: number): string => padded(order, 16);
export const deliveryKey = (caseNo: string, deliveryNo: number): string => `${caseNo}/${padded(deliveryNo, 6)}`;
export const deliveryNoOf = (key: string): number => Number(key.slice(key.lastIndexOf('/') + 1));
export const caseOf = (key: string): string => key.slice(0, key.indexOf('/'));
export const rejectionKey = (caseNo: string, messageId: string): string => `${caseNo}/${messageId}`;
export const settledKey = (realMs: number, messageId: string): string => `${padded(realMs, 16)}/${messageId}`;
export const pageKey = (owner: string, snapshotNumber: number, page: number): string => `${owner}/${padded(snapshotNumber, 10)}/${padded(page, 6)}`;
export const entryKey = (owner: string, number: number): string => `${owner}/${padded(number, 10)}`;
export const subscriptionKey = (name: string, owner: string): string => `${name}/${owner}`;
