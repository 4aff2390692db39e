import type { v1 } from '@tongban/contracts';
import { type TrustDirectory, isValidAt } from './directory';
import { Signer, type SigningKeyRecord } from './keys';

/** Own keys, oldest first. */
export type OwnKeys = readonly [SigningKeyRecord, ...SigningKeyRecord[]];

export interface ParticipantSignerPorts {
  readonly participant: string;
  readonly directory: TrustDirectory;
  /** Business instant. */
  readonly now: () => string;
  /** What the owner has by now; asked when a key counts that is not known here. */
  readonly reread?: () => OwnKeys;
}

const REREAD_AFTER_MS = 5_000;

/**
 * Signs as a participant with the newest of its own keys that counts now, so that a new key takes over by itself at the moment its record says, also where it was made while this process runs. Keys overlap
 * for longer than a message may wait on its way: what was signed with the one before is judged when its border receives it.
 */
export class ParticipantSigner {
  private readonly signers = new Map<string, Signer>();
  private rereadAtMs = -Infinity;

  constructor(keys: OwnKeys, private readonly ports: ParticipantSignerPorts) {
    this.hold(keys);
  }

  sign(bytes: Uint8Array): Promise<v1.Signature> {
    return this.present().sign(bytes);
  }

  /** Where none counts, the newest: its message is refused by name, which says more than silence. */
  present(): Signer {
    const { participant, directory, now, reread } = this.ports;
    const at = now();
    const valid = directory.keysOf(participant, at).filter((key) => isValidAt(key, at)).map(({ keyId }) => keyId);
    if (reread !== undefined && valid.some((keyId) => !this.signers.has(keyId)) && Date.now() - this.rereadAtMs >= REREAD_AFTER_MS) {
      this.rereadAtMs = Date.now();
      this.hold(reread());
    }
    const signers = [...this.signers.values()];
    return signers.findLast(({ keyId }) => valid.includes(keyId)) ?? signers.at(-1)!;
  }

  private hold(keys: OwnKeys): void {
    for (const key of keys) if (!this.signers.has(key.keyId)) this.signers.set(key.keyId, new Signer(key, this.ports.directory));
  }
}
