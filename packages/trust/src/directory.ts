import type { KeyObject } from 'node:crypto';
import { type ErrorCode, owners, v1 } from '@tongban/contracts';
import { type PublicKeyRecord, publicKeyObject, verifyWith } from './keys';
import { VerifiedSignatures, signatureIdentity } from './verified-signatures';

export interface TrustDirectoryFile {
  readonly version: 1;
  readonly keys: readonly PublicKeyRecord[];
}

/** What a signature must name for a key of that kind. */
const ALGORITHMS: Readonly<Record<PublicKeyRecord['algorithm'], v1.SignatureAlgorithm>> = { ed25519: v1.SignatureAlgorithm.SIGNATURE_ALGORITHM_ED25519 };

/** Who owns which public key. Everybody who checks a signature asks here. */
export class TrustDirectory {
  private readonly known = new Map<string, { record: PublicKeyRecord; key: KeyObject }>();
  constructor(file: TrustDirectoryFile, private readonly verified = new VerifiedSignatures()) {
    for (const record of file.keys) this.known.set(record.keyId, { record, key: publicKeyObject(record) });
  }

  ownerOf(keyId: string): string | undefined {
    return this.known.get(keyId)?.record.owner;
  }

  /** Keys of a participant and from when to when each holds; without a bound it is open. */
  keysOf(participant: string): readonly { readonly keyId: string; readonly validFrom?: string; readonly validTo?: string }[] {
    return [...this.known.values()].flatMap(({ record: { keyId, owner, validFrom, validTo } }) =>
      (owner === owners.participant(participant) ? [{ keyId, ...(validFrom && { validFrom }), ...(validTo && { validTo }) }] : []));
  }

  /** Whether two registered ids stand for one key: whoever holds it could sign as both. */
  isSameKey(keyId: string, other: string): boolean {
    const [one, two] = [keyId, other].map((id) => this.known.get(id)?.key);
    return one !== undefined && two !== undefined && one.equals(two);
  }

  /** Whether the owner of a key may speak for a unit: a hub or participant for itself alone, a person for the units it was registered with. */
  maySpeakFor(keyId: string, unit: string): boolean {
    const record = this.known.get(keyId)?.record;
    return record !== undefined && (record.units?.includes(unit) || record.owner === owners.participant(unit) || record.owner === owners.hub(unit));
  }

  /**
   * Undefined when `owner` signed exactly these bytes with a key valid at `at` (a business instant); else the code that says
   * what is wrong. Owner, key and time are looked at each time; the arithmetic is done once for the same key, bytes and signature.
   */
  async check(owner: string, bytes: Uint8Array, signature: v1.Signature.$Properties | null | undefined, at: string): Promise<ErrorCode | undefined> {
    if (!signature?.value?.length || !signature.keyId) return 'signature.missing';
    const entry = this.known.get(signature.keyId);
    if (!entry || entry.record.owner !== owner) return 'signature.unknown-key';
    const { validFrom, validTo } = entry.record;
    const instant = Date.parse(at);
    // Asked the positive way: an `at` that is no instant is inside no bounds.
    const isValid = (!validFrom || instant >= Date.parse(validFrom)) && (!validTo || instant <= Date.parse(validTo));
    if (!isValid) return 'signature.unknown-key';
    if (signature.algorithm !== ALGORITHMS[entry.record.algorithm]) return 'signature.invalid';
    const identity = signatureIdentity(signature.keyId, signature.value, bytes);
    if (this.verified.has(identity)) return undefined;
    if (!(await verifyWith(entry.key, bytes, signature.value))) return 'signature.invalid';
    this.verified.add(identity);
    return undefined;
  }

  /** This process signed these bytes itself: that counts as verified, if everybody knows its key under that id. */
  signed(keyId: string, publicKey: KeyObject, bytes: Uint8Array, signature: Uint8Array): void {
    if (this.known.get(keyId)?.key.equals(publicKey)) this.verified.add(signatureIdentity(keyId, signature, bytes));
  }
}
