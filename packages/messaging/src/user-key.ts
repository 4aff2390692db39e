import { type KeyObject, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { type Authenticator, nkeys } from 'nats';

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';
/** Type byte of a user's public key, which makes its text begin with U. */
const USER = 20 << 3;
const SEED_TYPE_BYTES = 2;
const KEY_BYTES = 32;
/** Everything before the raw key in PKCS #8 of an Ed25519 private key (RFC 8410). */
const PKCS8_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** As `nkeys.fromSeed(seed).getPublicKey()`, which takes 8 ms in JavaScript; 40 of them are a part of every start. */
export const publicKeyOfSeed = (seed: string): string => publicKeyOf(privateKeyOf(seed));

/**
 * As the client's own `nkeyAuthenticator`, which takes 24 ms in JavaScript for each attempt to connect: a process with many
 * connections whose server comes back would then need longer than the server waits, and try again for ever.
 */
export function userKeyAuthenticator(seed: string | (() => string)): Authenticator {
  return (nonce) => {
    const privateKey = privateKeyOf(typeof seed === 'string' ? seed : seed());
    return { nkey: publicKeyOf(privateKey), sig: nonce ? nkeys.encode(sign(null, Buffer.from(nonce), privateKey)) : '' };
  };
}

function privateKeyOf(seed: string): KeyObject {
  const raw = fromBase32(seed).subarray(SEED_TYPE_BYTES, SEED_TYPE_BYTES + KEY_BYTES);
  return createPrivateKey({ key: Buffer.concat([PKCS8_HEAD, raw]), format: 'der', type: 'pkcs8' });
}

function publicKeyOf(privateKey: KeyObject): string {
  const publicKey = createPublicKey(privateKey).export({ format: 'der', type: 'spki' }).subarray(-KEY_BYTES);
  const body = Buffer.concat([Buffer.of(USER), publicKey]);
  const check = Buffer.alloc(2);
  check.writeUInt16LE(crc16(body));
  return toBase32(Buffer.concat([body, check]));
}

function fromBase32(text: string): Buffer {
  const bytes: number[] = [];
  let [bits, value] = [0, 0];
  for (const character of text) {
    value = ((value << 5) | ALPHABET.indexOf(character)) & 0xfff;
    bits += 5;
    if (bits >= 8) bytes.push((value >> (bits -= 8)) & 0xff);
  }
  return Buffer.from(bytes);
}

function toBase32(bytes: Buffer): string {
  let text = '';
  let [bits, value] = [0, 0];
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0xfff;
    for (bits += 8; bits >= 5; ) text += ALPHABET[(value >> (bits -= 5)) & 31];
  }
  return bits > 0 ? text + ALPHABET[(value << (5 - bits)) & 31] : text;
}

/** CRC-16/XMODEM, as nkeys use it. */
function crc16(bytes: Buffer): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc;
}
