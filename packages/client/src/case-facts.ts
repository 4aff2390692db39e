import type { SideName } from '@tongban/contracts';

export interface PartyFacts { readonly participant: string; readonly division: string; readonly agencyCode?: string }

/** What a side has to know of a case to send in it. Fixed by the first message, except the side's own number. */
export interface CaseFacts {
  readonly caseNo: string;
  readonly itemCode: string;
  readonly flowId: string;
  /** Exact version of the flow the case began with; empty when only the document of an older hub was seen. */
  readonly schemaDigest: string;
  readonly homeRegion: string;
  readonly opener: PartyFacts;
  readonly counterpart: PartyFacts;
  /** This side's own number. */
  readonly localCaseNo?: string;
}

export const sideOf = (facts: CaseFacts, participant: string): SideName | undefined =>
  facts.opener.participant === participant ? 'opener' : facts.counterpart.participant === participant ? 'counterpart' : undefined;
