import type { KeyObject } from 'node:crypto';
import { v1 } from '@tongban/contracts';
import { sm2Sm4 } from './sm2-sm4';
import { x25519Aes } from './x25519-aes';

/** Names of the algorithms of sealing keys as credentials, the trust directory and participant records have them. */
export const SEALING_ALGORITHMS = ['x25519', 'sm2'] as const;
export type SealingAlgorithmName = (typeof SEALING_ALGORITHMS)[number];

export interface SealingPair { readonly privateKey: KeyObject; readonly publicKey: KeyObject }
/** What the content cipher works with: the key of one message, and bytes that are not hidden but bound to it. */
export interface ContentKey { readonly key: Uint8Array; readonly nonce: Uint8Array; readonly bound: Uint8Array }

/** One family of ciphers: how content is sealed under a fresh key, and how that key is wrapped for a recipient. Whatever takes long works off the event loop. */
export interface SealingScheme {
  readonly generate: () => SealingPair;
  readonly contentKeyBytes: number;
  /** @returns the ciphertext with its tag of 16 bytes at the end. */
  readonly encrypt: (content: ContentKey, plain: Uint8Array) => Promise<Uint8Array>;
  /** @throws Error unless exactly this was encrypted so. */
  readonly decrypt: (content: ContentKey, sealed: Uint8Array) => Promise<Uint8Array>;
  readonly wrap: (recipient: KeyObject, contentKey: Uint8Array, bound: Uint8Array) => Promise<Uint8Array>;
  /** @throws Error for what was not wrapped for this key. */
  readonly unwrap: (own: SealingPair, wrapped: Uint8Array, bound: Uint8Array) => Promise<Uint8Array>;
  /** Keyed digest of 32 bytes. */
  readonly mac: (key: Uint8Array, ...parts: readonly Uint8Array[]) => Buffer;
}

export const SEALING_SCHEMES: Readonly<Record<SealingAlgorithmName, SealingScheme>> = { x25519: x25519Aes, sm2: sm2Sm4 };

/** What a sealed part says it was sealed by. */
export const SEAL_ALGORITHMS: Readonly<Record<SealingAlgorithmName, v1.SealAlgorithm>> = {
  x25519: v1.SealAlgorithm.SEAL_ALGORITHM_X25519_AES256_GCM,
  sm2: v1.SealAlgorithm.SEAL_ALGORITHM_SM2_SM4_GCM,
};
export const sealingAlgorithmOf = (algorithm: number): SealingAlgorithmName | undefined => SEALING_ALGORITHMS.find((name) => Number(SEAL_ALGORITHMS[name]) === algorithm);
