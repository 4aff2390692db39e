import type { SideName } from '@tongban/contracts';
import type { LegalBasis } from '@tongban/domain';

export interface PartyFacts { readonly participant: string; readonly division: string; readonly agencyCode?: string }

/** What a side has to know of a case to send in it. Fixed by the first message, except the side's own number and the version its home moved it to. */
export interface CaseFacts {
  readonly caseNo: string;
  readonly itemCode: string;
  readonly flowId: string;
  /** Exact version of the flow the case follows; empty when only the document of an older hub was seen. */
  readonly schemaDigest: string;
  /** Entry of the home's log from which it follows that version; absent while it is the one it began with. */
  readonly schemaLogIndex?: number;
  /** The home refused a message because of its version: it is asked which one holds before the next is made. */
  readonly schemaDoubted?: boolean;
  readonly homeRegion: string;
  readonly opener: PartyFacts;
  readonly counterpart: PartyFacts;
  /** This side's own number. */
  readonly localCaseNo?: string;
  /** Ground on which personal data may leave the mainland side, as the opening states it. */
  readonly legalBasis?: LegalBasis;
}

export const sideOf = (facts: CaseFacts, participant: string): SideName | undefined =>
  facts.opener.participant === participant ? 'opener' : facts.counterpart.participant === participant ? 'counterpart' : undefined;
