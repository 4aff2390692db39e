import type { RegionCode, v1 } from '@tongban/contracts';
import type { CompiledFlow, MessageTypes, WorkCalendar } from '@tongban/domain';

/** One published version of a flow: what decides, validates and encodes. */
export interface FlowRelease {
  readonly flow: CompiledFlow;
  readonly types: MessageTypes;
  readonly version: string;
}
export interface PartyFacts {
  readonly participant: string;
  readonly division: string;
  readonly region: RegionCode;
  readonly zh: string;
  readonly en: string;
}
export type ItemFlow =
  | { readonly kind: 'unknown' | 'not-cross-province' | 'no-flow' }
  | { readonly kind: 'flow'; readonly release: FlowRelease };

/** What the cases service asks the catalogue. */
export interface FlowReleases {
  /** The release a running case keeps: its schema digest. */
  byDigest(digest: string): FlowRelease | undefined;
  /** The release new cases of an item begin with. */
  ofItem(itemCode: string): ItemFlow;
  itemWording(itemCode: string): { zh: string; en: string };
  participantOf(division: string): string | undefined;
  partyOf(party: v1.Party.$Properties): PartyFacts;
  calendarOf(participant: string): WorkCalendar;
}
