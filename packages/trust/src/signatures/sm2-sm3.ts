import { type KeyObject, createPublicKey } from 'node:crypto';
import { generateSm2 } from './sm2-arithmetic';
import { der, threads } from './sm2-threads';

const publicHalves = new WeakMap<KeyObject, KeyObject>();
function publicHalfOf(key: KeyObject): KeyObject {
  let half = publicHalves.get(key);
  if (!half) publicHalves.set(key, (half = createPublicKey(key)));
  return half;
}

/** SM2 with SM3 (GB/T 32918.2), user id 1234567812345678, signature as DER. Two signatures of the same bytes differ. */
export const sm2Sm3 = {
  generate: generateSm2,
  sign: async (key: KeyObject, bytes: Uint8Array): Promise<Buffer> =>
    Buffer.from(await threads().run({ sign: der(key, 'pkcs8'), of: der(publicHalfOf(key), 'spki'), bytes }) as Uint8Array),
  verify: async (key: KeyObject, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> =>
    (await threads().run({ verify: der(key, 'spki'), bytes, signature })) === true,
};
