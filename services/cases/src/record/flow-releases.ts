import type { CaseVersionsDocument, FieldFault, MaterialDocument, RegionCode, SideName, Wording, v1 } from '@tongban/contracts';
import type { CaseDivisions, CompiledFlow, HeldFate, LegalBasis, MessageTypes, Profile, StateMapping, SwitchRecord, WorkCalendar } from '@tongban/domain';

/** One published version of a flow: what decides, validates and encodes. */
export interface FlowRelease {
  readonly flow: CompiledFlow;
  readonly types: MessageTypes;
  readonly version: string;
}
/** A release as people who compare versions read it. */
export const releaseName = ({ flow, version, types }: FlowRelease): string => `${flow.id} ${version} (${types.digest})`;

export interface PartyFacts {
  readonly participant: string;
  readonly division: string;
  readonly region: RegionCode;
  readonly zh: string;
  readonly en: string;
}
/** What new cases of an item may begin with, or why none can begin. */
export type ItemReleases =
  | { readonly kind: 'unknown' | 'not-cross-province' | 'no-flow' | 'suspended' | 'withdrawn' }
  | { readonly kind: 'accepted'; /** Newest first, at least one. */ readonly releases: readonly FlowRelease[] };

/** What an opening fixed, and an ordered migration changed, as far as it says which versions a case follows. */
export interface PinnedCase {
  readonly itemCode: string;
  readonly release: FlowRelease;
  /** Business instant at which the opening was received. */
  readonly openedAt: string;
  /** Business instant of the order that brought the case to its release; absent while it follows the one it began with. */
  readonly movedBy?: string;
}

/** A standing order that concerns a case, and what the case would follow then. */
export interface CaseOrder {
  readonly actionId: string;
  /** Business instant of the order. */
  readonly at: string;
  readonly states: readonly StateMapping[];
  readonly target: FlowRelease;
}

/** What switches are asked about a case that is to begin. */
export interface AskedCase { readonly itemCode: string; readonly opener: string; readonly counterpart: string }

/** A case between a mainland side and a SAR. */
export interface Crossing {
  /** Whose personal data would leave the mainland. */
  readonly mainland: SideName;
  /** Whether the switch lets personal data pass within the pair. */
  readonly isOn: boolean;
  /** What is wrong with a basis between these two sides. */
  readonly faultsOf: (basis: LegalBasis) => readonly FieldFault[];
}

/** What the cases service asks the published standards. Every instant is business time, and none is now: who asks says when. */
export interface FlowReleases {
  /** The release a case follows, whatever became of it since: its schema digest. Undefined while the copy lacks it. */
  byDigest(digest: string): FlowRelease | undefined;
  /** The releases a case of an item may begin with. */
  accepted(itemCode: string, at: string): ItemReleases;
  /** Why it cannot be said here what a case of an item may begin with; undefined when it can. For engineers, in English. */
  lateness(itemCode: string, at: string): string | undefined;
  /** Why the copies of the registries that a case rests on are too old for a first or a later message of it; undefined while they are not. For engineers, in English. */
  copyStale(asked: AskedCase, isOpening: boolean, at: string): string | undefined;
  /** What keeps a running case from going on: a suspension of scope `all` of what it follows. For engineers, in English. */
  halted(pinned: PinnedCase, at: string): string | undefined;
  /** The switch that decides about a new case at an instant: `hold` or `off`; undefined while it is on. */
  switched(asked: AskedCase, at: string): SwitchRecord | undefined;
  /** The newest switch that ever held such cases until then; without one nothing can be kept of them. */
  heldBy(asked: AskedCase, at: string): SwitchRecord | undefined;
  /** What becomes of a held opening, by what decides now and what decided when it was received. */
  heldFate(now: SwitchRecord | undefined, holder: SwitchRecord | undefined, at: string): HeldFate;
  /** How many settings are known: another number means that what was decided before may be decided otherwise. */
  switchesKnown(): number;
  /** The versions a case follows, and what became of them. */
  versionsOf(pinned: PinnedCase, at: string): CaseVersionsDocument;
  /** Materials of the item, in the version that a case follows, that are fetched by data sharing: nobody is asked for them. */
  exemptMaterials(pinned: PinnedCase): ReadonlySet<string>;
  /** Materials of the item, in the version that a case follows, in the order of its guide. */
  materialsOf(pinned: PinnedCase): readonly MaterialDocument[];
  /** Orders that concern a case and came after what brought it to its version, oldest first. None to a version that is suspended or withdrawn at the moment. */
  ordersFor(pinned: PinnedCase, at: string): readonly CaseOrder[];
  /** As the version that a case follows words it. */
  itemWording(pinned: PinnedCase): { zh: string; en: string };
  /** What a region has harmonised for the item of a case, as it binds the division of one of its sides: the profile that held when the case was opened. */
  profileOf(opened: Pick<PinnedCase, 'itemCode' | 'openedAt'>, division: string): Profile | undefined;
  /** The border between the two sides of a case, as it stands at an instant; undefined where there is none (T6-C6). */
  crossing(itemCode: string, sides: CaseDivisions, at: string): Crossing | undefined;
  /** Which of the two sides of a new case is not enabled for its item by its record at an instant: participants, the opener first (DESIGN §7). */
  notEnabled(asked: AskedCase, at: string): readonly string[];
  /** Until when a participant is in maintenance that it declared; undefined while it is not. */
  heldUntil(participant: string, at: string): string | undefined;
  /** How a ground for sending personal data across the border is called. */
  legalBasisWording(code: string): Wording | undefined;
  participantOf(division: string): string | undefined;
  partyOf(party: v1.Party.$Properties): PartyFacts;
  calendarOf(participant: string): WorkCalendar;
}
