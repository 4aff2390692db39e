/**
 * What the comparison works on: plain facts about stored messages, no payload and no bytes. Digests are base64 SHA-256 of exact
 * bytes, times are milliseconds since 1970 of the server's clock, places are written `STREAM#sequence`.
 */
export type Level = 'RECEIVED' | 'REGISTERED' | 'DELIVERED' | 'TAKEN' | 'REJECTED' | 'UNSPECIFIED';

/** A run of sequences, both ends included. */
export interface SequenceRun { readonly from: number; readonly to: number }
/** One that is not there. `untilMs`: when the message after it was stored, and so all of it before. */
export interface Gap extends SequenceRun { readonly untilMs?: number }

/** One stream as it was when its bounds were taken; nothing behind `lastSeq` is looked at. */
export interface StreamFacts {
  readonly stream: string;
  readonly region: string;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly createdMs: number;
  readonly takenMs: number;
  /** 0: kept for ever. */
  readonly maxAgeMs: number;
  /** Messages of one subject at most; 0: no limit. */
  readonly perSubjectMax: number;
  readonly duplicateWindowMs: number;
  /** When the first that is there was stored. */
  firstMs?: number;
  /** Sequences between the first and the last that are not there. */
  readonly gaps: Gap[];
}

/** Facts of a receipt; the same object wherever the same bytes were seen. */
export interface ReceiptFact {
  /** The same id means the same bytes, signature included. */
  readonly id: string;
  readonly level: Level;
  readonly issuer: string;
  /** Digest of the message it is about. */
  readonly about: string;
  readonly messageId: string;
  readonly caseNo: string;
  readonly sender: string;
  readonly at: string;
  readonly logIndex: number;
  readonly deliveryNo: number;
  /** REJECTED only: why. */
  readonly code?: string;
  /** Why its signature does not hold; set once it was checked. */
  fault?: string;
}

/** Facts of a SignedMessage; the same object wherever the same bytes were seen. */
export interface MessageFact {
  readonly digest: string;
  readonly messageId: string;
  readonly caseNo: string;
  readonly sender: string;
  readonly recipient: string;
  readonly homeRegion: string;
  /** Schema digest of the version it names. */
  readonly schema: string;
  fault?: string;
}

/** A region's word that everything its participants had submitted up to these sequences was forwarded before. */
export interface WatermarkFact {
  readonly region: string;
  readonly until: string;
  readonly positions: readonly { readonly participant: string; readonly seq: number }[];
  fault?: string;
}

/** A message whose keys an order has destroyed. */
export interface ErasedMessageFact { readonly messageId: string; readonly sender: string; readonly digest: string }

/** What the home of a case signed: its regions are to destroy the keys of these messages. */
export interface ErasureOrderFact {
  readonly statement: string;
  /** Empty for none that there is. */
  readonly environment: string;
  readonly issuer: string;
  readonly actionId: string;
  readonly caseNo: string;
  readonly messages: readonly ErasedMessageFact[];
  fault?: string;
}

/** What an entry of a case log says of a lawful erasure, with the order that it carries. */
export interface ErasureFact {
  readonly actionId: string;
  readonly proposedBy: string;
  readonly confirmedBy: string;
  readonly regions: readonly string[];
  readonly messages: readonly ErasedMessageFact[];
  /** Absent when there is none that can be read. */
  readonly order?: ErasureOrderFact;
}

/** A region's signed word that it has destroyed what it kept. */
export interface ErasureDoneFact {
  /** The same id means the same words, signed by anybody. */
  readonly id: string;
  readonly statement: string;
  readonly environment: string;
  readonly issuer: string;
  readonly actionId: string;
  readonly caseNo: string;
  /** Stored messages that it deleted. */
  readonly messages: number;
  fault?: string;
}

interface Stored {
  readonly stream: string;
  readonly region: string;
  readonly seq: number;
  readonly storedMs: number;
}

/** A message of SUBMIT_<participant>. */
export interface Submission extends Stored {
  readonly participant: string;
  readonly homeRegion: string;
  readonly kind: string;
  readonly digest: string;
  /** Messages of one lane are forwarded in the order of submission. */
  readonly lane: string;
}

