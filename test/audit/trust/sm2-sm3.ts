import { type KeyObject, createHash, createVerify } from 'node:crypto';

/** GB/T 32918.2, 5.5: bit length of the user id, user id, a, b, xG, yG; then the public key. */
const BEFORE_THE_KEY = Buffer.concat([
  Buffer.from([0x00, 0x80]), Buffer.from('1234567812345678'),
  Buffer.from([
    'FFFFFFFEFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFF00000000FFFFFFFFFFFFFFFC', '28E9FA9E9D9F5E344D5A9E4BCF6509A7F39789F515AB8F92DDBCBD414D940E93',
    '32C4AE2C1F1981195F9904466A39C9948FE30BBFF2660BE1715A4589334C74C7', 'BC3736A2F4F6779C59BDCEE36B692153D0A9877CC62A474002DF32E52139F0A0',
  ].join(''), 'hex'),
]);

/** SM2 with SM3 as the contract has it (signature.proto), from the standard alone. False for what is no signature at all. */
export function isSm2Signature(key: KeyObject, bytes: Uint8Array, signature: Uint8Array): boolean {
  const point = key.export({ format: 'der', type: 'spki' }).subarray(-64);
  const z = createHash('sm3').update(BEFORE_THE_KEY).update(point).digest();
  return createVerify('sm3').update(z).update(bytes).verify(key, signature);
}
