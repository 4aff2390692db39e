/** Cases are spread over this many shards; a power of two, fixed for the life of the logs. */
export const SHARD_COUNT = 64;

/** FNV-1a, 32 bit, over the UTF-8 bytes of the text. */
export function fnv1a32(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return hash;
}

/** Shard token of a case, `00` to `63`: FNV-1a of the canonical case number, modulo 64. */
export const shardOf = (caseNo: string): string => String(fnv1a32(caseNo) % SHARD_COUNT).padStart(2, '0');
