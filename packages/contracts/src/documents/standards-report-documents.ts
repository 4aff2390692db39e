import type { Wording } from './case-document';
import type { ArtefactVersionName } from './standards-documents';

/** Rows of `standards.show` that report on the work with standards. Dates are Asia/Shanghai. */

/** A published version of a standard or item whose disclosure to the public is due within the limit (T8-C2). */
export interface DisclosureRow extends ArtefactVersionName {
  readonly owner: string;
  readonly title: Wording;
  /** Date of its publication in the registry. */
  readonly formedOn: string;
  /** Last day of the limit; of `calendar-not-covered` the day it cannot end before. */
  readonly dueOn: string;
  readonly status: 'disclosed' | 'disclosed-late' | 'waiting' | 'late' | 'calendar-not-covered';
  readonly disclosedOn?: string;
  readonly disclosureUrl?: string;
  /** Version whose content says so, where it is another: a corrigendum. */
  readonly recordedBy?: string;
  readonly limit: { readonly value: number; readonly unit: string; readonly deadlineKind: string; readonly sourceStandardIds: readonly string[]; readonly confidence: string; readonly basis: string };
}
/** Who can be addressed (T1-C1). */
export interface ParticipantRow {
  readonly participant: string;
  readonly name: Wording;
  readonly region: string;
  /** municipality, province, autonomous-region, sar, xpcc. */
  readonly type: string;
  readonly participantClass: string;
  /** Whether mainland limits and the State Council's calendar bind it. */
  readonly mainlandHrssRulesApply: boolean;
  /** Divisions of it that the region's own rules bind; empty: all of it. */
  readonly subScope: readonly string[];
  readonly department?: Wording;
  /** Items a new case can be opened for now; what a switch closes between two participants is not taken off. */
  readonly enabledItems: readonly string[];
  /** By its record in force; absent while its region has published none. */
  readonly record?: ParticipantRecordDocument;
  /** What is wrong with its entry in the register; absent when nothing is. */
  readonly faults?: readonly string[];
}
/** What a participant's record in force says. `ended`: it was suspended or withdrawn, and nothing of it counts. */
export interface ParticipantRecordDocument {
  readonly version: string;
  readonly ended?: true;
  readonly keys: readonly { readonly keyId: string; readonly use: string; readonly algorithm: string; readonly validFrom?: string; readonly validTo?: string }[];
  /** Absent: all. */
  readonly itemCodes?: readonly string[];
  readonly modes?: readonly string[];
  readonly desks: readonly (Wording & { readonly itemCodes?: readonly string[]; readonly hours: string; readonly contact: string; readonly escalation: string })[];
}
/** A local or joint standard in force, as far as the registries know it: what `tongban standards elevation` ranks. */
export interface ElevationCandidateRow {
  readonly standardId: string;
  readonly version: string;
  readonly number: string;
  readonly title: Wording;
  readonly tier: 'local' | 'regional';
  readonly participants: readonly string[];
  readonly regions: readonly string[];
  readonly itemCodes: readonly string[];
  readonly adopters: readonly { readonly participant: string; readonly region: string; readonly version: string; readonly on: string }[];
}
/** One phase of a region's targets: what is wanted by a date, and how far it is (T1-C2). */
export interface ProgressRow extends ArtefactVersionName {
  readonly owner: string;
  readonly region: string;
  /** 1 for the first date. */
  readonly phase: number;
  readonly by: string;
  readonly wanted: number;
  readonly actual: number;
  readonly gap: number;
  readonly reached: boolean;
  readonly late: boolean;
  /** How many had adopted on each day, oldest first. */
  readonly trend: readonly { readonly on: string; readonly actual: number }[];
  /** More than 30 days before. */
  readonly change: number;
}
