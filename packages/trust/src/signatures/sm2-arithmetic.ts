import { type KeyObject, createHash, createPrivateKey, createPublicKey, createSign, createVerify, generateKeyPairSync } from 'node:crypto';

/** Default user id of GB/T 35276 and GM/T 0009: both ends of a signature must use the same. */
export const SM2_USER_ID = '1234567812345678';
/** a, b and the generator of the recommended curve (GB/T 32918.5), as they stand in Z. */
const CURVE_HEX = 'fffffffeffffffffffffffffffffffffffffffff00000000fffffffffffffffc'
  + '28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93'
  + '32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7'
  + 'bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0';
const POINT_BYTES = 64;

/**
 * SM2 as this runtime does it. Two traps of OpenSSL 3: a key as `generateKeyPair` gives it signs ECDSA on the SM2 curve and must be read again from its DER to be
 * an SM2 key; the one-shot functions take an empty user id and `createSign` takes none at all, so that Z (GB/T 32918.2, 5.5) is put before the message here. Synchronous.
 */
export function generateSm2(): { privateKey: KeyObject; publicKey: KeyObject } {
  const pair = generateKeyPairSync('ec', { namedCurve: 'SM2' });
  return {
    privateKey: createPrivateKey({ key: pair.privateKey.export({ format: 'der', type: 'pkcs8' }), format: 'der', type: 'pkcs8' }),
    publicKey: createPublicKey({ key: pair.publicKey.export({ format: 'der', type: 'spki' }), format: 'der', type: 'spki' }),
  };
}

/** Z of a signer: the digest of user id, curve and public key that goes before every message. */
export function userDigest(publicKey: KeyObject, userId = SM2_USER_ID): Buffer {
  const id = Buffer.from(userId, 'ascii');
  const bits = Buffer.alloc(2);
  bits.writeUInt16BE(id.length * 8);
  return createHash('sm3').update(bits).update(id).update(Buffer.from(CURVE_HEX, 'hex')).update(pointOf(publicKey)).digest();
}

/** x and y of a public key, 32 bytes each. */
export const pointOf = (publicKey: KeyObject): Buffer => publicKey.export({ format: 'der', type: 'spki' }).subarray(-POINT_BYTES);

/** @returns DER of SEQUENCE { r, s } (GB/T 35276, 7.3). */
export const signSm2 = (key: KeyObject, z: Uint8Array, bytes: Uint8Array): Buffer => createSign('sm3').update(z).update(bytes).sign(key);

export const verifySm2 = (key: KeyObject, z: Uint8Array, bytes: Uint8Array, signature: Uint8Array): boolean => createVerify('sm3').update(z).update(bytes).verify(key, signature);
