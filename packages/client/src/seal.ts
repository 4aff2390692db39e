import { type EnvironmentCode, TongbanError, v1 } from '@tongban/contracts';
import type { SealedPart } from '@tongban/domain';
import { type OwnSealingKeys, type SealPlace, type SealedFor, type TrustDirectory, openPart, sealPart, sha256 } from '@tongban/trust';

const EMPTY = new Uint8Array(0);
const NONE = v1.SealAlgorithm.SEAL_ALGORITHM_NONE;

/** A personal part as it travels. Without a personal part nothing is sealed, and a message says so by leaving it away. */
export interface SealedMessage {
  readonly sealed?: SealedPart;
  /** WrappedKeys, beside the message; empty where nothing is encrypted. */
  readonly wrappedKeys: Uint8Array;
}

/** Puts the personal part of a message away for its recipients and takes it out again. */
export interface Seal {
  /** @throws TongbanError `seal.no-key` for a recipient for whom nothing can be sealed, `seal.not-allowed` when no algorithm may be used in the environment. */
  seal(plain: Uint8Array, recipients: readonly string[], place: SealPlace): Promise<SealedMessage>;
  /** @throws TongbanError `seal.not-allowed`, `seal.keys-missing`, `seal.key-unknown`, or `seal.broken` (in plain: `digest.mismatch`) when it is not what was sealed for this message. */
  unseal(sealed: SealedPart | undefined, wrappedKeys: Uint8Array, place: SealPlace): Promise<Uint8Array>;
  /** Describes a file whose bytes travel apart: how they are sealed and for whom. @throws TongbanError `seal.not-allowed`. */
  describeFile(plainDigest: Uint8Array, recipients: readonly string[]): v1.Sealed.$Properties;
  /** @throws TongbanError `seal.not-allowed` when the bytes of a file cannot be unsealed here. */
  requireReadable(seal: v1.Sealed.$Properties | null | undefined): void;
}

export interface SealSettings {
  readonly environment: EnvironmentCode;
  readonly participant: string;
  readonly directory: Pick<TrustDirectory, 'newestSealingKey'>;
  readonly keys: OwnSealingKeys;
  /** Business instant. */
  readonly now: () => string;
  /** Personal parts are sent in plain, because the set-up of the sandbox says so. They are read there in any case. */
  readonly unsealed?: boolean;
}

/** The seal of a participant: for the newest key of each recipient, by the ciphers of its own newest key. */
export function sealOf({ environment, participant, directory, keys, now, unsealed = false }: SealSettings): Seal {
  const plainly = plainSeal(environment);
  const keyFor = (recipient: string): SealedFor => {
    const newest = directory.newestSealingKey(recipient, now());
    if (newest === undefined) throw new TongbanError('seal.no-key', `nothing can be sealed for ${recipient}`);
    return { participant: recipient, ...newest };
  };
  return {
    ...plainly,
    seal: async (plain, recipients, place) => {
      if (unsealed || plain.length === 0) return plain.length === 0 ? { wrappedKeys: EMPTY } : plainly.seal(plain, recipients, place);
      return sealPart(plain, keyFor(participant).record.algorithm, recipients.map(keyFor), place);
    },
    unseal: async (sealed, wrappedKeys, place) =>
      (sealed === undefined || sealed.algorithm === Number(NONE) ? plainly.unseal(sealed, wrappedKeys, place) : openPart(sealed, wrappedKeys, keys, participant, place)),
  };
}

/** Nothing is encrypted. Only the sandbox takes it. */
export function plainSeal(environment: EnvironmentCode): Seal {
  const allowed = (algorithm: number): void => {
    if (environment !== 'sandbox' || algorithm !== Number(NONE)) throw new TongbanError('seal.not-allowed', `algorithm ${algorithm} in ${environment}`);
  };
  return {
    seal: async (plain, recipients) => {
      allowed(NONE);
      return {
        sealed: { algorithm: NONE, recipients: recipients.map((participant) => ({ participant, keyId: '', wrappedKey: EMPTY })), nonce: EMPTY, ciphertext: plain, digest: sha256(plain), keysDigest: EMPTY },
        wrappedKeys: EMPTY,
      };
    },
    unseal: async (sealed) => {
      // A message without personal fields may leave the part away.
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
