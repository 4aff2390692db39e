import type { KeyObject } from 'node:crypto';
import { type ErrorCode, owners, type v1 } from '@tongban/contracts';
import { type PublicKeyRecord, type PublicSealingKeyRecord, publicKeyObject } from './keys';
import type { SealingAlgorithmName } from './sealing/scheme';
import { SCHEMES, type SignatureAlgorithmName, WIRE_ALGORITHMS } from './signatures/scheme';
import { VerifiedSignatures, signatureIdentity } from './verified-signatures';

export interface TrustDirectoryFile {
  readonly version: 1;
  readonly keys: readonly PublicKeyRecord[];
  /** Of participants: what is sealed for them. Apart, so that no signature is ever checked with one. */
  readonly sealingKeys?: readonly PublicSealingKeyRecord[];
}

/**
 * Signing keys of a participant by its published record at a business instant; none where the record ended. Undefined while no record has taken effect: then what the directory was made with counts.
 */
export type RegisteredKeysAt = (participant: string, at: string) => readonly PublicKeyRecord[] | undefined;

/** Its sealing keys, by the same record. Undefined also where the record names none: then those the directory was made with count, as they did before records named any. */
export type RegisteredSealingKeysAt = (participant: string, at: string) => readonly PublicSealingKeyRecord[] | undefined;

interface KnownKey { readonly record: PublicKeyRecord; readonly key: KeyObject }

/** Who owns which public key. Everybody who checks a signature asks here. */
export class TrustDirectory {
  private readonly known = new Map<string, KnownKey>();
  /** Read once each; a published key is never changed under its text. */
  private readonly objects = new Map<string, KeyObject>();
  private readonly sealing: readonly PublicSealingKeyRecord[];
  private registered: RegisteredKeysAt = () => undefined;
  private registeredSealing: RegisteredSealingKeysAt = () => undefined;

  constructor(file: TrustDirectoryFile, private readonly verified = new VerifiedSignatures()) {
    this.sealing = file.sealingKeys ?? [];
    for (const record of file.keys) this.known.set(record.keyId, { record, key: publicKeyObject(record) });
  }

  /** From now on participants are who their published records say they are. */
  follow(registered: RegisteredKeysAt, registeredSealing: RegisteredSealingKeysAt = () => undefined): void {
    this.registered = registered;
    this.registeredSealing = registeredSealing;
  }

  /** Whether a key it was made with is for that algorithm. */
  uses(algorithm: SignatureAlgorithmName | SealingAlgorithmName): boolean {
    return [...this.known.values()].some(({ record }) => record.algorithm === algorithm) || this.sealing.some((record) => record.algorithm === algorithm);
  }

  ownerOf(keyId: string): string | undefined {
    return this.known.get(keyId)?.record.owner;
  }

  /** Keys of a participant that count at a business instant, or will, and from when to when each holds; without a bound it is open. */
  keysOf(participant: string, at: string): readonly PublicKeyRecord[] {
    const owner = owners.participant(participant);
    return this.registered(participant, at) ?? [...this.known.values()].map(({ record }) => record).filter((record) => record.owner === owner);
  }

  /** As `keysOf`, of what is sealed for a participant. */
  sealingKeysOf(participant: string, at: string): readonly PublicSealingKeyRecord[] {
    const owner = owners.participant(participant);
    return this.registeredSealing(participant, at) ?? this.sealing.filter((record) => record.owner === owner);
  }

  /** What to seal for a participant with at a business instant: the newest of its keys that counts then. Undefined: nothing can be sealed for it. */
  newestSealingKey(participant: string, at: string): { readonly record: PublicSealingKeyRecord; readonly key: KeyObject } | undefined {
    const record = this.sealingKeysOf(participant, at).findLast((one) => isValidAt(one, at));
    return record && { record, key: this.objectOf(record) };
  }

  /** Whether two registered ids stand for one key: whoever holds it could sign as both. */
  isSameKey(keyId: string, other: string): boolean {
    const [one, two] = [keyId, other].map((id) => this.known.get(id)?.key);
    return one !== undefined && two !== undefined && one.equals(two);
  }

  /** Whether the owner of a key may speak for a unit: a hub or participant for itself alone, a person for the units the key was registered with. */
  maySpeakFor(owner: string, keyId: string, unit: string): boolean {
    if (owner === owners.participant(unit) || owner === owners.hub(unit)) return true;
    const record = this.known.get(keyId)?.record;
    return record?.owner === owner && record.units?.includes(unit) === true;
  }

  /**
   * Undefined when `owner` signed exactly these bytes with a key valid at `at` (a business instant: for what a participant sends, when its border received it); else the code that says
   * what is wrong. Owner, key and time are looked at each time; the arithmetic is done once for the same key, bytes and signature.
   */
  async check(owner: string, bytes: Uint8Array, signature: v1.Signature.$Properties | null | undefined, at: string): Promise<ErrorCode | undefined> {
    if (!signature?.value?.length || !signature.keyId) return 'signature.missing';
    const entry = this.keyOf(owner, signature.keyId, at);
    if (entry === undefined || !isValidAt(entry.record, at)) return 'signature.unknown-key';
    if (signature.algorithm !== WIRE_ALGORITHMS[entry.record.algorithm]) return 'signature.invalid';
    const identity = signatureIdentity(entry.record.publicKey, signature.value, bytes);
    if (this.verified.has(identity)) return undefined;
    if (!(await SCHEMES[entry.record.algorithm].verify(entry.key, bytes, signature.value))) return 'signature.invalid';
    this.verified.add(identity);
    return undefined;
  }

  /** This process signed these bytes itself with the private half of this key: that counts as verified wherever the key does. */
  signed(publicKey: string, bytes: Uint8Array, signature: Uint8Array): void {
    this.verified.add(signatureIdentity(publicKey, signature, bytes));
  }

  private keyOf(owner: string, keyId: string, at: string): KnownKey | undefined {
    const [kind, participant = ''] = owner.split(':');
    const registered = kind === 'participant' ? this.registered(participant, at) : undefined;
    if (registered === undefined) {
      const entry = this.known.get(keyId);
      return entry?.record.owner === owner ? entry : undefined;
    }
    const record = registered.find((one) => one.keyId === keyId);
    return record && { record, key: this.objectOf(record) };
  }

  private objectOf(record: Pick<PublicKeyRecord, 'publicKey'>): KeyObject {
    let key = this.objects.get(record.publicKey);
    if (key === undefined) this.objects.set(record.publicKey, (key = publicKeyObject(record)));
    return key;
  }
}

/** Asked the positive way: an `at` that is no instant is inside no bounds. */
export function isValidAt({ validFrom, validTo }: Pick<PublicKeyRecord, 'validFrom' | 'validTo'>, at: string): boolean {
  const instant = Date.parse(at);
  return (!validFrom || instant >= Date.parse(validFrom)) && (!validTo || instant <= Date.parse(validTo));
}
