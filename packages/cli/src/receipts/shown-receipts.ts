import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { createInterface } from 'node:readline';
import { decode, encode, v1 } from '@tongban/contracts';
import type { ReceiptSubject, ShownReceipt } from '@tongban/trust';
import { UsageError } from '../outcome';

/** A receipt with where it was found: `receipts.ndjson:3`, or the position in a log. */
export interface FoundReceipt { readonly where: string; readonly shown: ShownReceipt }

/** One JSON object a line, as `receipts export` and the SDK write them; `receipt` alone is enough. @throws UsageError naming the first line that is none. */
export async function* receiptsOfFile(path: string): AsyncGenerator<FoundReceipt> {
  let line = 0;
  for await (const text of createInterface({ input: createReadStream(path), crlfDelay: Infinity })) {
    line += 1;
    if (text.trim() === '') continue;
    const where = `${basename(path)}:${line}`;
    const fields = objectIn(text);
    const receipt = textIn(fields, 'receipt');
    if (receipt === undefined) throw new UsageError(`${where}不是所持回执：每行须为 {"receipt":"<SignedReceipt的base64>", …}`, `${where} is no held receipt: each line must be {"receipt":"<SignedReceipt in base64>", …}`);
    const message = textIn(fields, 'message');
    yield { where, shown: { signed: Buffer.from(receipt, 'base64'), ...(message !== undefined && { message: Buffer.from(message, 'base64') }), about: subjectIn(fields) } };
  }
}

/** Every receipt that the log of a case holds. @param ask answers a CaseReceiptsQuery. */
export async function* receiptsOfCase(caseNo: string, ask: (query: Uint8Array) => Promise<Uint8Array>): AsyncGenerator<FoundReceipt> {
  for (let afterLogIndex = 0; ;) {
    const { messages, next } = decode(v1.CaseReceiptsPage, await ask(encode(v1.CaseReceiptsQuery, { caseNo, afterLogIndex })));
    for (const { logIndex, messageDigest, message, sender, recipient, messageId, receipts } of messages) {
      const about: ReceiptSubject = { caseNo, digest: Buffer.from(messageDigest ?? []).toString('hex'), ...(messageId && { messageId }), ...(sender && { sender }), ...(recipient && { recipient }) };
      for (const signed of receipts ?? []) yield { where: `${caseNo}#${logIndex ?? 0}`, shown: { signed: encode(v1.SignedReceipt, signed), about, ...(message?.length && { message }) } };
    }
    if (next <= afterLogIndex) return;
    afterLogIndex = next;
  }
}

type Fields = Readonly<Record<string, unknown>>;
const textIn = (fields: Fields | undefined, name: string): string | undefined => {
  const value = fields?.[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
};
/** The sender is who holds it: receipts go to nobody else. */
function subjectIn(fields: Fields | undefined): ReceiptSubject {
  const [caseNo, messageId, sender, recipient, digest] = ['caseNo', 'messageId', 'participant', 'recipient', 'digest'].map((name) => textIn(fields, name));
  return { ...(caseNo !== undefined && { caseNo }), ...(messageId !== undefined && { messageId }), ...(sender !== undefined && { sender }), ...(recipient !== undefined && { recipient }), ...(digest !== undefined && { digest }) };
}
function objectIn(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Fields) : undefined;
  } catch {
    return undefined;
  }
}
