import { sha256 } from './digest';
import { readCaseEntry } from './history/case-entry';

/** Hash a following entry carries: SHA-256 of this entry's exact bytes. */
export const entryHash = (entryBytes: Uint8Array): Uint8Array => sha256(entryBytes);

export interface ChainFault {
  readonly logIndex: number;
  readonly fault: 'index' | 'hash' | 'case';
}

/** Walks one case log, oldest first, and names every break of the chain. */
export function checkChain(entries: readonly Uint8Array[]): ChainFault[] {
  const faults: ChainFault[] = [];
  let previous: Uint8Array = new Uint8Array();
  let caseNo: string | undefined;
  entries.forEach((bytes, position) => {
    const entry = readCaseEntry(bytes);
    caseNo ??= entry.caseNo;
    if (entry.logIndex !== position + 1) faults.push({ logIndex: position + 1, fault: 'index' });
    if (!Buffer.from(entry.previousHash).equals(Buffer.from(previous))) faults.push({ logIndex: position + 1, fault: 'hash' });
    if (entry.caseNo !== caseNo) faults.push({ logIndex: position + 1, fault: 'case' });
    previous = entryHash(bytes);
  });
  return faults;
}
