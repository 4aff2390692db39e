import { type EnvironmentCode, TongbanError, sealedPartsOf, v1 } from '@tongban/contracts';
import { wrappedKeysFault } from '@tongban/trust';

/**
 * The wrapped keys that come beside a message are those its signed bytes name: what a region lets in can be opened by whom it says, or is refused here. Nothing is opened.
 * @throws TongbanError `seal.keys-missing`, `seal.not-allowed` for a personal part in plain unless a sandbox was told to take it, `seal.broken` for more sealed parts than one.
 */
export function requireWrappedKeys(data: Uint8Array, wrappedKeys: Uint8Array, { environment, takesUnsealed }: { readonly environment: EnvironmentCode; readonly takesUnsealed: boolean }): void {
  const [sealed, ...more] = partsOf(data);
  if (more.length > 0) throw new TongbanError('seal.broken', `${more.length + 1} sealed parts`);
  const algorithm = sealed?.algorithm ?? v1.SealAlgorithm.SEAL_ALGORITHM_UNSPECIFIED;
  if (!(takesUnsealed && environment === 'sandbox') && algorithm <= v1.SealAlgorithm.SEAL_ALGORITHM_NONE && (sealed?.ciphertext?.length ?? 0) > 0) throw new TongbanError('seal.not-allowed', `algorithm ${algorithm} in ${environment}`);
  const fault = wrappedKeysFault(sealed ?? {}, wrappedKeys);
  if (fault) throw new TongbanError(fault, `${wrappedKeys.length} bytes came beside the message`);
}

/** What is no flow message at all is for its home to refuse, which knows its type. */
function partsOf(data: Uint8Array): v1.Sealed[] {
  try {
    return sealedPartsOf(data);
  } catch {
    return [];
  }
}
