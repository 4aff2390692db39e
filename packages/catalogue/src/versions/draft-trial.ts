import type { ErrorCode } from '@tongban/contracts';
import { type ArtefactKind, type DraftText, type ItemTrial, canonicalJson } from '@tongban/domain';
import type { ServiceItem } from '../shapes/service-items';
import type { FlowRelease } from './flow-release';
import type { NoRelease } from './flow-releases';
import type { VersionedCatalogue } from './versioned-catalogue';

/** What a draft would change for the cases of items. */
export interface DraftTrial {
  /** The catalogue as it would be, apart from the present one. */
  readonly catalogue: VersionedCatalogue;
  /** The items whose cases the draft touches, with what new cases would begin with at its effective moment. */
  readonly items: ReadonlyMap<string, ItemTrial>;
}

/**
 * Publishes a draft apart, as if everything in it took effect at its moment: flows, items, code lists, common messages and calendars together with what is in force by then.
 * Field numbers are assigned as a publication would.
 * @throws TongbanError as `VersionedCatalogue.withPublication`, e.g. `standard.published-final` when a version of it was published meanwhile with another content.
 */
export function draftTrial(present: VersionedCatalogue, { artefacts, effectiveFrom }: Pick<DraftText, 'artefacts' | 'effectiveFrom'>): DraftTrial {
  const catalogue = present.apart().withPublication({ number: 0, artefacts, effectiveFrom, transitionEndsAt: effectiveFrom });
  const items = new Map<string, ItemTrial>();
  const before = present.asOf(effectiveFrom).items;
  const bringsCalendar = artefacts.some(({ kind }) => kind === 'calendar');
  const mayTouch = reachOf(artefacts);
  for (const [itemCode, item] of catalogue.asOf(effectiveFrom).items) {
    if (!mayTouch(itemCode, [item.flowId, before.get(itemCode)?.flowId])) continue;
    const trial = trialOf(catalogue.releaseOfItem(itemCode, effectiveFrom), before.get(itemCode), item);
    const isSameFlow = nameOf(present.releaseOfItem(itemCode, effectiveFrom)) === nameOf(catalogue.releaseOfItem(itemCode, effectiveFrom));
    const hasCalendar = bringsCalendar && !('refused' in trial.flow);
    if (!isSameFlow || hasCalendar || trial.processingLimit || trial.newMaterials) items.set(itemCode, trial);
  }
  return { catalogue, items };
}

/** Which items it may touch at all: to compile the flows of all others only to find them unchanged would keep a hub busy. */
function reachOf(artefacts: DraftText['artefacts']): (itemCode: string, flowIds: readonly (string | null | undefined)[]) => boolean {
  const idsOf = (kind: ArtefactKind): ReadonlySet<string> => new Set(artefacts.filter((one) => one.kind === kind).map(({ id }) => id));
  const [items, flows] = [idsOf('item'), idsOf('flow')];
  const isShared = artefacts.some(({ kind }) => kind === 'code-list' || kind === 'common-messages' || kind === 'calendar');
  return (itemCode, flowIds) => isShared || items.has(itemCode) || flowIds.some((id) => typeof id === 'string' && flows.has(id));
}

const nameOf = (release: FlowRelease | NoRelease): string => (typeof release === 'string' ? release : release.messages.digest);

function trialOf(release: FlowRelease | NoRelease, before: ServiceItem | undefined, { processingLimit, materials }: ServiceItem): ItemTrial {
  const flow = typeof release === 'string' ? { refused: `item.${release}` as ErrorCode } : { flow: release.compiled, types: release.messages };
  const { value, unit, kind: deadlineKind } = processingLimit;
  const limit = unit === 'immediate' ? { value: 0, unit: 'working-day' as const } : { value, unit };
  const isSameLimit = before === undefined || canonicalJson([before.processingLimit.value, before.processingLimit.unit]) === canonicalJson([value, unit]);
  return { flow, ...(!isSameLimit && { processingLimit: { ...limit, deadlineKind } }), newMaterials: before !== undefined && requiredOf(materials).some((code) => !requiredOf(before.materials).includes(code)) };
}

/** What an applicant has to bring: what is shared among agencies is fetched by them. */
const requiredOf = (materials: ServiceItem['materials']): string[] => materials.filter(({ required, shareable }) => required && !shareable).map(({ code }) => code);
