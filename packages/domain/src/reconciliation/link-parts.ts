import { createHash } from 'node:crypto';

/** A message of a link as either end tells it: by the sequence it has in the sender's OUTBOX. */
export interface LinkMessage {
  readonly sequence: number;
  readonly messageId: string;
  readonly digestHex: string;
  readonly caseNo?: string;
}
/** Sequences of an OUTBOX, both included. */
export interface LinkRange { readonly from: number; readonly to: number }
/** What one end holds in a range. */
export interface LinkPart extends LinkRange {
  readonly messages: number;
  readonly hashHex: string;
}

/** At most `count` parts of equal width, in order, that are the range together; none of an empty range. */
export function partsOf({ from, to }: LinkRange, count: number): LinkRange[] {
  if (to < from) return [];
  const width = Math.ceil((to - from + 1) / count);
  const parts: LinkRange[] = [];
  for (let first = from; first <= to; first += width) parts.push({ from: first, to: Math.min(to, first + width - 1) });
  return parts;
}

export const within = <T extends Pick<LinkMessage, 'sequence'>>(messages: readonly T[], { from, to }: LinkRange): T[] => messages.filter(({ sequence }) => from <= sequence && sequence <= to);

/** @param messages of the link, ascending by sequence; those outside the range do not count. */
export function summarise(range: LinkRange, messages: readonly LinkMessage[]): LinkPart {
  const inside = within(messages, range);
  const hash = createHash('sha256');
  for (const { sequence, messageId, digestHex } of inside) hash.update(`${sequence}\t${messageId}\t${digestHex}\n`);
  return { from: range.from, to: range.to, messages: inside.length, hashHex: hash.digest('hex') };
}

/** The parts in which the two ends do not hold the same. */
export const differing = (told: readonly LinkPart[], held: readonly LinkMessage[]): LinkPart[] => told.filter((part) => {
  const own = summarise(part, held);
  return own.messages !== part.messages || own.hashHex !== part.hashHex;
});

export interface Difference { readonly kind: 'missing' | 'changed' | 'surplus'; readonly message: LinkMessage }

/** Message by message: what the sender sent and what the reader holds of it, both ascending. The message is as whoever has it tells; of a changed one as it was sent. */
export function compareMessages(sent: readonly LinkMessage[], held: readonly LinkMessage[]): Difference[] {
  const open = new Map<number, LinkMessage[]>();
  for (const message of held) open.set(message.sequence, [...(open.get(message.sequence) ?? []), message]);
  const differences: Difference[] = [];
  for (const message of sent) {
    const copies = open.get(message.sequence) ?? [];
    const same = copies.findIndex((copy) => copy.messageId === message.messageId && copy.digestHex === message.digestHex);
    if (same === -1) differences.push({ kind: copies.length > 0 ? 'changed' : 'missing', message });
    copies.splice(same === -1 ? 0 : same, 1);
  }
  for (const copies of open.values()) differences.push(...copies.map((message) => ({ kind: 'surplus' as const, message })));
  return differences.sort((a, b) => a.message.sequence - b.message.sequence);
}
