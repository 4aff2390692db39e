import { type FailedContent, decode, headers, placeOfSubject, v1 } from '@tongban/contracts';
import { openMessage, readCaseEntry } from '@tongban/trust';

type Content = Omit<FailedContent, 'kind' | 'undecodable'>;
export interface FailedOriginal {
  readonly subject: string;
  readonly original: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/** What a message that was set aside is, as far as its subject, headers and bytes tell. Never throws: what cannot be read says why, and shows what stands beside it all the same. */
export function contentOf({ subject, original, headers: had }: FailedOriginal): FailedContent {
  const { kind, ...place } = placeOfSubject(subject);
  const caseNo = had[headers.ceSubject] || place.caseNo;
  const beside = { kind, ...(caseNo && { caseNo }), ...(place.sender && { sender: place.sender }) };
  try {
    const read = READERS[kind]?.(original) ?? {};
    return { ...beside, ...Object.fromEntries(Object.entries(read).filter(([, value]) => value !== '')) };
  } catch (error) {
    return { ...beside, undecodable: error instanceof Error ? error.message : 'unreadable bytes' };
  }
}

const READERS: Readonly<Record<string, (bytes: Uint8Array) => Content>> = {
  message: ofMessage,
  receipts: (bytes) => ({ caseNo: decode(v1.ReceiptBatch, bytes).caseNo }),
  entry: (bytes) => {
    const { caseNo, registered } = readCaseEntry(bytes);
    return { caseNo, ...(registered?.message && ofMessage(registered.message)) };
  },
  erasure: (bytes) => ({ caseNo: decode(v1.ErasureOrder, decode(v1.SignedErasureOrder, bytes).order).caseNo }),
  'erasure-done': (bytes) => ({ caseNo: decode(v1.ErasureDone, decode(v1.SignedErasureDone, bytes).done).caseNo }),
};

function ofMessage(bytes: Uint8Array): Content {
  const { envelope: { messageId, caseNo, sender, itemCode, messageType } } = openMessage(bytes);
  return { messageId, caseNo, sender: sender?.participant ?? '', itemCode, messageType };
}
