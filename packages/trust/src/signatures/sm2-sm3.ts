import { type KeyObject, createPublicKey } from 'node:crypto';
import { join } from 'node:path';
import { Piscina } from 'piscina';
import { generateSm2 } from './sm2-arithmetic';
import type { Sm2Task } from './sm2-worker';

/** Built, whether this file is itself read as built or as source. */
const WORKER = join(__dirname, '..', '..', 'dist', 'signatures', 'sm2-worker.js');
const IDLE_MS = 30_000;
/** Whoever asks for more waits; callers are bounded by their lanes. */
const WAITING_MAX = 10_000;

let pool: Piscina<Sm2Task, Uint8Array | boolean> | undefined;
/** Started by the first key that is SM2: a set-up without one pays nothing. The runtime has SM2 with a user id only as a call that blocks, half a millisecond each. */
const threads = (): Piscina<Sm2Task, Uint8Array | boolean> =>
  (pool ??= new Piscina({ filename: WORKER, minThreads: 0, maxThreads: 2, idleTimeout: IDLE_MS, maxQueue: WAITING_MAX, concurrentTasksPerWorker: 8 }));

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

const texts = new WeakMap<KeyObject, string>();
/** Base64: the worker remembers the key by it. */
function der(key: KeyObject, type: 'pkcs8' | 'spki'): string {
  let text = texts.get(key);
  if (text === undefined) texts.set(key, (text = (type === 'pkcs8' ? key.export({ format: 'der', type }) : key.export({ format: 'der', type })).toString('base64')));
  return text;
}
