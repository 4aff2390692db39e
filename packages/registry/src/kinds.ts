import { v1 } from '@tongban/contracts';
import type { ArtefactKind, ArtefactVersionRef, Disposition, StandardTier, SuspensionScope } from '@tongban/domain';

/** The words of the domain and the numbers of the wire. A number nobody knows is an empty word, which every check of form refuses. */
export interface Words<W extends string, N extends number> { wordOf(number: N | null | undefined): W; numberOf(word: W): N }

export function words<W extends string, N extends number>(pairs: Readonly<Record<W, N>>): Words<W, N> {
  const byNumber = new Map((Object.entries(pairs) as [W, N][]).map(([word, number]) => [number, word]));
  return { wordOf: (number) => (number === null || number === undefined ? undefined : byNumber.get(number)) ?? ('' as W), numberOf: (word) => pairs[word] };
}

export const KINDS = words<ArtefactKind, v1.ArtefactKind>({
  standard: v1.ArtefactKind.ARTEFACT_KIND_STANDARD, item: v1.ArtefactKind.ARTEFACT_KIND_ITEM, flow: v1.ArtefactKind.ARTEFACT_KIND_FLOW,
  'code-list': v1.ArtefactKind.ARTEFACT_KIND_CODE_LIST, calendar: v1.ArtefactKind.ARTEFACT_KIND_CALENDAR, 'common-messages': v1.ArtefactKind.ARTEFACT_KIND_COMMON_MESSAGES,
  'code-mapping': v1.ArtefactKind.ARTEFACT_KIND_CODE_MAPPING, profile: v1.ArtefactKind.ARTEFACT_KIND_PROFILE, participant: v1.ArtefactKind.ARTEFACT_KIND_PARTICIPANT,
});
export const TIERS = words<StandardTier, v1.StandardTier>({
  national: v1.StandardTier.STANDARD_TIER_NATIONAL, industry: v1.StandardTier.STANDARD_TIER_INDUSTRY, regional: v1.StandardTier.STANDARD_TIER_REGIONAL,
  local: v1.StandardTier.STANDARD_TIER_LOCAL, internal: v1.StandardTier.STANDARD_TIER_INTERNAL,
});
export const SCOPES = words<SuspensionScope, v1.SuspensionScope>({
  'new-cases': v1.SuspensionScope.SUSPENSION_SCOPE_NEW_CASES, all: v1.SuspensionScope.SUSPENSION_SCOPE_ALL,
});
export const DISPOSITIONS_SENT = words<Disposition, v1.CommentDisposition>({
  accepted: v1.CommentDisposition.COMMENT_DISPOSITION_ACCEPTED, 'partly-accepted': v1.CommentDisposition.COMMENT_DISPOSITION_PARTLY_ACCEPTED,
  'not-accepted': v1.CommentDisposition.COMMENT_DISPOSITION_NOT_ACCEPTED,
});
export const ADOPTIONS = words<'ready' | 'adopted' | 'deferred', v1.AdoptionState>({
  ready: v1.AdoptionState.ADOPTION_STATE_READY, adopted: v1.AdoptionState.ADOPTION_STATE_ADOPTED, deferred: v1.AdoptionState.ADOPTION_STATE_DEFERRED,
});
export const DERIVATIONS = words<'corrigendum' | 'revert', v1.DerivationKind>({
  corrigendum: v1.DerivationKind.DERIVATION_KIND_CORRIGENDUM, revert: v1.DerivationKind.DERIVATION_KIND_REVERT,
});

interface SentRef { readonly kind?: v1.ArtefactKind | null; readonly id?: string | null; readonly version?: string | null }
export const refOf = (ref: SentRef | null | undefined): ArtefactVersionRef => ({ kind: KINDS.wordOf(ref?.kind), id: ref?.id ?? '', version: ref?.version ?? '' });
export const sentRef = ({ kind, id, version }: ArtefactVersionRef): v1.ArtefactVersionRef.$Properties => ({ kind: KINDS.numberOf(kind), id, version });
