import { createHash } from 'node:crypto';

/** A signature is looked at again within seconds, by the next step on its message; later it is verified again. */
const REMEMBERED_MAX = 10_000;

/**
 * Signatures this process has verified or made itself, by key, signature and every byte they stand for: what is identical
 * in all three need not be verified twice by the same process. Newest used, bounded; nothing of it leaves the process.
 */
export class VerifiedSignatures {
  private readonly known = new Set<string>();
  constructor(private readonly max: number = REMEMBERED_MAX) {}

  has(identity: string): boolean {
    if (!this.known.delete(identity)) return false;
    this.known.add(identity);
    return true;
  }

  add(identity: string): void {
    this.known.add(identity);
    if (this.known.size <= this.max) return;
    const [oldest] = this.known;
    if (oldest !== undefined) this.known.delete(oldest);
  }
}

/** SHA-256 over all three, with their lengths, so that no two differ in where one ends and the next begins. */
export const signatureIdentity = (publicKey: string, signature: Uint8Array, bytes: Uint8Array): string =>
  createHash('sha256').update(`${publicKey.length}:${publicKey}:${signature.length}:`).update(signature).update(bytes).digest('base64');
