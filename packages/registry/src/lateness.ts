import type { RegionCode } from '@tongban/contracts';
import { type VersionedCatalogue, usedCodeLists } from '@tongban/catalogue';
import { type DraftRecord, type Flow, type FlowContent, type ItemContent, phaseOf } from '@tongban/domain';
import type { OwnerCopy } from './owner-copy';

/** Why a reader cannot prove that it knows what holds for an item. */
export interface Lateness {
  readonly owner: RegionCode;
  /** No head was heard; entries before the newest head are missing; the newest head is too old; what may have been published since is due. */
  readonly reason: 'no-head' | 'behind' | 'stale' | 'pending';
  /** Business instant until which everything is known, when something is. */
  readonly knownUntil?: string;
  /** Entries held. */
  readonly held: number;
  /** Entries there were at the newest head. */
  readonly announced?: number;
}

const HOUR_MS = 3_600_000;

/** Undefined when the copy is current for an item at a business instant, see the design of the registry (DESIGN §5). */
export function latenessOf(copy: OwnerCopy, catalogue: VersionedCatalogue, itemCode: string, at: string, { leaseHours, isOwner }: { readonly leaseHours: number; readonly isOwner: boolean }): Lateness | undefined {
  const { newestHead: head, lastNumber: held, owner } = copy;
  if (head === undefined) return isOwner ? undefined : { owner, reason: 'no-head', held };
  const known = { owner, held, announced: head.number, knownUntil: head.businessAt };
  if (head.number > held) return { ...known, reason: 'behind' };
  // Nothing is published in the owner's log that its own region would have to wait for.
  if (isOwner) return undefined;
  if (Date.parse(at) - Date.parse(head.businessAt) > leaseHours * HOUR_MS) return { ...known, reason: 'stale' };
  return isPublicationDue(copy, catalogue, itemCode, at, head.businessAt) ? { ...known, reason: 'pending' } : undefined;
}

/** Whether an approved draft that concerns the item may have been published after the head, and be effective by now. */
function isPublicationDue({ state }: OwnerCopy, catalogue: VersionedCatalogue, itemCode: string, at: string, knownUntil: string): boolean {
  const drafts = [...(state?.openDrafts ?? [])].map((id) => state!.drafts.get(id)!);
  return drafts.some((draft) => phaseOf(draft) === 'approved' && Date.parse(draft.text.effectiveFrom) <= Date.parse(at) && Date.parse(draft.text.effectiveFrom) > Date.parse(knownUntil)
    && concerns(draft, catalogue, itemCode, at));
}

function concerns({ text: { artefacts } }: DraftRecord, catalogue: VersionedCatalogue, itemCode: string, at: string): boolean {
  const items = [...catalogue.releasesOf({ kind: 'item', id: itemCode }), ...artefacts.filter(({ kind, id }) => kind === 'item' && id === itemCode)];
  const flowIds = new Set(items.flatMap(({ content }) => (content as ItemContent).flowId ?? []));
  const lists = new Set([...flowIds].flatMap((id) => codeListsOf(catalogue, id, at)));
  return artefacts.some(({ kind, id, content }) => {
    switch (kind) {
      case 'item': return id === itemCode;
      case 'flow': return flowIds.has(id) || (content as FlowContent).itemCodes.includes(itemCode);
      case 'code-list': return lists.has(id);
      case 'common-messages': return true;
      case 'standard': case 'calendar': case 'code-mapping': case 'profile': case 'participant': return false;
    }
  });
}

function codeListsOf(catalogue: VersionedCatalogue, flowId: string, at: string): readonly string[] {
  const { dictionary } = catalogue.asOf(at);
  return catalogue.releasesOf({ kind: 'flow', id: flowId }).flatMap(({ content }) => [...usedCodeLists(content as Flow, dictionary.commonMessages, dictionary.recordTypes)]);
}
