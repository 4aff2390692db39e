import { createHash } from 'node:crypto';

/**
 * Numbers and texts that depend on nothing but their labels: the same case gives the same person, numbers and amounts in
 * every message, on both sides and after a restart. No secret and no chance is in it.
 */
export class Seed {
  constructor(private readonly root: string) {}

  /** A whole number from 0 to `below` - 1; `below` at most 2^48. */
  number(label: string, below: number): number {
    return below <= 1 ? 0 : this.digest(label).readUIntBE(0, 6) % below;
  }

  hex(label: string): string {
    return this.digest(label).toString('hex');
  }

  /** A well-formed UUID of version 8 (RFC 9562 §5.8: made from own data). */
  uuid(label: string): string {
    const hex = this.hex(label);
    const variant = '89ab'.charAt(Number.parseInt(hex.charAt(16), 16) % 4);
    return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  }

  private digest(label: string): Buffer {
    return createHash('sha256').update(JSON.stringify([this.root, label])).digest();
  }
}
