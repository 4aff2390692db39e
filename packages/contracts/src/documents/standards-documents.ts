import type { Wording } from './case-document';
import type { MaintenanceRow } from './maintenance-document';
import type { CodeListRow, CodeMappingRow, DifferenceRow, ProfileRow } from './harmonisation-documents';
import type { DisclosureRow, ElevationCandidateRow, ParticipantRow, ProgressRow } from './standards-report-documents';
import type { SwitchRow, SwitchSettingDocument } from './switch-documents';

/** What `standards.show` answers with, one kind of row for each section. */
export const STANDARDS_SECTIONS = [
  'artefacts', 'drafts', 'comments', 'actions', 'adoption', 'targets', 'gaps', 'table',
  'switches', 'code-lists', 'mappings', 'profiles', 'differences',
  'disclosure', 'participants', 'elevation', 'progress', 'maintenance',
] as const;
export type StandardsSection = (typeof STANDARDS_SECTIONS)[number];
/**
 * A row must meet every filter given. `id` with `kind`: that artefact in all its versions; with `version` that one, with its content. `region`: what holds there, or its
 * participants. `late`: `true` for who is late. `at`: the business instant of statuses, now by default.
 * `id` of `code-lists` and `mappings`: the code list. `differences` need `item`, and compare the provinces of `region`; `with`: and those of another region.
 */
export const STANDARDS_FILTERS = ['owner', 'kind', 'id', 'version', 'status', 'tier', 'category', 'item', 'region', 'draft', 'action', 'participant', 'late', 'at', 'with'] as const;
export type StandardsFilter = (typeof STANDARDS_FILTERS)[number];
export const STANDARDS_ROWS_MAX = 500;
export const STANDARDS_ROWS_DEFAULT = 100;

/** Sent as the JSON of a JsonDocument. */
export interface StandardsQuery {
  readonly section: StandardsSection;
  readonly filters?: { readonly [name in StandardsFilter]?: string };
  /** Rows, 1 to 500; 100 without it. */
  readonly limit?: number;
  /** Continue after this: the `next` of the page before, unchanged. */
  readonly after?: string;
}

export interface StandardsPage<Row> {
  /** Region that answers. */
  readonly region: string;
  /** Business instant that the statuses are of. */
  readonly at: string;
  /** How far its copies of the owners' logs are. */
  readonly copies: readonly { readonly owner: string; readonly held: number; readonly announced?: number; readonly knownUntil?: string; readonly fault?: string }[];
  readonly rows: readonly Row[];
  /** The next page begins after this, given back unchanged; absent on the last page. */
  readonly next?: string;
}

export interface ArtefactVersionName { readonly kind: string; readonly id: string; readonly version: string }
/** A version that is published. Without the filter `id`, of each artefact the one in force, or the newest where none is. */
export interface ArtefactRow extends ArtefactVersionName {
  readonly owner: string;
  readonly digest: string;
  readonly title?: Wording;
  readonly status: 'published' | 'effective' | 'superseded' | 'suspended' | 'withdrawn';
  /** What a suspension stops, while it lasts. */
  readonly suspended?: 'new-cases' | 'all';
  /** Standards only. */
  readonly tier?: string;
  readonly itemCodes: readonly string[];
  readonly categories: readonly string[];
  readonly regions: readonly string[];
  /** Absent for what the package ships with, which was always in effect. */
  readonly effectiveFrom?: string;
  readonly transitionEndsAt?: string;
  readonly reviewDue?: string;
  readonly withdrawnAt?: string;
  readonly draftId?: string;
  /** Number of the entry that published it; 0 for what the package ships with. */
  readonly publishedNo: number;
  readonly derivation?: { readonly kind: 'corrigendum' | 'revert'; readonly from: string };
  /** Only when one version is asked for. */
  readonly content?: unknown;
}

