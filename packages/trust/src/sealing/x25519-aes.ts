import { type KeyObject, createCipheriv, createDecipheriv, createHmac, generateKeyPairSync } from 'node:crypto';
import { hpkeOpen, hpkeSeal } from './hpke';

const CIPHER = 'aes-256-gcm';
const TAG_BYTES = 16;
const INFO = Buffer.from('tongban wrapped content key 1');

/** AES-256-GCM (NIST SP 800-38D) under a fresh key, wrapped by HPKE (RFC 9180). All of it is far below a millisecond. */
export const x25519Aes = {
  generate: (): { privateKey: KeyObject; publicKey: KeyObject } => generateKeyPairSync('x25519'),
  contentKeyBytes: 32,
  encrypt: async ({ key, nonce, bound }: { readonly key: Uint8Array; readonly nonce: Uint8Array; readonly bound: Uint8Array }, plain: Uint8Array): Promise<Uint8Array> => {
    const cipher = createCipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    cipher.setAAD(bound);
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
  },
  decrypt: async ({ key, nonce, bound }: { readonly key: Uint8Array; readonly nonce: Uint8Array; readonly bound: Uint8Array }, sealed: Uint8Array): Promise<Uint8Array> => {
    if (sealed.length < TAG_BYTES) throw new Error('too short');
    const decipher = createDecipheriv(CIPHER, key, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(bound);
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  },
  wrap: async (recipient: KeyObject, contentKey: Uint8Array, bound: Uint8Array): Promise<Uint8Array> => hpkeSeal(recipient, contentKey, { info: INFO, aad: bound }),
  unwrap: async (own: { readonly privateKey: KeyObject; readonly publicKey: KeyObject }, wrapped: Uint8Array, bound: Uint8Array): Promise<Uint8Array> => hpkeOpen(own, wrapped, { info: INFO, aad: bound }),
  mac: (key: Uint8Array, ...parts: readonly Uint8Array[]): Buffer => parts.reduce((mac, part) => mac.update(part), createHmac('sha256', key)).digest(),
};
