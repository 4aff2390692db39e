import { type KeyObject, generateKeyPairSync, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

const signAsync = promisify<null, Uint8Array, KeyObject, Buffer>(sign as never);
const verifyAsync = promisify<null, Uint8Array, KeyObject, Uint8Array, boolean>(verify as never);

/** Ed25519 (RFC 8032), pure. Deterministic: the same bytes give the same signature. */
export const ed25519 = {
  generate: (): { privateKey: KeyObject; publicKey: KeyObject } => generateKeyPairSync('ed25519'),
  sign: (key: KeyObject, bytes: Uint8Array): Promise<Buffer> => signAsync(null, bytes, key),
  verify: (key: KeyObject, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> => verifyAsync(null, bytes, key, signature),
};
