import type { SequenceRange } from '../sequence-ranges';
import { DIGEST_PARTS_MAX, type StreamDigestParts } from './stream-digest';

/** What one end holds between two sequences. */
export type DigestOf = (range: SequenceRange, parts: number) => Promise<StreamDigestParts>;
/** One sequence that is not the same in a stream and its copy. */
export interface EndDifference {
  readonly kind: 'missing-in-region' | 'missing-in-copy' | 'changed';
  readonly sequence: number;
}

/** More are not named: so many are one defect. */
export const DIFFERENCES_MAX = 200;

/**
 * Compares a stream with its copy part by part and follows what differs down to the message. What one end has let go at its front (age) is not compared. @returns through which sequence
 * both were compared.
 */
export async function compareEnds(region: DigestOf, copy: DigestOf, range: SequenceRange): Promise<{ readonly through: number; readonly differences: readonly EndDifference[] }> {
  const differences: EndDifference[] = [];
  let { from } = range;
  while (from <= range.to && differences.length < DIFFERENCES_MAX) {
    const within = { from, to: range.to };
    const there = await copy(within, DIGEST_PARTS_MAX);
    // The region is asked last: what it lets go meanwhile is seen.
    const here = await region(within, DIGEST_PARTS_MAX);
    const first = Math.max(here.first, there.first);
    const compared = Math.min(here.parts.length, there.parts.length);
    if (compared === 0) break;
    for (let index = 0; index < compared && differences.length < DIFFERENCES_MAX; index++) {
      const [own, copied] = [here.parts[index]!, there.parts[index]!];
      if (own.hash === copied.hash && own.messages === copied.messages) continue;
      if (own.to < first) continue;
      if (own.from < first) differences.push(...(await compareEnds(region, copy, { from: first, to: own.to })).differences);
      else if (own.from < own.to) differences.push(...(await compareEnds(region, copy, own)).differences);
      else differences.push({ kind: own.messages === 0 ? 'missing-in-region' : copied.messages === 0 ? 'missing-in-copy' : 'changed', sequence: own.from });
    }
    from = here.parts[compared - 1]!.to + 1;
  }
  return { through: Math.min(from - 1, range.to), differences: differences.slice(0, DIFFERENCES_MAX) };
}