/** Who acted; a person by an opaque id. */
export interface StandardsActor { readonly person: string; readonly unit: string; readonly at: string }
export interface DraftRow {
  readonly owner: string;
  readonly draftId: string;
  readonly title: Wording;
  /** What an approval names. */
  readonly digest: string;
  readonly phase: 'draft' | 'consultation' | 'approved' | 'published' | 'abandoned';
  readonly drafter: StandardsActor;
  readonly reason: string;
  readonly effectiveFrom: string;
  readonly transitionDays: number;
  readonly reviewDue?: string;
  readonly artefacts: readonly (ArtefactVersionName & { readonly digest: string; readonly derivation?: { readonly kind: 'corrigendum' | 'revert'; readonly from: string } })[];
  readonly consultation?: { readonly since: string; readonly until: string };
  readonly approvals: readonly StandardsActor[];
  readonly comments: { readonly total: number; readonly open: number };
}
/** One comment of the draft that the filter `draft` names. */
export interface DraftCommentRow {
  readonly owner: string;
  readonly draftId: string;
  readonly number: number;
  readonly clause: string;
  readonly comment: string;
  readonly unit: string;
  readonly at: string;
  readonly disposition: 'accepted' | 'partly-accepted' | 'not-accepted' | null;
  readonly reason: string;
}
/** What waits for a second person. */
export interface PendingActionRow {
  readonly owner: string;
  readonly actionId: string;
  readonly action: 'suspend' | 'resume' | 'withdraw' | 'switch' | 'migrate' | 'erase';
  /** Erasures only: the case, its messages (none: all), and the legal basis with its document. */
  readonly erasure?: { readonly caseNo: string; readonly messageIds: readonly string[]; readonly basis: { readonly code: string; readonly document: string } };
  /** Of a switch. */
  readonly setting?: SwitchSettingDocument;
  readonly scope?: 'new-cases' | 'all';
  /** Migrations only: where states go (without `to` a case in that state stays), and what each hub's dry run counted. */
  readonly states?: readonly { readonly from: string; readonly to?: string }[];
  readonly dryRuns?: readonly { readonly region: string; readonly at: string; readonly running: number; readonly movable: number }[];
  readonly targets: readonly ArtefactVersionName[];
  /** What a confirmation names. */
  readonly digest: string;
  readonly proposer: StandardsActor;
  readonly reason: string;
}
/** How far one participant is with one version, for every version that somebody declared or that has a target. */
export interface AdoptionMatrixRow extends ArtefactVersionName {
  readonly owner: string;
  readonly participant: string;
  readonly region: string;
  /** Absent while it has declared nothing. */
  readonly declared?: { readonly status: 'ready' | 'adopted' | 'deferred'; readonly on?: string; readonly until?: string; readonly reason: string; readonly at: string };
  readonly adopted: boolean;
  readonly late: boolean;
}
export interface TargetRow extends ArtefactVersionName {
  readonly owner: string;
  readonly region: string;
  readonly participants?: readonly string[];
  readonly percent?: number;
  readonly by: string;
  readonly wanted: number;
  readonly adopted: number;
  readonly reached: boolean;
  readonly late: boolean;
  readonly reason: string;
}
/** One hole in the standard system. */
export interface GapRow {
  readonly gap: 'item-without-standard' | 'standard-without-item' | 'family-incomplete'
    | 'area-without-item' | 'item-without-category' | 'item-without-expenditure' | 'item-without-lead-unit';
  /** Item code, standard id, id of the joint family, or the policy area. */
  readonly id: string;
  /** Families only: participants whose standard is missing. */
  readonly region?: string;
  readonly missing?: readonly string[];
}
export interface SystemTableDocumentRow {
  readonly tier: string;
  readonly field: string | null;
  readonly itemCode: string | null;
  readonly item: Wording | null;
  readonly standardId: string;
  readonly number: string;
  readonly title: Wording;
  readonly kind: string;
  readonly version: string;
  readonly status: ArtefactRow['status'];
  readonly replaces: readonly string[];
}
/** The row of a section. */
export interface StandardsRows {
  readonly artefacts: ArtefactRow;
  readonly drafts: DraftRow;
  readonly comments: DraftCommentRow;
  readonly actions: PendingActionRow;
  readonly adoption: AdoptionMatrixRow;
  readonly targets: TargetRow;
  readonly gaps: GapRow;
  readonly table: SystemTableDocumentRow;
  readonly switches: SwitchRow;
  readonly disclosure: DisclosureRow;
  readonly participants: ParticipantRow;
  readonly elevation: ElevationCandidateRow;
  readonly progress: ProgressRow;
  readonly maintenance: MaintenanceRow;
  readonly 'code-lists': CodeListRow;
  readonly mappings: CodeMappingRow;
  readonly profiles: ProfileRow;
  readonly differences: DifferenceRow;
}
