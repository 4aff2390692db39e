import { createPrivateKey, createPublicKey } from 'node:crypto';
import type { SealingKeyRecord } from '../keys';
import type { SealingAlgorithmName, SealingPair } from './scheme';

export interface OwnSealingKey extends SealingPair { readonly algorithm: SealingAlgorithmName }

const REREAD_AFTER_MS = 5_000;

/** What a participant opens with: all keys it ever had, because what was sealed for one opens with no other. A key that was made while this process runs is read when something comes that was sealed for it. */
export class OwnSealingKeys {
  private readonly keys = new Map<string, OwnSealingKey>();
  private rereadAtMs = -Infinity;

  /** @param reread what the owner has by now. */
  constructor(records: readonly SealingKeyRecord[], private readonly reread?: () => readonly SealingKeyRecord[]) {
    this.hold(records);
  }

  of(keyId: string): OwnSealingKey | undefined {
    if (!this.keys.has(keyId) && this.reread !== undefined && Date.now() - this.rereadAtMs >= REREAD_AFTER_MS) {
      this.rereadAtMs = Date.now();
      this.hold(this.reread());
    }
    return this.keys.get(keyId);
  }

  private hold(records: readonly SealingKeyRecord[]): void {
    for (const { keyId, algorithm, privateKey: text } of records) {
      if (this.keys.has(keyId)) continue;
      const privateKey = createPrivateKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'pkcs8' });
      this.keys.set(keyId, { algorithm, privateKey, publicKey: createPublicKey(privateKey) });
    }
  }
}
