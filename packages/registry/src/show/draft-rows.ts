import type { DraftCommentRow, DraftRow, PendingActionRow, StandardsActor } from '@tongban/contracts';
import { type DraftRecord, type RegistryActor, phaseOf, releaseOf } from '@tongban/domain';
import { type Content, topicsOfContents } from '../topics';
import { TIERS } from '../kinds';
import type { Filters } from './standards-query';
import { pendingSwitchRow } from './switch-rows';
import { type StandardsView, fits, fitsOneOf, names, registriesOf } from './standards-view';

const actor = ({ personId: person, unit }: RegistryActor, at: string): StandardsActor => ({ person, unit, at });

/** Drafts in every phase, those that are open first, then by when they were drafted. */
export function draftRows(view: StandardsView, filters: Filters): DraftRow[] {
  const rows = registriesOf(view, filters).flatMap(({ owner, state }) => [...state.drafts.values()]
    .filter(({ text }) => fits(filters.draft, text.draftId) && concerns(view, text.artefacts, filters)).map((draft) => draftRow(owner, draft)));
  return rows.filter(({ phase }) => fits(filters.status, phase)).sort((a, b) => Number(isOver(a)) - Number(isOver(b)) || Date.parse(b.drafter.at) - Date.parse(a.drafter.at) || (a.draftId < b.draftId ? -1 : 1));
}

const isOver = ({ phase }: DraftRow): boolean => phase === 'published' || phase === 'abandoned';

function draftRow(owner: string, draft: DraftRecord): DraftRow {
  const { text, digest, drafter, draftedAt, reason, consultation, approvals, comments } = draft;
  return {
    owner, draftId: text.draftId, title: text.title, digest, phase: phaseOf(draft), drafter: actor(drafter, draftedAt), reason, effectiveFrom: text.effectiveFrom,
    transitionDays: text.transitionDays, ...(text.reviewDue !== undefined && { reviewDue: text.reviewDue }),
    artefacts: text.artefacts.map(({ kind, id, version, digest: content, derivation }) => ({ kind, id, version, digest: content, ...(derivation && { derivation }) })),
    ...(consultation && { consultation }), approvals: approvals.map(({ by, at }) => actor(by, at)),
    comments: { total: comments.length, open: comments.filter(({ disposed }) => disposed === undefined).length },
  };
}

/** Comments of the drafts that are asked for, in their order. */
export const commentRows = (view: StandardsView, filters: Filters): DraftCommentRow[] => registriesOf(view, filters).flatMap(({ owner, state }) =>
  [...state.drafts.values()].filter(({ text }) => fits(filters.draft, text.draftId)).flatMap(({ text: { draftId }, comments }) => comments.map(({ number, clause, text, commenter, at, disposed }) =>
    ({ owner, draftId, number, clause, comment: text, unit: commenter.unit, at, disposition: disposed?.disposition ?? null, reason: disposed?.reason ?? '' }))));

/** What waits for a second person, oldest first. */
export const actionRows = (view: StandardsView, filters: Filters): PendingActionRow[] => registriesOf(view, filters).flatMap(({ owner, state }) =>
  [...state.actions.values()].filter(({ actionId }) => fits(filters.action, actionId)).flatMap((pending): PendingActionRow[] => {
    const { actionId, action, digest, proposer, reason, at } = pending;
    if (action.action === 'switch') return [pendingSwitchRow(view, owner, pending, filters)].flatMap((row) => row ?? []);
    if (action.action === 'erase') return [{ owner, actionId, action: 'erase', erasure: { caseNo: action.caseNo, messageIds: action.messageIds, basis: action.basis }, targets: [], digest, proposer: actor(proposer, at), reason }];
    if (!concerns(view, action.targets.flatMap((target) => releaseOf(state, target) ?? []), filters)) return [];
    return [{
      owner, actionId, action: action.action, ...(action.action === 'suspend' && { scope: action.scope }),
      ...(action.action === 'migrate' && { states: action.states, dryRuns: action.dryRuns.map(({ region, at: madeAt, running, movable }) => ({ region, at: madeAt, running, movable })) }),
      targets: action.targets, digest, proposer: actor(proposer, at), reason,
    }];
  }));

/** Whether one of the contents is what the filters ask for. */
function concerns(view: StandardsView, contents: readonly Content[], { kind, id, tier, category, item, region }: Filters): boolean {
  return contents.some((one) => {
    const { tiers, categories, itemCodes, regions } = topicsOfContents([one], { catalogue: view.book.catalogue, regionOfDivision: view.book.regionOfDivision });
    return fits(kind, one.kind) && fits(id, one.id) && (tier === undefined || (tiers ?? []).some((number) => TIERS.wordOf(number) === tier))
      && names(category, categories ?? []) && names(item, itemCodes ?? []) && fitsOneOf(region, regions ?? []);
  });
}
