import { createHash } from 'node:crypto';

/**
 * One text per value: keys sorted by code unit, no white space, absent (`undefined`) members left out; the shape of
 * RFC 8785 for the plain data used here (no non-finite numbers).
 */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map((item) => canonicalJson(item ?? null)).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).filter(([, member]) => member !== undefined).sort(([a], [b]) => (a < b ? -1 : 1));
    return `{${members.map(([key, member]) => `${JSON.stringify(key)}:${canonicalJson(member)}`).join(',')}}`;
  }
  return JSON.stringify(value ?? null);
}

/** Lower-case hex. */
export const sha256Hex = (...texts: readonly string[]): string => {
  const hash = createHash('sha256');
  for (const text of texts) hash.update(text, 'utf8').update('\n');
  return hash.digest('hex');
};