/** A message that a region sent: of OUTBOX_<region>, or, inside the region, of INBOX_<region>. Also one of an INBOX that is addressed to the hub. */
export interface Exchange extends Stored {
  /** The same print means the same subject, headers and payload. */
  readonly print: string;
  /** Without its seal. */
  readonly msgId: string;
  readonly fromRegion: string;
  /** A participant, or the hub. */
  readonly from: string;
  readonly toRegion: string;
  readonly to: string;
  readonly shard: string;
  readonly kind: string;
  readonly digest: string;
  readonly message?: MessageFact;
  readonly received?: ReceiptFact;
  readonly registered?: ReceiptFact;
  readonly batch?: { readonly caseNo: string; readonly receipts: readonly ReceiptFact[] };
  /** It was sent again in the place of these sequences of its stream. */
  readonly repairs?: readonly number[];
  readonly watermark?: WatermarkFact;
  /** A file that is told to be there. */
  readonly announced?: { readonly participant: string; readonly fileId: string };
  readonly erasureDone?: ErasureDoneFact;
}

/** A message of INBOX_<region> as far as its way there is concerned. */
export interface Arrival extends Stored {
  readonly print: string;
  /** Without its seal. */
  readonly msgId: string;
  readonly digest: string;
  readonly fromRegion: string;
  /** Where the server says it was sourced from; nothing for what its own region put there. */
  readonly origin?: { readonly stream: string; readonly seq: number };
}

/** An entry of a case log. */
export interface Entry extends Stored {
  /** Tokens of the subject. */
  readonly year: string;
  readonly shard: string;
  readonly caseNo: string;
  readonly hash: string;
  readonly kind: 'registered' | 'rejected' | 'receipts' | 'migrated' | 'alarmed' | 'unreadable';
  readonly statedCaseNo: string;
  readonly logIndex: number;
  /** Empty for none. */
  readonly previousHash: string;
  readonly registeredAt: string;
  readonly deliveryNo: number;
  readonly digest?: string;
  readonly message?: MessageFact;
  readonly received?: ReceiptFact;
  /** REGISTERED or REJECTED. */
  readonly verdict?: ReceiptFact;
  readonly receipts: readonly ReceiptFact[];
  /** Migrated only: schema digests of the version the case followed, and of the one it follows from here on. */
  readonly versions?: { readonly from: string; readonly to: string };
  /** Alarms only: what is said, once in a case, and to which sides. */
  readonly alarms?: readonly { readonly key: string; readonly to: readonly string[] }[];
  /** An erasure, which both sides are told of as of an alarm. */
  readonly erasure?: ErasureFact;
  /** A region's word on an erasure, of a kind with recorded receipts: told to nobody. */
  readonly confirmation?: { readonly actionId: string; readonly region: string; readonly done?: ErasureDoneFact };
}

/** A message of REJECTED_<region>. */
export interface Rejection extends Stored {
  readonly submittedBy: string;
  readonly digest: string;
  readonly msgId: string;
  readonly rejected?: ReceiptFact;
}

/** A message of FAILED_<region>: which message was set aside, and the digest of the copy that was kept. */
export interface Failure extends Stored {
  readonly ofStream: string;
  readonly ofSeq: number;
  readonly digest: string;
}

/** A receipt that somebody holds. `where` names file and line. */
export interface HeldReceipt {
  readonly where: string;
  readonly participant: string;
  readonly receipt: ReceiptFact;
}

export interface Facts {
  readonly environment: string;
  readonly regions: readonly string[];
  /** Every participant of the set-up. */
  readonly participants: readonly string[];
  readonly streams: ReadonlyMap<string, StreamFacts>;
  /** Sequence up to which a consumer has settled everything, by `stream/consumer`, of an INBOX also by `stream/shard NN`, taken before the streams were read. */
  readonly floors: ReadonlyMap<string, number>;
  /** Nothing is under way any more: what is missing now is lost. */
  readonly settled: boolean;
  readonly submissions: Submission[];
  /** What a region sent, by region, in the order of each stream; so are the following. */
  readonly outbox: Map<string, Exchange[]>;
  readonly arrivals: Map<string, Arrival[]>;
  readonly hubMail: Map<string, Exchange[]>;
  readonly entries: Entry[];
  readonly rejections: Rejection[];
  readonly failures: Failure[];
  readonly held: HeldReceipt[];
  /** Messages that a switch keeps undecided, as `region|digest`; read after the floors and before the logs were bounded, so that one that leaves meanwhile is in a log. */
  readonly keptBack: ReadonlySet<string>;
  /** Stored messages that are not what their stream promises. */
  readonly unreadable: { readonly where: string; readonly what: string }[];
}

/** Stored in the INBOX of its own region at once: it went by no link. */
export const isInside = ({ fromRegion, region, origin }: Arrival): boolean => fromRegion === region && origin === undefined;

export const placeOf = ({ stream, seq }: { readonly stream: string; readonly seq: number }): string => `${stream}#${seq}`;
