/** One message from being sent to being answered. It resolves when the answer is there; the bench tolerates no failure. */
export type Job = () => Promise<void>;

/**
 * `rate`: so many messages a second, whatever the answers do (open loop). `full`: as many as go through with so many in
 * flight (closed loop). `count`: the same, but so many messages.
 */
export type Load =
  | { readonly kind: 'rate'; readonly perSecond: number; readonly seconds: number }
  | { readonly kind: 'full'; readonly inFlight: number; readonly seconds: number }
  | { readonly kind: 'count'; readonly inFlight: number; readonly messages: number };

export interface LoadResult {
  /** One per message. At a rate they count from the moment the message was due, so that a late sender hides nothing. */
  readonly latenciesMs: readonly number[];
  /** When each of them was answered, in the same order; milliseconds since 1970, as other processes count. */
  readonly answeredAtMs: readonly number[];
  /** Messages answered while the load lasted, and how long it did. */
  readonly answeredInTime: number;
  readonly seconds: number;
}
