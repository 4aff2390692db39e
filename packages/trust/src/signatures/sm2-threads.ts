import type { KeyObject } from 'node:crypto';
import { join } from 'node:path';
import { Piscina } from 'piscina';
import type { Sm2Task } from './sm2-worker';

/** Built, whether this file is itself read as built or as source. */
const WORKER = join(__dirname, '..', '..', 'dist', 'signatures', 'sm2-worker.js');
const IDLE_MS = 30_000;
/** Whoever asks for more waits; callers are bounded by their lanes. */
const WAITING_MAX = 10_000;

let pool: Piscina<Sm2Task, Uint8Array | boolean> | undefined;
/** Started by the first key that is SM2: a set-up without one pays nothing. The runtime has SM2 with a user id only as a call that blocks, half a millisecond each, and SM2 encryption and SM4-GCM not at all. */
export const threads = (): Piscina<Sm2Task, Uint8Array | boolean> =>
  (pool ??= new Piscina({ filename: WORKER, minThreads: 0, maxThreads: 2, idleTimeout: IDLE_MS, maxQueue: WAITING_MAX, concurrentTasksPerWorker: 8 }));

const texts = new WeakMap<KeyObject, string>();
/** Base64: the worker remembers the key by it. */
export function der(key: KeyObject, type: 'pkcs8' | 'spki'): string {
  let text = texts.get(key);
  if (text === undefined) texts.set(key, (text = (type === 'pkcs8' ? key.export({ format: 'der', type }) : key.export({ format: 'der', type })).toString('base64')));
  return text;
}
