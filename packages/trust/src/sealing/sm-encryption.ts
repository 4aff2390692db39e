import type { KeyObject } from 'node:crypto';
import { sm2, sm4 } from 'sm-crypto-v2';
import { pointOf } from '../signatures/sm2-arithmetic';

const TAG_BYTES = 16;
/** C1 with its 04, and C3. */
const AROUND_BYTES = 65 + 32;
const C1_C3_C2 = 1;
/** Where PKCS #8 of a key on this curve has its number: version, algorithm and the head of ECPrivateKey go before. */
const SECRET_AT = 36;
const SECRET_BYTES = 32;

export const secretOf = (key: KeyObject): string => key.export({ format: 'der', type: 'pkcs8' }).subarray(SECRET_AT, SECRET_AT + SECRET_BYTES).toString('hex');
type Recipient = Parameters<typeof sm2.doEncrypt>[1];
/** With the multiples that encryption for the key begins with, which cost as much as the rest. */
export const recipientOf = (key: KeyObject): Recipient => sm2.precomputePublicKey(`04${pointOf(key).toString('hex')}`);

/** SM2 encryption (GB/T 32918.4, 6). Synchronous, milliseconds. */
export const encryptSm2 = (recipient: Recipient, plain: Uint8Array): Uint8Array => Buffer.from(`04${sm2.doEncrypt(plain, recipient, C1_C3_C2)}`, 'hex');

/** False for what is not encrypted for this key: another point, another digest, or cut. */
export function decryptSm2(secret: string, sealed: Uint8Array): Uint8Array | false {
  if (sealed.length <= AROUND_BYTES || sealed[0] !== 4) return false;
  try {
    const plain = sm2.doDecrypt(Buffer.from(sealed.subarray(1)).toString('hex'), secret, C1_C3_C2, { output: 'array' });
    // The library answers nothing where C3 is another.
    return plain.length === sealed.length - AROUND_BYTES && plain;
  } catch {
    return false;
  }
}

export interface Sm4Content { readonly key: Uint8Array; readonly nonce: Uint8Array; readonly bound: Uint8Array }

/** SM4 in GCM (RFC 8998, with GB/T 32907), tag of 16 bytes at the end. */
export function encryptSm4({ key, nonce, bound }: Sm4Content, plain: Uint8Array): Uint8Array {
  const { output, tag } = sm4.encrypt(plain, key, { mode: 'gcm', iv: nonce, associatedData: bound, output: 'array', outputTag: true });
  return Buffer.concat([output, tag!]);
}

/** False unless exactly this was encrypted so. */
export function decryptSm4({ key, nonce, bound }: Sm4Content, sealed: Uint8Array): Uint8Array | false {
  if (sealed.length < TAG_BYTES) return false;
  try {
    // The types know no GCM when it is opened: it is the bytes, as when it is closed.
    const opened: unknown = sm4.decrypt(sealed.subarray(0, -TAG_BYTES), key, { mode: 'gcm', iv: nonce, associatedData: bound, output: 'array', tag: sealed.subarray(-TAG_BYTES) });
    return opened instanceof Uint8Array ? opened : (opened as { readonly output: Uint8Array }).output;
  } catch {
    return false;
  }
}
