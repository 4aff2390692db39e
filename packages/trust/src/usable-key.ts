import { type KeyObject, createPublicKey } from 'node:crypto';

/** Object identifiers as they stand in the DER of a SubjectPublicKeyInfo; the bits of the key follow at the end. */
const ALGORITHMS: Readonly<Record<string, { readonly use: string; readonly prefixHex: string; readonly bytes: number }>> = {
  ed25519: { use: 'signing', prefixHex: '302a300506032b6570032100', bytes: 44 },
  'sm2-sm3': { use: 'signing', prefixHex: '3059301306072a8648ce3d020106082a811ccf5501822d03420004', bytes: 91 },
  x25519: { use: 'sealing', prefixHex: '302a300506032b656e032100', bytes: 44 },
  sm2: { use: 'sealing', prefixHex: '3059301306072a8648ce3d020106082a811ccf5501822d03420004', bytes: 91 },
};

/** Whether a registered key is a key of the algorithm it says, for the use it says: the point of a curve that is none is refused by the runtime. */
export function isUsableKey({ use, algorithm, publicKey }: { readonly use: string; readonly algorithm: string; readonly publicKey: string }): boolean {
  const expected = ALGORITHMS[algorithm];
  const der = Buffer.from(publicKey, 'base64');
  if (expected === undefined || expected.use !== use || der.length !== expected.bytes || !der.toString('hex').startsWith(expected.prefixHex) || der.toString('base64') !== publicKey) return false;
  try {
    const key: KeyObject = createPublicKey({ key: der, format: 'der', type: 'spki' });
    return key.export({ format: 'der', type: 'spki' }).equals(der);
  } catch {
    return false;
  }
}
