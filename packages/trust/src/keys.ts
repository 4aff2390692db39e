import { type KeyObject, createHash, createPrivateKey, createPublicKey } from 'node:crypto';
import { v1, keyId } from '@tongban/contracts';
import type { TrustDirectory } from './directory';
import { SEALING_SCHEMES, type SealingAlgorithmName } from './sealing/scheme';
import { SCHEMES, type SignatureAlgorithmName, WIRE_ALGORITHMS } from './signatures/scheme';

/** Private half as kept in a credentials file of mode 0600. */
export interface SigningKeyRecord {
  readonly keyId: string;
  readonly algorithm: SignatureAlgorithmName;
  /** PKCS#8, base64. */
  readonly privateKey: string;
}
/** Public half as everybody knows it. */
export interface PublicKeyRecord {
  readonly keyId: string;
  /** `hub:<region>`, `participant:<code>` or `person:<id>`. */
  readonly owner: string;
  readonly algorithm: SignatureAlgorithmName;
  /** SubjectPublicKeyInfo, base64. */
  readonly publicKey: string;
  /** Business instants the key is valid between; empty means open. */
  readonly validFrom: string;
  readonly validTo: string;
  /** Persons only: whom the person may speak for, participants (six digits) and hubs (region codes). Absent: nobody. */
  readonly units?: readonly string[];
}

/** Private half of a key that opens what was sealed for its owner. */
export interface SealingKeyRecord extends Omit<SigningKeyRecord, 'algorithm'> { readonly algorithm: SealingAlgorithmName }
/** Public half: what others seal for. Only participants have one. */
export interface PublicSealingKeyRecord extends Omit<PublicKeyRecord, 'algorithm' | 'units'> { readonly algorithm: SealingAlgorithmName }

/** A new key for an owner; `number` tells its keys apart over the years. */
export function generateSigningKey(owner: string, number = 1, algorithm: SignatureAlgorithmName = 'ed25519'): { signing: SigningKeyRecord; public: PublicKeyRecord } {
  const pair = SCHEMES[algorithm].generate();
  const id = keyId(owner, number);
  return {
    signing: { keyId: id, algorithm, privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64') },
    public: {
      keyId: id, owner, algorithm, validFrom: '', validTo: '',
      publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64'),
    },
  };
}

/** As above. `number` is of the same row as that of signing keys. */
export function generateSealingKey(owner: string, number: number, algorithm: SealingAlgorithmName = 'x25519'): { sealing: SealingKeyRecord; public: PublicSealingKeyRecord } {
  const pair = SEALING_SCHEMES[algorithm].generate();
  const id = keyId(owner, number);
  return {
    sealing: { keyId: id, algorithm, privateKey: pair.privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64') },
    public: { keyId: id, owner, algorithm, validFrom: '', validTo: '', publicKey: pair.publicKey.export({ format: 'der', type: 'spki' }).toString('base64') },
  };
}

/** Signs with one key, off the event loop. With Ed25519 the same bytes give the same signature, so that receipts repeat byte for byte: hubs have such keys. */
export class Signer {
  readonly keyId: string;
  /** Of the public key, 16 hex digits: tells keys apart that have the same id in different set-ups. */
  readonly fingerprint: string;
  private readonly key: KeyObject;
  /** SubjectPublicKeyInfo, base64. */
  private readonly publicKey: string;
  private readonly algorithm: SignatureAlgorithmName;
  /** `directory`: that of the process, which then need not verify what it signed itself. */
  constructor(record: SigningKeyRecord, private readonly directory?: TrustDirectory) {
    this.keyId = record.keyId;
    this.algorithm = record.algorithm;
    this.key = createPrivateKey({ key: Buffer.from(record.privateKey, 'base64'), format: 'der', type: 'pkcs8' });
    const spki = createPublicKey(this.key).export({ format: 'der', type: 'spki' });
    this.publicKey = spki.toString('base64');
    this.fingerprint = createHash('sha256').update(spki).digest('hex').slice(0, 16);
  }
  async sign(bytes: Uint8Array): Promise<v1.Signature> {
    const value = await SCHEMES[this.algorithm].sign(this.key, bytes);
    this.directory?.signed(this.publicKey, bytes, value);
    return v1.Signature.create({ algorithm: WIRE_ALGORITHMS[this.algorithm], keyId: this.keyId, value });
  }
}

export const publicKeyObject = (record: Pick<PublicKeyRecord, 'publicKey'>): KeyObject =>
  createPublicKey({ key: Buffer.from(record.publicKey, 'base64'), format: 'der', type: 'spki' });
