import { createHash, randomBytes } from 'node:crypto';

const hyphenated = (bytes: Buffer): string => {
  const hex = bytes.toString('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
};

function stamped(bytes: Buffer, version: number): string {
  bytes[6] = (bytes[6]! & 0x0f) | (version << 4);
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  return hyphenated(bytes);
}

/** UUIDv7 (RFC 9562): 48 bits of milliseconds, then random; ids of later milliseconds sort later. */
export function newMessageId(realMs: number = Date.now(), random: Uint8Array = randomBytes(10)): string {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(realMs, 0, 6);
  Buffer.from(random).copy(bytes, 6, 0, 10);
  return stamped(bytes, 7);
}

/**
 * The correlation id of a case: a UUIDv8 made from the case number, so that both sides and every tool of a participant
 * give the same one without having to tell each other.
 */
export const correlationIdOf = (caseNo: string): string =>
  stamped(createHash('sha256').update(`tongban:case:${caseNo}`).digest().subarray(0, 16), 8);

/** A new sampled W3C trace with one span. */
export function newTraceparent(random: Uint8Array = randomBytes(24)): string {
  const hex = Buffer.from(random).toString('hex');
  return `00-${hex.slice(0, 32)}-${hex.slice(32, 48)}-01`;
}
