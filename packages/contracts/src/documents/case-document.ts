import type { FieldFault } from '../errors/tongban-error';
import type { AwaitedDocument, MaterialsDocument, StandstillDocument, SuccessorDocument, SuccessorOptionDocument } from './case-situation';

/**
 * Documents a query answers with, as JSON. They show a case; nothing is decided from them. Instants are RFC 3339 business
 * times, dates are Asia/Shanghai. No document holds a personal field.
 */
export interface Wording { readonly zh: string; readonly en: string }
export type SideName = 'opener' | 'counterpart';

export interface PartyDocument {
  readonly side: SideName;
  readonly participant: string;
  readonly division: string;
  readonly region: string;
  readonly name: Wording;
  /** Business instant until which its system is in maintenance that it declared itself; absent while it is not. What is sent to it waits and is delivered then. */
  readonly heldUntil?: string;
}
/**
 * Stands as the state of `main` where the recipient rejected the first message: the case went back to its opener before it
 * began. A word of the contract, no state of any flow.
 */
export const RETURNED_TO_OPENER = 'returned';
export interface TrackDocument {
  readonly track: string;
  readonly state: string;
  readonly wording: Wording;
  readonly terminal: boolean;
  readonly outcome?: string;
  /** Whose turn it is. */
  readonly holder?: { readonly actor: string; readonly wording: Wording; readonly side: SideName };
}
/** Why it cannot be said whether a deadline has passed: what its side sent may be on its way. Nobody is late until the region vouches for the day. */
export interface UndeterminedDocument {
  readonly reason: 'link';
  /** The silent region, and the one that waits for its word: the home of the case. */
  readonly region: string;
  readonly home: string;
  /** Business instant since which it is silent: until then it has vouched for what it received. Absent while it never has. */
  readonly since?: string;
}
export interface DeadlineDocument {
  readonly id: string;
  readonly wording: Wording;
  readonly status: 'running' | 'awaiting-delivery' | 'suspended' | 'met' | 'stopped' | 'ended' | 'calendar-not-covered' | 'undetermined';
  readonly undetermined?: UndeterminedDocument;
  readonly responsible: string;
  readonly side?: SideName;
  readonly startedOn?: string;
  readonly dueOn?: string;
  /** Where the calendar does not reach the due date: the day it cannot come before. */
  readonly notBefore?: string;
  /** Working days or days left, in the limit's own unit; negative when overdue. */
  readonly daysLeft?: number;
  readonly overdue?: boolean;
  readonly metOn?: string;
  readonly metLate?: boolean;
  readonly deadlineKind: string;
  /** Only then may it be called a legal limit. */
  readonly legal: boolean;
  readonly confidence: string;
  readonly basis: string;
  readonly sourceStandardIds: readonly string[];
}
export interface ReceiptDocument {
  readonly level: 'RECEIVED' | 'REGISTERED' | 'DELIVERED' | 'TAKEN' | 'REJECTED';
  readonly at: string;
  readonly issuer: string;
  readonly keyId: string;
  readonly code?: string;
  readonly detail?: string;
  readonly faults?: readonly FieldFault[];
}
/** A registered message that its recipient's system rejected, and what that did to the case. */
export interface RecipientRejectionDocument {
  readonly messageId: string;
  readonly messageType: string;
  /** Side that sent the message. */
  readonly side: SideName;
  readonly deliveryNo: number;
  /** `returned`: the case is where it was before the message, and it is the sender's turn again. Else nothing changed. */
  readonly effect: 'returned' | 'too-late' | 'nothing-moved';
  /** Business instant by the recipient's claim. */
  readonly at: string;
  readonly code: string;
  readonly faults: readonly FieldFault[];
}
/** A file that belongs to a message. Its bytes are fetched at the own border by the parties of the case alone. */
export interface AttachmentDocument {
  /** Participant that attached it, and the id of the file there. */
  readonly participant: string;
  readonly fileId: string;
  /** `sha256:` and the digest of its plain content, as fields of messages name it. */
  readonly digest: string;
  readonly size: number;
  readonly mediaType: string;
  readonly materialCode?: string;
  /** Business instant at which its region had it whole. */
  readonly storedAt: string;
  /** Business date until which it is kept. */
  readonly keepUntil: string;
}
export interface CaseEntryDocument {
  readonly logIndex: number;
  readonly kind: 'registered' | 'rejected' | 'receipts' | 'migrated' | 'alarmed' | 'lapsed' | 'erased' | 'erasure-confirmed';
  readonly registeredAt: string;
  readonly messageId?: string;
  readonly messageType?: string;
  readonly messageKind?: string;
  readonly wording?: Wording;
  readonly sender?: string;
  readonly senderDivision?: string;
  readonly onBehalfOf?: string;
  readonly localCaseNo?: string;
  readonly occurredAt?: string;
  readonly receivedAt?: string;
  readonly deliveredAt?: string;
  readonly takenAt?: string;
  /** Of a registered message that is not delivered yet: its recipient is in declared maintenance until this business instant. */
  readonly heldUntil?: string;
  readonly deliveryNo?: number;
  readonly transitionId?: string;
  readonly states?: Readonly<Record<string, string>>;
  readonly alerts?: readonly { readonly ruleId: string; readonly code: string }[];
  /** Of a registered message; absent for none. */
  readonly attachments?: readonly AttachmentDocument[];
  /** Of a registered message: its recipient rejected it. Of receipts: the rejections among them. */
  readonly recipientRejections?: readonly RecipientRejectionDocument[];
  /** The case moved to another version of its flow; `states` says where it was then. */
  readonly migration?: CaseMigrationDocument;
  /** The clocks of the case raised alarms. */
  readonly alarms?: readonly AlarmDocument[];
  /** Of a registered message: its personal part was erased lawfully, by the order of this id; nobody can open it any more. */
  readonly erasedBy?: string;
  /** Its content, or part of it, was erased lawfully; of a confirmation, with the region alone that has done so. */
  readonly erasure?: CaseErasureDocument;
  readonly region?: string;
  /** It ended because nobody met a deadline; `states` says where it was then. */
  readonly lapse?: CaseLapseDocument;
  readonly code?: string;
  readonly faults?: readonly FieldFault[];
  readonly receipts: readonly ReceiptDocument[];
}
/** What was said about a deadline or a dispute of a case, once per run of it. Dates are Beijing dates. */
export interface AlarmDocument {
  readonly stage: 'reminder' | 'warning' | 'escalation' | 'dispute' | 'calendar-not-covered' | 'annulled';
  /** One sentence; a limit without a legal source says so. */
  readonly wording: Wording;
  /** Deadline of the flow or `total`; of a dispute its state. */
  readonly deadlineId: string;
  /** From 1; of a dispute it may be higher. */
  readonly level: number;
  readonly startedOn?: string;
  readonly dueOn?: string;
  readonly notBefore?: string;
  readonly responsible: string;
  readonly side?: SideName | 'hub';
  readonly deadlineKind: string;
  readonly legal: boolean;
  readonly confidence: string;
  readonly sourceStandardIds: readonly string[];
  /** Sides that were told; `hub`: the duty desk of the home hub. */
  readonly to: readonly (SideName | 'hub')[];
  /** Of an escalation that does not hold: position in the log of the message that was received in time and came later. */
  readonly annulledBy?: number;
  /** Of `calendar-not-covered`: the deadline is computed now, or waits no more. Nobody is told: the stages of the deadline itself follow. */
  readonly settled?: boolean;
}
/** The case, or a track of it, ended because nobody met a deadline 逾期终结. */
export interface CaseLapseDocument {
  readonly deadlineId: string;
  readonly wording: Wording;
  readonly dueOn: string;
  /** Day its escalation was raised, from which the working days were waited. */
  readonly escalatedOn: string;
  readonly afterWorkingDays: number;
  readonly responsible: string;
  readonly side?: SideName;
  readonly deadlineKind: string;
  readonly legal: boolean;
  readonly sourceStandardIds: readonly string[];
  /** Position in the log of the message that was received in time, came later and took it back. */
  readonly annulledBy?: number;
}
/** A move to another version of the flow, by the order of two persons. */
export interface CaseMigrationDocument {
  /** Id of the command that asked for it. */
  readonly actionId: string;
  /** Business instant of the order. */
  readonly orderedAt: string;
  readonly fromDigest: string;
  readonly toDigest: string;
}
/** Which version of an artefact a case runs under. */
export interface VersionDocument {
  readonly version: string;
  /** What became of that version since; `superseded` says that new cases begin with another. */
  readonly status: 'published' | 'effective' | 'superseded' | 'suspended' | 'withdrawn';
  /** In force now, where it is another version. */
  readonly newest?: string;
}
/** The versions a case follows: those it began with, and of its flow the one it was moved to since. */
export interface CaseVersionsDocument {
  readonly item: VersionDocument;
  readonly flow: VersionDocument;
  /** Standards the item names, as they were in force when the case was opened. */
  readonly standards: readonly (VersionDocument & { readonly id: string })[];
}
/** Who answers for a track of a case over a period: the agency, for itself or for an applicant or external body whose turn it is (T6-C4). */
export interface ResponsibilityDocument {
  readonly track: string;
  /** Absent where the case went back to its opener before it began. */
  readonly state?: string;
  readonly wording?: Wording;
  /** Whose turn it is. */
  readonly holder: { readonly actor: string; readonly wording: Wording };
  /** The accountable agency. */
  readonly agency: { readonly actor: string; readonly wording: Wording };
  /** What the agency is in this flow, e.g. `sendingProvinceAgency`. */
  readonly role?: string;
  readonly side: SideName;
  readonly participant: string;
  readonly division: string;
  /** Inclusive; `to` exclusive, absent for what lasts. */
  readonly from: string;
  readonly to?: string;
  /** What began and what ended it; absent in answers of older hubs. */
  readonly begunBy?: ResponsibilityActDocument;
  readonly endedBy?: ResponsibilityActDocument;
  /** Another agency answered before. */
  readonly handedOver?: HandoverDocument;
}
/** An entry of the log with which responsibility moved: who did what. A rejection by a recipient's system that sent the case back, and a move to another version of the flow, are no messages, and name none. */
export interface ResponsibilityActDocument {
  readonly logIndex: number;
  readonly messageType?: string;
  readonly messageKind?: string;
  readonly wording?: Wording;
  readonly participant?: string;
  /** Code of the agency 经办机构 that sent it, the opaque id of the person in charge, and for whom it was sent. */
  readonly agencyCode?: string;
  readonly handlerId?: string;
  readonly onBehalfOf?: string;
}
/** Handing over: at the instant the border received the message, from which on the next agency answers; its limits start when that was delivered. */
export interface HandoverDocument {
  readonly by: SideName;
  readonly participant: string;
  readonly at: string;
  readonly logIndex: number;
  /** On disk at the system of who took over; absent while that is not attested, and where it was handed over by no message. */
  readonly deliveredAt?: string;
}
/** A lawful erasure 依法删除: wrapped content keys were destroyed, and what they sealed with them. The log is whole. */
export interface CaseErasureDocument {
  readonly actionId: string;
  /** Business instants: two persons ordered it, its home carried it out. */
  readonly orderedAt: string;
  readonly at: string;
  readonly basis: { readonly code: string; readonly document: string; readonly wording?: Wording };
  /** `person:<id>`. */
  readonly proposedBy: string;
  readonly confirmedBy: string;
  readonly messageIds: readonly string[];
  /** Regions that kept something of it, and those whose word that it is destroyed has not come; none: it is destroyed everywhere. */
  readonly regions: readonly string[];
  readonly pendingRegions: readonly string[];
}
/** An erasure that was ordered and not carried out yet. */
export interface OrderedErasureDocument {
  readonly actionId: string;
  readonly orderedAt: string;
  readonly basis: { readonly code: string; readonly document: string };
  /** `not-closed`, `retention-not-stated`, `retention-runs`, `no-such-message`; absent while its home has not looked at it. */
  readonly waitsFor?: string;
}

