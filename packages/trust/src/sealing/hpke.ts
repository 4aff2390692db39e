import { type KeyObject, createCipheriv, createDecipheriv, createHmac, createPublicKey, diffieHellman, generateKeyPairSync } from 'node:crypto';

/** An AEAD of RFC 9180 (7.3), as the runtime names it. */
export interface HpkeAead { readonly id: number; readonly cipher: 'aes-128-gcm' | 'aes-256-gcm'; readonly keyBytes: number }
export const AES_128_GCM: HpkeAead = { id: 1, cipher: 'aes-128-gcm', keyBytes: 16 };
export const AES_256_GCM: HpkeAead = { id: 2, cipher: 'aes-256-gcm', keyBytes: 32 };

export interface X25519Pair { readonly privateKey: KeyObject; readonly publicKey: KeyObject }

const KEM_ID = 0x0020;
const KDF_ID = 0x0001;
const POINT_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const NONE = Buffer.alloc(0);
const SPKI_PREFIX = Buffer.from('302a300506032b656e032100', 'hex');

const two = (value: number): Buffer => Buffer.from([value >>> 8, value & 255]);
const KEM_SUITE = Buffer.concat([Buffer.from('KEM'), two(KEM_ID)]);
const suiteOf = ({ id }: HpkeAead): Buffer => Buffer.concat([Buffer.from('HPKE'), two(KEM_ID), two(KDF_ID), two(id)]);

const hmac = (key: Uint8Array, ...parts: readonly (string | Uint8Array)[]): Buffer => parts.reduce((mac, part) => mac.update(part), createHmac('sha256', key)).digest();
const extract = (suite: Buffer, salt: Buffer, label: string, ikm: Uint8Array): Buffer => hmac(salt, 'HPKE-v1', suite, label, ikm);
/** Nothing longer than one block of HKDF is asked for. */
const expand = (suite: Buffer, prk: Buffer, label: string, info: Uint8Array, bytes: number): Buffer => hmac(prk, two(bytes), 'HPKE-v1', suite, label, info, Buffer.of(1)).subarray(0, bytes);

const rawOf = (key: KeyObject): Buffer => key.export({ format: 'der', type: 'spki' }).subarray(-POINT_BYTES);
const ofRaw = (raw: Uint8Array): KeyObject => createPublicKey({ key: Buffer.concat([SPKI_PREFIX, raw]), format: 'der', type: 'spki' });

/** DHKEM(X25519, HKDF-SHA256), 4.1. The runtime refuses a shared point that is zero. */
function sharedSecret(privateKey: KeyObject, publicKey: KeyObject, enc: Uint8Array, recipient: Uint8Array): Buffer {
  const prk = extract(KEM_SUITE, NONE, 'eae_prk', diffieHellman({ privateKey, publicKey }));
  return expand(KEM_SUITE, prk, 'shared_secret', Buffer.concat([enc, recipient]), POINT_BYTES);
}

/** Key schedule of mode base, 5.1; each context carries one message, so its nonce is the base nonce. */
function schedule(aead: HpkeAead, shared: Buffer, info: Uint8Array): { key: Buffer; nonce: Buffer } {
  const suite = suiteOf(aead);
  const context = Buffer.concat([Buffer.of(0), extract(suite, NONE, 'psk_id_hash', NONE), extract(suite, NONE, 'info_hash', info)]);
  const secret = extract(suite, shared, 'secret', NONE);
  return { key: expand(suite, secret, 'key', context, aead.keyBytes), nonce: expand(suite, secret, 'base_nonce', context, NONCE_BYTES) };
}

/**
 * Single-shot HPKE of RFC 9180: mode base, DHKEM(X25519, HKDF-SHA256), HKDF-SHA256. Over the runtime's own primitives, because a message is sealed for each of its recipients and
 * the library (`@hpke/core`, which the specs hold this against) takes twenty times as long, through WebCrypto. @returns the encapsulated key, 32 bytes, and what is sealed with its tag of 16.
 */
export function hpkeSeal(recipient: KeyObject, plain: Uint8Array, { info, aad }: { readonly info: Uint8Array; readonly aad: Uint8Array }, aead = AES_256_GCM, ephemeral: X25519Pair = generateKeyPairSync('x25519')): Buffer {
  const enc = rawOf(ephemeral.publicKey);
  const { key, nonce } = schedule(aead, sharedSecret(ephemeral.privateKey, recipient, enc, rawOf(recipient)), info);
  const cipher = createCipheriv(aead.cipher, key, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(aad);
  return Buffer.concat([enc, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error for whatever was not sealed for this key with these. */
export function hpkeOpen(own: X25519Pair, sealed: Uint8Array, { info, aad }: { readonly info: Uint8Array; readonly aad: Uint8Array }, aead = AES_256_GCM): Buffer {
  if (sealed.length < POINT_BYTES + TAG_BYTES) throw new Error('too short');
  const enc = sealed.subarray(0, POINT_BYTES);
  const { key, nonce } = schedule(aead, sharedSecret(own.privateKey, ofRaw(enc), enc, rawOf(own.publicKey)), info);
  const decipher = createDecipheriv(aead.cipher, key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(aad);
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(POINT_BYTES, -TAG_BYTES)), decipher.final()]);
}
