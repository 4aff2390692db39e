import type { NextActionsDocument } from '@tongban/contracts';
import type { Fields } from '@tongban/domain';

/** What a province needs of the hub; the SDK gives it. */
export interface HubPort {
  /** What this side may send now that the log of the case has got at least this far. @throws TongbanError. */
  next(caseNo: string, atLeastLogIndex: number): Promise<NextActionsDocument>;
  /** Durable when it resolves; the same message id is never made into two messages. @throws TongbanError when refused at once. */
  send(caseNo: string, message: OutgoingMessage): Promise<void>;
  /** Resolves when the hub has registered the message. @throws TongbanError with the code of a rejection, or after `timeoutMs`. */
  registered(messageId: string, timeoutMs: number): Promise<void>;
  /** Business instant, RFC 3339. */
  now(): string;
}
export interface OutgoingMessage {
  readonly messageId: string;
  readonly type: string;
  readonly onBehalfOf?: string;
  /** Opens a case again that went back to its opener. */
  readonly entryId?: string;
  readonly causationId?: string;
  readonly fields: Fields;
}

/** A value as JSON has them. */
export type Kept = string | number | boolean | null | readonly Kept[] | { readonly [key: string]: Kept };
/** What the province keeps between runs, in the SDK's own store. A write is on disk when it resolves. */
export interface KeepsakeStore {
  get(key: string): Promise<Kept | undefined>;
  put(key: string, value: Kept): Promise<void>;
  delete(key: string): Promise<void>;
  /** Keys that begin with the prefix. */
  keys(prefix: string): Promise<readonly string[]>;
}
