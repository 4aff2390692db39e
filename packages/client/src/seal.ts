import { type EnvironmentCode, TongbanError, v1 } from '@tongban/contracts';
import type { SealedPart } from '@tongban/domain';
import { sha256 } from '@tongban/trust';

const EMPTY = new Uint8Array(0);
const NONE = v1.SealAlgorithm.SEAL_ALGORITHM_NONE;

/** Puts the personal part of a message away for its recipients and takes it out again. */
export interface Seal {
  /** @throws TongbanError `seal.not-allowed` when no algorithm of this build may be used in the environment. */
  seal(plain: Uint8Array, recipients: readonly string[]): SealedPart;
  /** @throws TongbanError `seal.not-allowed`, or `digest.mismatch` when it is not what was sealed. */
  unseal(sealed: SealedPart | undefined): Uint8Array;
  /** Describes a file whose bytes travel apart: how they are sealed and for whom. @throws TongbanError `seal.not-allowed`. */
  describeFile(plainDigest: Uint8Array, recipients: readonly string[]): v1.Sealed.$Properties;
  /** @throws TongbanError `seal.not-allowed` when the bytes of a file cannot be unsealed here. */
  requireReadable(seal: v1.Sealed.$Properties | null | undefined): void;
}

/** The seal of an environment. Until keys are distributed there is only NONE, and only the sandbox takes it. */
export function sealFor(environment: EnvironmentCode): Seal {
  const allowed = (algorithm: number): void => {
    if (environment !== 'sandbox' || algorithm !== Number(NONE)) throw new TongbanError('seal.not-allowed', `algorithm ${algorithm} in ${environment}`);
  };
  return {
    seal(plain, recipients) {
      allowed(NONE);
      return {
        algorithm: NONE, recipients: recipients.map((participant) => ({ participant, keyId: '', wrappedKey: EMPTY })),
        nonce: EMPTY, ciphertext: plain, digest: sha256(plain),
      };
    },
    unseal(sealed) {
      // A message type without personal fields may leave the part away.
      if (sealed === undefined) return EMPTY;
      allowed(sealed.algorithm);
      if (!sha256(sealed.ciphertext).equals(Buffer.from(sealed.digest))) throw new TongbanError('digest.mismatch', 'the sealed part is not what was sealed');
      return sealed.ciphertext;
    },
    describeFile(plainDigest, recipients) {
      allowed(NONE);
      return { algorithm: NONE, recipients: recipients.map((participant) => ({ participant })), digest: plainDigest };
    },
    requireReadable: (seal) => allowed(seal?.algorithm ?? 0),
  };
}
