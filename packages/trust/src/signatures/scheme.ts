import type { KeyObject } from 'node:crypto';
import { v1 } from '@tongban/contracts';
import { ed25519 } from './ed25519';
import { sm2Sm3 } from './sm2-sm3';

/** Names of the algorithms as credentials and the trust directory have them. */
export const SIGNATURE_ALGORITHMS = ['ed25519', 'sm2-sm3'] as const;
export type SignatureAlgorithmName = (typeof SIGNATURE_ALGORITHMS)[number];

/** One way of signing exact bytes. Both directions work off the event loop. */
export interface SignatureScheme {
  readonly generate: () => { readonly privateKey: KeyObject; readonly publicKey: KeyObject };
  readonly sign: (key: KeyObject, bytes: Uint8Array) => Promise<Buffer>;
  /** False for whatever is no signature of these bytes, malformed ones too. */
  readonly verify: (key: KeyObject, bytes: Uint8Array, signature: Uint8Array) => Promise<boolean>;
}

export const SCHEMES: Readonly<Record<SignatureAlgorithmName, SignatureScheme>> = { ed25519, 'sm2-sm3': sm2Sm3 };

/** What a signature says it was made by. */
export const WIRE_ALGORITHMS: Readonly<Record<SignatureAlgorithmName, v1.SignatureAlgorithm>> = {
  ed25519: v1.SignatureAlgorithm.SIGNATURE_ALGORITHM_ED25519,
  'sm2-sm3': v1.SignatureAlgorithm.SIGNATURE_ALGORITHM_SM2_SM3,
};
