import { type KeyObject, createPublicKey, verify as verifyCallback } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { AuditError } from '../audit-error';

const verify = promisify<null, Uint8Array, KeyObject, Uint8Array, boolean>(verifyCallback as never);
const ED25519 = 1;

export interface SignatureFields { readonly algorithm: number; readonly keyId: string; readonly value: Uint8Array }
interface KeyRecord { readonly keyId: string; readonly owner: string; readonly algorithm: string; readonly publicKey: string; readonly validFrom: string; readonly validTo: string }

/** The published public keys: SubjectPublicKeyInfo in base64, with owner and the business instants between which each is valid. */
export class PublicKeys {
  private readonly keys = new Map<string, { readonly record: KeyRecord; readonly key: KeyObject }>();

  constructor(records: readonly KeyRecord[]) {
    for (const record of records) this.keys.set(record.keyId, { record, key: createPublicKey({ key: Buffer.from(record.publicKey, 'base64'), format: 'der', type: 'spki' }) });
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

  /** Why `owner` did not sign exactly these bytes with a key valid at `at`; undefined when it did. */
  async fault(owner: string, bytes: Uint8Array, signature: SignatureFields | undefined, at: string): Promise<string | undefined> {
    if (!signature || signature.value.length === 0) return 'no signature';
    const known = this.keys.get(signature.keyId);
    if (!known) return 'unknown key';
    const { record, key } = known;
    if (record.owner !== owner) return `the key is of ${record.owner}`;
    const instant = Date.parse(at);
    if ((record.validFrom && !(instant >= Date.parse(record.validFrom))) || (record.validTo && !(instant <= Date.parse(record.validTo)))) return 'the key was not valid then';
    if (signature.algorithm !== ED25519 || record.algorithm !== 'ed25519') return 'another algorithm than the key has';
    return (await verify(null, bytes, key, signature.value)) ? undefined : 'the signature is not of these bytes';
  }
}
