import { type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto';
import { TongbanError, decode, encode, v1 } from '@tongban/contracts';
import { sha256 } from '../digest';
import type { PublicSealingKeyRecord } from '../keys';
import type { OwnSealingKeys } from './own-keys';
import { SEALING_SCHEMES, SEAL_ALGORITHMS, type SealingAlgorithmName, type SealingScheme, sealingAlgorithmOf } from './scheme';
import { wrappedKeysFault } from './wrapped-keys';

/** The message a sealed part belongs to: taken into another one it does not open. */
export interface SealPlace { readonly caseNo: string; readonly messageId: string; readonly messageType: string; readonly sender: string }
/** A recipient and the key that counts for it. */
export interface SealedFor { readonly participant: string; readonly record: PublicSealingKeyRecord; readonly key: KeyObject }
/** `Sealed` with every member. */
export interface OpenablePart {
  readonly algorithm: number;
  readonly recipients: readonly { readonly participant: string; readonly keyId: string; readonly wrappedKey: Uint8Array }[];
  readonly nonce: Uint8Array;
  readonly ciphertext: Uint8Array;
  readonly digest: Uint8Array;
  readonly keysDigest: Uint8Array;
}

const EMPTY = new Uint8Array(0);
const NONCE_BYTES = 12;

const bindingOf = ({ caseNo, messageId, messageType, sender }: SealPlace): Buffer => Buffer.from(JSON.stringify(['tongban sealed part 1', caseNo, messageId, messageType, sender]));
const wrapBinding = (place: SealPlace, participant: string, keyId: string): Buffer => Buffer.from(JSON.stringify(['tongban wrapped key 1', place.caseNo, place.messageId, participant, keyId]));

/**
 * Of one content key: what encrypts, and what the digest is keyed by. The digest also commits to the key, which GCM does not: two recipients cannot be given two keys under which
 * the same bytes open to different contents.
 */
function keysFrom(scheme: SealingScheme, contentKey: Uint8Array): { readonly cipher: Buffer; readonly digest: Buffer } {
  return { cipher: scheme.mac(contentKey, Buffer.from('tongban content')).subarray(0, scheme.contentKeyBytes), digest: scheme.mac(contentKey, Buffer.from('tongban digest')) };
}

/**
 * Seals bytes for some recipients by the ciphers of `algorithm`; the fresh content key is wrapped for each by the kind of its own key.
 * @returns the part, and its wrapped keys, a WrappedKeys that travels beside the message.
 */
export async function sealPart(plain: Uint8Array, algorithm: SealingAlgorithmName, recipients: readonly SealedFor[], place: SealPlace): Promise<{ readonly sealed: OpenablePart; readonly wrappedKeys: Uint8Array }> {
  const scheme = SEALING_SCHEMES[algorithm];
  const [contentKey, nonce] = [randomBytes(scheme.contentKeyBytes), randomBytes(NONCE_BYTES)];
  const keys = keysFrom(scheme, contentKey);
  const [ciphertext, ...wrapped] = await Promise.all([
    scheme.encrypt({ key: keys.cipher, nonce, bound: bindingOf(place) }, plain),
    ...recipients.map(({ participant, record, key }) => SEALING_SCHEMES[record.algorithm].wrap(key, contentKey, wrapBinding(place, participant, record.keyId))),
  ]);
  const named = recipients.map(({ participant, record: { keyId } }) => ({ participant, keyId, wrappedKey: EMPTY }));
  const wrappedKeys = encode(v1.WrappedKeys, { recipients: named.map((one, index) => ({ ...one, wrappedKey: wrapped[index]! })) });
  return {
    sealed: { algorithm: SEAL_ALGORITHMS[algorithm], recipients: named, nonce, ciphertext: ciphertext!, digest: scheme.mac(keys.digest, plain), keysDigest: sha256(wrappedKeys) },
    wrappedKeys,
  };
}

/**
 * What was sealed, opened as `participant`. @throws TongbanError `seal.keys-missing`, `seal.key-unknown` when it was sealed for a key that is not there, `seal.broken` when it does not open or belongs to another message,
 * `seal.not-allowed` for an algorithm that is none.
 */
export async function openPart(sealed: OpenablePart, wrappedKeys: Uint8Array, own: OwnSealingKeys, participant: string, place: SealPlace): Promise<Uint8Array> {
  const algorithm = sealingAlgorithmOf(sealed.algorithm);
  if (algorithm === undefined) throw new TongbanError('seal.not-allowed', `algorithm ${sealed.algorithm}`);
  const missing = wrappedKeysFault({ algorithm: sealed.algorithm, keysDigest: sealed.keysDigest }, wrappedKeys);
  if (missing) throw new TongbanError(missing, 'they are not those of the sealed part');
  const ours = decode(v1.WrappedKeys, wrappedKeys).recipients.filter((one) => one.participant === participant);
  if (ours.length === 0) throw new TongbanError('seal.broken', `it is not sealed for ${participant}`);
  const [found] = ours.flatMap(({ keyId, wrappedKey }) => {
    const key = own.of(keyId ?? '');
    return key === undefined ? [] : [{ key, keyId: keyId ?? '', wrappedKey: wrappedKey ?? EMPTY }];
  });
  if (found === undefined) throw new TongbanError('seal.key-unknown', ours.map(({ keyId }) => keyId).join(', '));
  const scheme = SEALING_SCHEMES[algorithm];
  const plain = await (async () => {
    const contentKey = await SEALING_SCHEMES[found.key.algorithm].unwrap(found.key, found.wrappedKey, wrapBinding(place, participant, found.keyId));
    const keys = keysFrom(scheme, contentKey);
    const opened = await scheme.decrypt({ key: keys.cipher, nonce: sealed.nonce, bound: bindingOf(place) }, sealed.ciphertext);
    return sealed.digest.length === 32 && timingSafeEqual(scheme.mac(keys.digest, opened), sealed.digest) ? opened : undefined;
  // What a cipher says of it may not tell more than that it does not open.
  })().catch(() => undefined);
  if (plain === undefined) throw new TongbanError('seal.broken', 'it does not open for this message');
  return plain;
}
