import type { CaseMessage, Parties } from '../../flow/case-state';
import type { CompiledFlow } from '../../flow/compile';
import type { Delivery } from '../../flow/delivery';
import type { RecipientRejection } from '../../flow/recipient-rejection';

/** One thing that happened in a case and counted, in the order of its log. What was rejected changed nothing and is none. */
export type PastStep =
  /** A registered message, its open fields decoded by the version it was sent with. */
  | { readonly kind: 'message'; readonly message: CaseMessage }
  /** On disk at its recipient: clocks that waited for it count from then. */
  | { readonly kind: 'delivered'; readonly delivery: Delivery }
  /** The recipient's system rejected a message, and the case went back. */
  | { readonly kind: 'sent-back'; readonly rejection: RecipientRejection };

/** A case as it went. */
export interface PastCase {
  readonly parties: Parties;
  /** The version it follows. */
  readonly flow: CompiledFlow;
  readonly steps: Iterable<PastStep>;
  /** Beijing date up to which deadlines that are still open are judged. */
  readonly until: string;
}
