import type { HeldPlace } from '@tongban/contracts';
import type { IncomingMessage } from '../register-message';

/** What is held of a case that has not begun, as the decision needs it; the adapter is `HeldStream`. */
export interface HeldPort {
  /** The oldest message held of a case; undefined for none. */
  firstOf(caseNo: string): Promise<HeldPlace | undefined>;
  /** Keeps a message as it came, in the order of these calls. `known`: exactly these bytes are held already. `full`: there is no room for it. */
  keep(incoming: IncomingMessage, place: HeldPlace, digestHex: string): Promise<'kept' | 'known' | 'full'>;
  /** Tells the sender of bytes that are held already, once more, that they were received. */
  answerAgain(incoming: IncomingMessage, place: HeldPlace): Promise<void>;
}
