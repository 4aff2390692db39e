import type { Wording } from './case-document';

/** A delivery whose recipient gave no receipt within the limit. */
export interface StuckDelivery {
  readonly caseNo: string;
  readonly participant: string;
  readonly logIndex: number;
  /** Real time. */
  readonly sentAt: string;
}
/** One region's links with another on one day, counted where they are: what it sent from its OUTBOX, what it received from its INBOX. */
export interface LinkDayDocument {
  readonly otherRegion: string;
  readonly sent: number;
  readonly received: number;
  /** Among those sent: deliveries whose recipient owes a receipt, those that have one, and those that wait longer than the limit. */
  readonly owed: number;
  readonly acknowledged: number;
  readonly stuck: number;
  /** The oldest of them, at most 100; absent in what was recorded. */
  readonly stuckDeliveries?: readonly StuckDelivery[];
}
/** One message that is not the same at both ends of a link. */
export interface LinkFindingDocument {
  /** `missing`, `changed`: to be sent again. `surplus`: its sender has it no more, the reader's copy is the one that is left. */
  readonly difference: 'missing' | 'changed' | 'surplus';
  /** In the sender's OUTBOX. */
  readonly sequence: number;
  readonly caseNo?: string;
  /** Real time. */
  readonly foundAt: string;
  /** When it had come again, and where it is in the INBOX now; absent while it has not. */
  readonly repairedAt?: string;
  readonly inboxSequence?: number;
}
/** How far a reader compared a link with its sender. */
export interface LinkStandingDocument {
  readonly fromRegion: string;
  /** Both ends were compared through this sequence of the sender's OUTBOX; absent before the first time. */
  readonly comparedThrough?: number;
  readonly comparedAt?: string;
  /** Missing or changed, and not come again yet. */
  readonly open: number;
  /** Newest first, at most 100. */
  readonly findings: readonly LinkFindingDocument[];
  /** The sender's OUTBOX was found set back: through where it had been read, where it ended. */
  readonly setBacks: readonly { readonly at: string; readonly readThrough: number; readonly lastSequence: number }[];
  /** Why the two ends could not be compared at the last attempt. */
  readonly blind?: Wording;
}
export interface LinkReportDocument {
  readonly region: string;
  /** Beijing date of real time. */
  readonly date: string;
  /** Counted when the day was over; absent: counted now. */
  readonly recordedAt?: string;
  readonly days: readonly LinkDayDocument[];
  readonly standings: readonly LinkStandingDocument[];
}
