import { type DraftRow, type PendingActionRow, type RegionCode, TongbanError, isRegionCode } from '@tongban/contracts';
import { type ArtefactVersionRef, versionKey } from '@tongban/domain';
import { FIRST_ASKED, type OperatorDesk, showStandards } from '@tongban/operator';
import { UsageError } from '../outcome';

type Owned<T extends { readonly owner: string }> = T & { readonly owner: RegionCode };

/** A draft, asked of its owner, who knows what came last. @throws TongbanError `draft.unknown`. */
export async function draftShown(operator: OperatorDesk, draftId: string, owner?: RegionCode): Promise<Owned<DraftRow>> {
  const ask = async (of?: RegionCode): Promise<DraftRow> => {
    const { rows: [draft] } = await showStandards(operator, 'drafts', { draft: draftId, ...(of !== undefined && { owner: of }) });
    if (draft === undefined) throw new TongbanError('draft.unknown', `no draft ${draftId}`);
    return draft;
  };
  const draft = await ask(owner);
  const home = regionOf(draft.owner);
  return { ...(owner === undefined && home !== FIRST_ASKED ? await ask(home) : draft), owner: home };
}

/** What waits for a second person. @throws TongbanError `action.unknown`. */
export async function actionShown(operator: OperatorDesk, actionId: string, owner?: RegionCode): Promise<Owned<PendingActionRow>> {
  const { rows: [found] } = await showStandards(operator, 'actions', { action: actionId, ...(owner !== undefined && { owner }) });
  if (found === undefined) throw new TongbanError('action.unknown', `no action ${actionId} waits for confirmation`);
  return { ...found, owner: regionOf(found.owner) };
}

/** The one owner of several versions. @throws UsageError when they have several, TongbanError `standard.version-unknown`. */
export async function ownerOfVersions(operator: OperatorDesk, versions: readonly ArtefactVersionRef[]): Promise<RegionCode> {
  const owners = new Set<RegionCode>();
  for (const { kind, id, version } of versions) {
    const { rows: [row] } = await showStandards(operator, 'artefacts', { kind, id, version });
    if (row === undefined) throw new TongbanError('standard.version-unknown', versionKey({ kind, id, version }));
    owners.add(regionOf(row.owner));
  }
  const [owner, ...others] = owners;
  if (owner === undefined || others.length > 0) throw new UsageError('所列版本归口枢纽不同，请分别提请', 'the versions have different owners: ask for each owner apart');
  return owner;
}

function regionOf(text: string): RegionCode {
  if (isRegionCode(text)) return text;
  throw new TongbanError('message.malformed', 'the hub named an owner that is none');
}
