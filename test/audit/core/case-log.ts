import type { Entry, ReceiptFact } from './facts';

/** What a receipt claims about a message, once per issuer. */
export const claimOf = ({ about, level, issuer }: ReceiptFact): string => `${about}|${level}|${issuer}`;

/** The entries of one case, wherever they were found. */
export class CaseLog {
  /** In the order of the stream. */
  readonly entries: Entry[] = [];
  /** The first that claims each position. */
  readonly byIndex = new Map<number, Entry>();
  /** Registered and rejected messages by digest. */
  readonly byDigest = new Map<string, Entry>();
  /** Recorded receipts by what they claim. */
  readonly claims = new Map<string, ReceiptFact>();

  constructor(readonly caseNo: string) {}

  add(entry: Entry): void {
    this.entries.push(entry);
    if (entry.kind === 'unreadable') return;
    if (!this.byIndex.has(entry.logIndex)) this.byIndex.set(entry.logIndex, entry);
    if (entry.digest !== undefined && !this.byDigest.has(entry.digest)) this.byDigest.set(entry.digest, entry);
    for (const receipt of entry.receipts) if (!this.claims.has(claimOf(receipt))) this.claims.set(claimOf(receipt), receipt);
  }

  /** The entries in the order they claim, one per position. */
  get inOrder(): Entry[] {
    return [...this.byIndex.values()].sort((a, b) => a.logIndex - b.logIndex);
  }
  /** Sender and recipient of the message that opened the case; empty while there is none. */
  get parties(): readonly string[] {
    const opening = this.inOrder.find(({ kind, message }) => kind === 'registered' && message !== undefined)?.message;
    return opening ? [opening.sender, opening.recipient] : [];
  }
}

/** The parties that alarms of an entry are for. The opener stands first among the parties. */
export const alarmedParties = ({ alarms = [] }: Entry, [opener, counterpart]: readonly string[]): string[] =>
  ([['opener', opener], ['counterpart', counterpart]] as const).flatMap(([side, party]) => (party !== undefined && alarms.some(({ to }) => to.includes(side)) ? [party] : []));
