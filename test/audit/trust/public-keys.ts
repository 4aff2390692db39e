import { type KeyObject, createPublicKey, verify as verifyCallback } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { AuditError } from '../audit-error';
import { participantOwner } from '../core/published-names';
import { isSm2Signature } from './sm2-sm3';

const verifyEd25519 = promisify<null, Uint8Array, KeyObject, Uint8Array, boolean>(verifyCallback as never);

/** By the name in the directory: the number a signature gives, and how it is verified. */
const ALGORITHMS: Readonly<Record<string, { readonly number: number; readonly verify: (key: KeyObject, bytes: Uint8Array, value: Uint8Array) => Promise<boolean> }>> = {
  ed25519: { number: 1, verify: (key, bytes, value) => verifyEd25519(null, bytes, key, value) },
  'sm2-sm3': { number: 2, verify: async (key, bytes, value) => isSm2Signature(key, bytes, value) },
};

export interface SignatureFields { readonly algorithm: number; readonly keyId: string; readonly value: Uint8Array }
interface KeyRecord { readonly keyId: string; readonly owner: string; readonly algorithm: string; readonly publicKey: string; readonly validFrom: string; readonly validTo: string }

/** A key as a participant's published record has it. */
export interface RegisteredKey { readonly keyId: string; readonly algorithm: string; readonly publicKey: string; readonly validFrom?: string; readonly validTo?: string }
interface KnownKey { readonly record: KeyRecord; readonly key: KeyObject }
/** Keys of one participant from a business instant on. */
interface Registration { readonly fromMs: number; readonly keys: ReadonlyMap<string, KnownKey> }

const known = (record: KeyRecord): KnownKey => ({ record, key: createPublicKey({ key: Buffer.from(record.publicKey, 'base64'), format: 'der', type: 'spki' }) });

/** The published public keys: SubjectPublicKeyInfo in base64, with owner and the business instants between which each is valid. */
export class PublicKeys {
  private readonly keys = new Map<string, KnownKey>();
  /** By owner, in the order of publication. */
  private readonly registrations = new Map<string, Registration[]>();

  constructor(records: readonly KeyRecord[]) {
    for (const record of records) this.keys.set(record.keyId, known(record));
  }

  /** @throws AuditError when the file is no trust directory. */
  static read(file: string): PublicKeys {
    try {
      const { keys } = JSON.parse(readFileSync(file, 'utf8')) as { keys: readonly KeyRecord[] };
      return new PublicKeys(keys);
    } catch (cause) {
      throw new AuditError('unreachable', '无法读取公钥目录 trust.json：重新运行 npm start 会再次生成它', 'The public keys in trust.json cannot be read: npm start writes the file again', { cause });
    }
  }

  /** A participant's record, as its region's registry published it: of several that have taken effect the one published last counts. */
  register(participant: string, effectiveFrom: string, keys: readonly RegisteredKey[]): void {
    const owner = participantOwner(participant);
    const records = keys.map(({ validFrom = '', validTo = '', ...key }) => known({ ...key, owner, validFrom, validTo }));
    const before = this.registrations.get(owner) ?? [];
    this.registrations.set(owner, [...before, { fromMs: Date.parse(effectiveFrom), keys: new Map(records.map((one) => [one.record.keyId, one])) }]);
  }

  /** Why `owner` did not sign exactly these bytes with a key valid at `at`; undefined when it did. */
  async fault(owner: string, bytes: Uint8Array, signature: SignatureFields | undefined, at: string): Promise<string | undefined> {
    if (!signature || signature.value.length === 0) return 'no signature';
    const instant = Date.parse(at);
    const registered = this.registrations.get(owner)?.findLast(({ fromMs }) => fromMs <= instant);
    const found = (registered?.keys ?? this.keys).get(signature.keyId);
    if (!found) return 'unknown key';
    const { record, key } = found;
    if (record.owner !== owner) return `the key is of ${record.owner}`;
    if ((record.validFrom && !(instant >= Date.parse(record.validFrom))) || (record.validTo && !(instant <= Date.parse(record.validTo)))) return 'the key was not valid then';
    const algorithm = ALGORITHMS[record.algorithm];
    if (algorithm === undefined || signature.algorithm !== algorithm.number) return 'another algorithm than the key has';
    return (await algorithm.verify(key, bytes, signature.value)) ? undefined : 'the signature is not of these bytes';
  }
}
