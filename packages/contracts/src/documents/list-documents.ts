import type { MirrorSummary } from './mirror-documents';
import type { ErrorCode } from '../errors/catalogue';
import type { SideName, Wording } from './case-document';
import type { SwitchStatusDocument } from './switch-documents';

/** What each side of a case has of something; nothing for a side that named none. */
export type BySide = Readonly<Partial<Record<SideName, string>>>;
/** A case as worklists show it. No personal data: handlers are the provinces' opaque ids. */
export interface CaseRow {
  readonly caseNo: string;
  readonly homeRegion: string;
  readonly itemCode: string;
  readonly flowId: string;
  readonly openedAt: string;
  readonly opener: string;
  readonly openerDivision: string;
  readonly counterpart: string;
  readonly counterpartDivision: string;
  readonly openerRegion: string;
  readonly counterpartRegion: string;
  readonly states: Readonly<Record<string, string>>;
  readonly closed: boolean;
  readonly outcome: string;
  readonly logIndex: number;
  readonly messages: number;
  readonly rejected: number;
  /** Messages that the recipient's system sent back; absent for none. */
  readonly returned?: number;
  /** The opener's own number. */
  readonly localCaseNo: string;
  readonly counterpartLocalCaseNo?: string;
  /** Whose turn it is, by track under way; absent when it is nobody's. */
  readonly holders?: readonly { readonly track: string; readonly actor: string; readonly side: SideName }[];
  /**
   * The duty that is due first among those whose clock runs, and those that were overdue when their clock was stopped; absent when there is none. One that waits for its
   * delivery, and the limit of the whole case, are not among them. It depends on the log and the calendar, not on the day it is asked.
   */
  readonly nextDue?: { readonly on: string; readonly deadline: string; readonly side: SideName };
  /** Where the calendar does not reach the due date of a running duty: the day before which none of these can be due. */
  readonly dueNotBefore?: string;
  /**
   * On the day the list was asked for: the next duty is past its due date. `undetermined` while the region of its side has not vouched for that day: what meets it may be on its way.
   */
  readonly pastDue?: 'overdue' | 'undetermined';
  /** Codes of the agencies 经办机构 that handle it now. */
  readonly agencies?: BySide;
  /** Opaque ids of the persons in charge now. */
  readonly handlers?: BySide;
  readonly updatedAt: string;
  /** Of a case that is over: `late` where a duty was met late or not at all when it was due, `on-time` where none was; absent while neither can be said. */
  readonly timeliness?: 'on-time' | 'late';
  /** First day on which its clocks may have an alarm to raise, `YYYY-MM-DD`; absent for none. When it is there, the case is looked at; it says nothing about being late. */
  readonly alarmOn?: string;
}
/** Lists begin with the case opened first, or with the one whose next duty is due first; the latter have only cases with a running duty. */
export type CaseListOrder = 'opening' | 'due';
export interface CaseListDocument {
  readonly rows: readonly CaseRow[];
  /** The next page begins after this, given back unchanged; absent on the last page. */
  readonly next?: string;
  /** Cases that fit, on all pages together; there when it was asked for. Of the regions that could be asked. */
  readonly total?: number;
  /** Regions that could not be asked: their cases are missing here. */
  readonly unreachableRegions?: readonly string[];
}
/** Everything a value leads to; several when a province's own number was used in several cases. */
export interface FindDocument {
  readonly value: string;
  readonly matches: readonly FindMatch[];
  /** Regions that could not be asked. */
  readonly unreachableRegions?: readonly string[];
}
export interface FindMatch {
  readonly kind: 'case' | 'message' | 'rejected';
  readonly region: string;
  readonly caseNo?: string;
  readonly logIndex?: number;
  readonly messageId?: string;
  readonly participant?: string;
  readonly code?: string;
  readonly at?: string;
  /** SHA-256 (hex) of the original bytes, and where they are kept. */
  readonly digest?: string;
  readonly stream?: string;
  readonly streamSequence?: number;
}
/** Counts and latencies of one region, taken from its streams. */
export interface RegionSummary {
  readonly region: string;
  readonly cases: { opened: number; completed: number; notAccepted: number; withdrawn: number; running: number; crossRegion: number; inRegion: number };
  readonly flows: Record<string, { opened: number; completed: number; notAccepted: number; withdrawn: number; running: number; placements: Record<string, number> }>;
  readonly rejectionsByCode: Record<string, number>;
  /** Alarms of registered messages, by code; absent in answers of older hubs. */
  readonly alertsByCode?: Record<string, number>;
  /** Real milliseconds between the sender's sent_at and each level, every sample. */
  readonly latencySamplesMs: Record<'RECEIVED' | 'REGISTERED' | 'DELIVERED' | 'TAKEN', number[]>;
}
export interface CheckDocument {
  readonly ok: boolean;
  readonly wording: Wording;
  readonly detail?: string | Wording;
  /** Of the error catalogue, where a failed check has one. */
  readonly code?: ErrorCode;
  /** What the check cannot see now: `ok` says nothing about that. */
  readonly blind?: Wording;
}
/** How far one order to migrate running cases is in a region. Counts are of the process that answers, since its start. */
export interface MigrationDocument {
  /** Id of the command that asked for it. */
  readonly actionId: string;
  readonly orderedAt: string;
  readonly flowId: string;
  readonly from: string;
  readonly to: string;
  readonly moved: number;
  /** Cases that could not move when they were last looked at, by reason. */
  readonly staying: Readonly<Record<string, number>>;
  /** Every running case was looked at since the order came. */
  readonly lookedThrough: boolean;
}
/** How a region's copy of one owner's registry stands. */
export interface StandardsCopyDocument {
  /** Region whose hub owns the log. */
  readonly owner: string;
  /** Number of the last entry that is held. */
  readonly held: number;
  /** Number of the last entry the owner was heard to have; absent while it was never heard. */
  readonly announced?: number;
  /** Business instant until which the copy is known to be whole; absent while it is not. */
  readonly knownUntil?: string;
  /** In which stage of the policy a copy is that its owner has not confirmed for a while, and when the next begins; absent while it is fresh. */
  readonly stage?: { readonly id: string; readonly wording: Wording; readonly next?: string; readonly nextInHours?: number };
  /** Why new cases that follow this owner's standards are refused now (`standard.not-current`); absent while they are not. */
  readonly late?: { readonly reason: 'broken' | 'no-head' | 'behind' | 'stale'; readonly wording: Wording };
}
/** How far the answering process of a home is with the clocks of its cases. Cheap to ask, for whoever waits for it. Instants are business time. */
export interface CaseClocksDocument {
  readonly region: string;
  readonly businessNow: string;
  /** Of the setting of the business clock. */
  readonly revision: number;
  /** Cases are looked at by the view: what it lags behind is not looked at yet. */
  readonly view: { readonly ok: boolean; readonly lag: number };
  /** When the last look began that reached every case that waited; absent before the first. */
  readonly lookedAt?: string;
  /** By region, until when it has vouched that everything it received has come. */
  readonly vouchedUntil: Readonly<Record<string, string>>;
}
export interface RegionStatus {
  readonly region: string;
  readonly environment: string;
  readonly ready: boolean;
  readonly server: { name: string; version: string };
  readonly rssBytes: number;
  readonly clock: { businessNow: string; speed: number; revision: number };
  /** `maxBytes` and `maxAgeMs`: absent where there is no limit. `oldestAt`: absent while it is empty. All three are absent in answers of older hubs. */
  readonly streams: readonly { name: string; messages: number; bytes: number; lastSequence: number; maxBytes?: number; maxAgeMs?: number; oldestAt?: string }[];
  readonly consumers: readonly { stream: string; name: string; pending: number; ackPending: number; redelivered: number }[];
  readonly sources: readonly { name: string; lag: number; activeMsAgo: number; error?: string }[];
  readonly view: { ok: boolean; lag: number; detail?: string };
  /** Absent in answers of hubs that hold no standards. */
  readonly standards?: readonly StandardsCopyDocument[];
  /** Switches that are not on now for some new cases, and what is held here; absent in answers of hubs that know none. */
  readonly switches?: readonly SwitchStatusDocument[];
  /** Orders to migrate running cases, as the process that answers carried them out. Absent in answers of older hubs. */
  readonly migrations?: readonly MigrationDocument[];
  /** Participants of the region in maintenance that they declared, and what waits for them in the INBOX. Absent in answers of older hubs. */
  readonly maintenance?: readonly { readonly participant: string; readonly heldUntil: string; readonly waiting: number }[];
  /** What the clocks of the region's cases have to say. Absent in answers of older hubs, and of one whose view does not answer. */
  readonly caseClocks?: {
    /** Timers that are set and have not been heard. */
    readonly timers: number;
    /** Alarms that stand open, of all stages, and those that are for the duty desk of the hub. */
    readonly openAlarms: number;
    readonly forHub: number;
  };
  /** The copies of all regions' streams on the backbone; present at the hub that keeps them. */
  readonly mirrors?: MirrorSummary;
  readonly checks: Readonly<Record<string, CheckDocument>>;
  readonly alarms: readonly string[];
}
