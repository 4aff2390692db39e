import { type ErrorCode, WRAPPED_KEYS_BYTES_MAX, v1 } from '@tongban/contracts';
import { sha256 } from '../digest';

/** As the header has them; empty for none. */
export const wrappedKeysToHeader = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64');
/** Bytes that are none of any sealed part where the header is no base64: their digest is another. */
export const wrappedKeysFromHeader = (header: string | undefined): Uint8Array => Buffer.from(header ?? '', 'base64');

/**
 * Whether wrapped keys are those that a sealed part names: what a hub can say of it without opening anything. Of a part that is not sealed there are none. @returns
 * `seal.keys-missing` where they are missing, too large, or others.
 */
export function wrappedKeysFault({ algorithm, keysDigest }: Pick<v1.Sealed.$Properties, 'algorithm' | 'keysDigest'>, wrappedKeys: Uint8Array): ErrorCode | undefined {
  const isSealed = (algorithm ?? 0) > v1.SealAlgorithm.SEAL_ALGORITHM_NONE;
  if (!isSealed) return wrappedKeys.length === 0 ? undefined : 'seal.keys-missing';
  return wrappedKeys.length > 0 && wrappedKeys.length <= WRAPPED_KEYS_BYTES_MAX && sha256(wrappedKeys).equals(Buffer.from(keysDigest ?? new Uint8Array())) ? undefined : 'seal.keys-missing';
}
