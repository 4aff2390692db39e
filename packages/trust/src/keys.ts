import { type KeyObject, createHash, createPrivateKey, createPublicKey, generateKeyPairSync, sign as signCallback, verify as verifyCallback } from 'node:crypto';
import { promisify } from 'node:util';
import { v1, keyId } from '@tongban/contracts';
import type { TrustDirectory } from './directory';

const signAsync = promisify<null, Uint8Array, KeyObject, Buffer>(signCallback as never);
const verifyAsync = promisify<null, Uint8Array, KeyObject, Uint8Array, boolean>(verifyCallback as never);

/** Private half as kept in a credentials file of mode 0600. */
export interface SigningKeyRecord {
  readonly keyId: string;
  readonly algorithm: 'ed25519';
  /** PKCS#8, base64. */
  readonly privateKey: string;
}
/** Public half as everybody knows it. */
export interface PublicKeyRecord {
  readonly keyId: string;
  /** `hub:<region>`, `participant:<code>` or `person:<id>`. */
  readonly owner: string;
  readonly algorithm: 'ed25519';
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
  /** Business instants the key is valid between; empty means open. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Persons only: whom the person may speak for, participants (six digits) and hubs (region codes). Absent: nobody. */
  readonly units?: readonly string[];
}

/** A new Ed25519 key (RFC 8032) for an owner; `number` tells its keys apart over the years. */
export function generateSigningKey(owner: string, number = 1): { signing: SigningKeyRecord; public: PublicKeyRecord } {
  const pair = generateKeyPairSync('ed25519');
  const id = keyId(owner, number);
  return {
    signing: { keyId: id, algorithm: 'ed25519', privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64') },
    public: {
      keyId: id, owner, algorithm: 'ed25519', validFrom: '', validTo: '',
      publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    },
  };
}

/** Signs off the event loop. Ed25519 is deterministic: the same bytes give the same signature, so receipts repeat byte for byte. */
export class Signer {
  readonly keyId: string;
  /** Of the public key, 16 hex digits: tells keys apart that have the same id in different set-ups. */
  readonly fingerprint: string;
  private readonly key: KeyObject;
  private readonly publicKey: KeyObject;
  /** `directory`: that of the process, which then need not verify what it signed itself. */
  constructor(record: SigningKeyRecord, private readonly directory?: TrustDirectory) {
    this.keyId = record.keyId;
    this.key = createPrivateKey({ key: Buffer.from(record.privateKey, 'base64'), format: 'der', type: 'pkcs8' });
    this.publicKey = createPublicKey(this.key);
    this.fingerprint = createHash('sha256').update(this.publicKey.export({ format: 'der', type: 'spki' })).digest('hex').slice(0, 16);
  }
  async sign(bytes: Uint8Array): Promise<v1.Signature> {
    const value = await signAsync(null, bytes, this.key);
    this.directory?.signed(this.keyId, this.publicKey, bytes, value);
    return v1.Signature.create({ algorithm: v1.SignatureAlgorithm.SIGNATURE_ALGORITHM_ED25519, keyId: this.keyId, value });
  }
}

export const verifyWith = async (publicKey: KeyObject, bytes: Uint8Array, signature: Uint8Array): Promise<boolean> =>
  verifyAsync(null, bytes, publicKey, signature);

export const publicKeyObject = (record: PublicKeyRecord): KeyObject =>
  createPublicKey({ key: Buffer.from(record.publicKey, 'base64'), format: 'der', type: 'spki' });