export interface CaseDocument {
  readonly caseNo: string;
  readonly homeRegion: string;
  readonly itemCode: string;
  readonly item: Wording;
  readonly flowId: string;
  readonly flowVersion: string;
  /** Names the exact release the case follows: what its messages are to follow. Absent in answers of older hubs. */
  readonly schemaDigest?: string;
  /** Absent in answers of hubs that know no versions. */
  readonly versions?: CaseVersionsDocument;
  readonly entryId: string;
  readonly openedAt: string;
  readonly parties: readonly PartyDocument[];
  readonly tracks: readonly TrackDocument[];
  /** Every started track is in a terminal state. */
  readonly closed: boolean;
  readonly outcome?: string;
  readonly deadlines: readonly DeadlineDocument[];
  /** Oldest first; absent in answers of older hubs. */
  readonly responsibility?: readonly ResponsibilityDocument[];
  readonly entries: readonly CaseEntryDocument[];
  readonly logIndex: number;
  /** Hash chain of the log is whole. */
  readonly chainWhole: boolean;
  readonly predecessorCaseNo?: string;
  /** Ground on which personal data of the case may leave the mainland side, as its opener stated it. */
  readonly legalBasis?: { readonly code: string; readonly document: string; readonly wording?: Wording };
  /** One side is of the mainland, the other a SAR. `personalDataOn`: within this pair the switch lets personal data pass now. */
  readonly crossBorder?: { readonly personalDataOn: boolean };
  /** Why it follows its predecessor. */
  readonly successorKind?: string;
  /** Cases opened after this one, oldest first; absent in answers of older hubs. */
  readonly successors?: readonly SuccessorDocument[];
  /** Regions that could not say whether they have a successor. */
  readonly successorsUnknownIn?: readonly string[];
  /** What of it was erased lawfully, oldest first; absent where nothing was. */
  readonly erasures?: readonly CaseErasureDocument[];
  /** Erasures that are ordered and wait. */
  readonly erasuresOrdered?: readonly OrderedErasureDocument[];
  /** Why clocks of the case stand; absent in answers of older hubs. */
  readonly standstills?: readonly StandstillDocument[];
  /** What is awaited from whom, by track under way; absent in answers of older hubs. */
  readonly awaited?: readonly AwaitedDocument[];
}

