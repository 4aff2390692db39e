import { createHmac, hkdfSync } from 'node:crypto';
import { MESSAGE_ID_SEAL } from '@tongban/contracts';
import type { SigningKeyRecord } from './keys';

/** Ninety bits: nobody guesses it within the window in which a broker remembers an id. */
const SEAL_CHARACTERS = 15;

/**
 * Completes message ids of the exchange. A broker passes over a message whose id it knows, silently, whoever sent the first one
 * (NATS.md §1.4.1), and what ids are derived from is no secret: another hub could have a message of ours passed over by sending
 * its id ahead. So each id ends with what only who holds the region's signing key can compute. The same id gives the same
 * result until that key is replaced; a repeat across that moment is stored twice and recognised by its reader.
 */
export class MessageIdSeal {
  private readonly key: Buffer;

  constructor({ privateKey }: Pick<SigningKeyRecord, 'privateKey'>) {
    this.key = Buffer.from(hkdfSync('sha256', Buffer.from(privateKey, 'base64'), '', 'tongban exchange message ids', 32));
  }

  seal(id: string): string {
    return `${id}${MESSAGE_ID_SEAL}${createHmac('sha256', this.key).update(id).digest('base64url').slice(0, SEAL_CHARACTERS)}`;
  }
}
