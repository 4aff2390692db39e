import { createHash } from 'node:crypto';
import { headers, messageIds, type v1 } from '@tongban/contracts';
import type { LinkMessage } from '@tongban/domain';
import { type LogEntry, readSubjectPart } from '@tongban/messaging';
import type { NatsConnection } from 'nats';

/** A message of a link with where the reader has it. */
export interface HeldLinkMessage extends LinkMessage {
  readonly inboxSequence: number;
  /** It was sent again in the place of these sequences. */
  readonly repairs: readonly number[];
}

/** What the OUTBOX holds of a link, from a sequence on: `subject` names the link. At most `max` stored messages, and whether there are more. */
export async function sentMessages(nats: NatsConnection, stream: string, subject: string, from: number, max: number): Promise<{ messages: LinkMessage[]; entries: LogEntry[]; more: boolean }> {
  const { entries, more } = await readSubjectPart(nats, stream, subject, from, max);
  return { entries, more, messages: entries.filter(isMeant).map((entry) => ({ sequence: entry.seq, ...factsOf(entry) })) };
}

/** What the INBOX holds of the link, in the order it came, from a sequence of the INBOX on. At most about `max`, and whether there are more. */
export async function heldMessages(nats: NatsConnection, stream: string, subject: string, from: number, max: number): Promise<{ messages: HeldLinkMessage[]; more: boolean }> {
  const messages: HeldLinkMessage[] = [];
  for (let next = from; ;) {
    const { entries, more } = await readSubjectPart(nats, stream, subject, next);
    messages.push(...entries.filter(isMeant).map((entry) => {
      const repairs = (entry.headers[headers.repairs] ?? '').split(',').map(Number).filter((sequence) => sequence > 0);
      return { sequence: sourceSequence(entry), inboxSequence: entry.seq, ...factsOf(entry), repairs };
    }));
    if (!more || messages.length >= max) return { messages, more };
    next = entries.at(-1)!.seq + 1;
  }
}

/** What only moves an OUTBOX on is nothing that anybody is to have. */
const isMeant = ({ headers: stored }: LogEntry): boolean => !messageIds.isSkip(stored[headers.msgId] ?? '');

/** `<stream>[:<where>] <sequence> …`; 0 for what no source brought. */
const sourceSequence = ({ headers: stored }: LogEntry): number => Number((stored[headers.streamSource] ?? '').split(' ')[1] ?? 0);

/** What both ends can tell of a message: subject, content and the sender's own headers, not those a server adds. */
function factsOf({ subject, data, headers: stored }: LogEntry): Omit<LinkMessage, 'sequence'> {
  const own = Object.entries(stored).filter(([name]) => !name.startsWith('Nats-')).sort(([a], [b]) => (a < b ? -1 : 1));
  const digestHex = createHash('sha256').update(JSON.stringify([subject, own])).update(data).digest('hex');
  const caseNo = stored[headers.ceSubject];
  return { messageId: stored[headers.msgId] ?? '', digestHex, ...(caseNo && { caseNo }) };
}

export const linkMessageToProto = ({ sequence, messageId, digestHex, caseNo = '' }: LinkMessage): v1.LinkMessage.$Properties => ({ sequence, messageId, digest: Buffer.from(digestHex, 'hex'), caseNo });
export const linkMessageFromProto = ({ sequence, messageId, digest, caseNo }: v1.LinkMessage.$Properties): LinkMessage =>
  ({ sequence: Number(sequence ?? 0), messageId: messageId ?? '', digestHex: Buffer.from(digest ?? []).toString('hex'), ...(caseNo && { caseNo }) });