/** What one side may send now: enough to build a screen without knowing the flow. */
export interface NextActionsDocument {
  readonly caseNo: string;
  readonly logIndex: number;
  readonly side: SideName;
  readonly closed: boolean;
  readonly tracks: readonly TrackDocument[];
  readonly actions: readonly NextActionDocument[];
  /** Messages of either side that the other one's system rejected, oldest first; absent when there are none. */
  readonly recipientRejections?: readonly RecipientRejectionDocument[];
  /** What follows is absent in answers of older hubs. Deadlines that are open: running, standing, waiting for a delivery or beyond the calendar. */
  readonly deadlines?: readonly DeadlineDocument[];
  readonly standstills?: readonly StandstillDocument[];
  readonly awaited?: readonly AwaitedDocument[];
  readonly materials?: MaterialsDocument;
  /** Cases this side may open now that the case is closed. */
  readonly mayFollow?: readonly SuccessorOptionDocument[];
}
export interface NextActionDocument {
  readonly message: { readonly type: string; readonly kind: string } & Wording;
  /** Who acts: the agency of the side, or the one that it sends for. */
  readonly actor?: { readonly actor: string; readonly wording: Wording };
  readonly onBehalfOf?: string;
  /** To be given with the message: it opens a case that went back to its opener before it began. */
  readonly entryId?: string;
  /** This side's actor holds a state that the message leaves. */
  readonly holder: boolean;
  readonly dueOn?: string;
  readonly dueKind?: string;
  /** The deadline of `dueOn`. */
  readonly due?: { readonly deadline: string; readonly wording: Wording; readonly on: string; readonly legal: boolean; readonly overdue: boolean; /** Not overdue, because a silent link may bring what was in time. */ readonly undetermined?: true };
  /** Ids of all open deadlines that the message could meet, those that stand included. */
  readonly meets?: readonly string[];
  readonly fields: readonly FieldDocument[];
  readonly outcomes: readonly OutcomeDocument[];
}
export interface FieldDocument extends Wording {
  readonly id: string;
  readonly type: string;
  readonly part: 'open' | 'personal';
  readonly required: boolean;
  readonly requiredWhen?: unknown;
  readonly typedBy?: string;
  readonly pattern?: string;
  readonly itemPattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly min?: number;
  readonly max?: number;
  readonly maxItems?: number;
  /** A code with dates is for cases opened on them, first and last day inclusive. */
  readonly values?: readonly ({ readonly code: string; readonly numberType?: string; readonly effectiveFrom?: string; readonly retiredOn?: string } & Wording)[];
  /** Fields of the record type. */
  readonly fields?: readonly FieldDocument[];
  /** The only values with which the message is accepted now, each with the transitions it may lead to; absent where the field decides nothing. */
  readonly choices?: readonly { readonly value: string | boolean; readonly outcomes: readonly string[] }[];
  /** Cross-message checks the hub will make on this field. */
  readonly constraints?: readonly { readonly rule: string; readonly severity: string; readonly division?: string; readonly notAfter?: string; readonly notBefore?: string; readonly sum?: number }[];
}
export interface OutcomeDocument extends Wording {
  readonly transitionId: string;
  readonly path: string;
  /** On the guide's normal path of the entry; a guide, it decides nothing. */
  readonly onNormalPath: boolean;
  /** Condition on fields of the message, in the guard language; absent when there is none. */
  readonly when?: unknown;
  readonly to: string;
  readonly toWording?: Wording;
  readonly track: string;
  readonly terminal: boolean;
}
