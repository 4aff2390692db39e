import type { v1 } from '@tongban/contracts';
import type { VersionedCatalogue } from '@tongban/catalogue';
import {
  type ArtefactRef, type ArtefactVersionRef, type CodeMapping, type FlowContent, type ItemContent, type Profile, type RegistryEvent, type RegistryState, type StandardContent, type StandardTier, jointRegionOf, releaseOf,
  targetsOfAction, tierOf,
} from '@tongban/domain';
import { TIERS } from './kinds';
import { switchTopics } from './switches/switch-topics';

/** What topics are looked up in: the owner's registry before the event, and the catalogue. */
export interface TopicsView {
  readonly state: RegistryState;
  readonly catalogue: VersionedCatalogue;
  readonly regionOfDivision: (divisionCode: string) => string | undefined;
}
export interface Content extends ArtefactRef { readonly content: unknown }

/** Of one artefact. Undefined is no restriction: it concerns every tier, category, item or region there is. */
interface Topics { readonly tier?: StandardTier; readonly itemCodes?: readonly string[]; readonly categories?: readonly string[]; readonly regions?: readonly string[] }

/** What an event is about, so that a subscriber can choose. */
export const topicsOf = (event: RegistryEvent, view: TopicsView): v1.RegistryTopics.$Properties => 
  switchTopics(event, view, (itemCode) => ofItems([itemCode], view)) ?? topicsOfContents(contentsOf(event, view.state), view);

/**
 * Together, each list has what it is restricted to; an empty one is not restricted. Code lists, calendars and common messages concern everything, so
 * that no subscriber's filter keeps away what a flow of its items needs.
 */
export function topicsOfContents(contents: readonly Content[], view: Omit<TopicsView, 'state'>): v1.RegistryTopics.$Properties {
  const all = contents.map((one) => topicsOfContent(one, view));
  const united = (of: (topics: Topics) => readonly string[] | undefined): string[] => (all.every((one) => of(one) !== undefined) ? [...new Set(all.flatMap((one) => of(one)!))].sort() : []);
  const tiers = united(({ tier }) => (tier === undefined ? undefined : [tier])) as StandardTier[];
  return { tiers: tiers.map(TIERS.numberOf), categories: united(({ categories }) => categories), itemCodes: united(({ itemCodes }) => itemCodes), regions: united(({ regions }) => regions) };
}

function topicsOfContent({ kind, content }: Content, view: Omit<TopicsView, 'state'>): Topics {
  switch (kind) {
    case 'item': return { itemCodes: [(content as ItemContent).itemCode], categories: [(content as ItemContent).category] };
    case 'flow': return ofItems((content as FlowContent).itemCodes, view);
    case 'standard': {
      const standard = content as StandardContent;
      return { tier: tierOf(standard), regions: regionsOf(standard, view), ...(standard.relatedItemCodes.length === 0 ? {} : ofItems(standard.relatedItemCodes, view)) };
    }
    // Whose key counts concerns everybody, whatever they chose to be told of.
    case 'code-list': case 'calendar': case 'common-messages': case 'participant': return {};
    case 'code-mapping': return { regions: [view.regionOfDivision((content as CodeMapping).participant) ?? []].flat() };
    case 'profile': return { ...ofItems([(content as Profile).itemCode], view), regions: [(content as Profile).region] };
  }
}

function ofItems(itemCodes: readonly string[], { catalogue }: Pick<TopicsView, 'catalogue'>): Topics {
  const categories = itemCodes.map((id) => (catalogue.releasesOf({ kind: 'item', id }).at(-1)?.content as ItemContent | undefined)?.category);
  // An item that comes with the same publication is not in the catalogue yet.
  return { itemCodes, ...(categories.includes(undefined) ? {} : { categories: categories as string[] }) };
}

function regionsOf(standard: StandardContent, { regionOfDivision }: Pick<TopicsView, 'regionOfDivision'>): readonly string[] | undefined {
  if (standard.tier === 'national' || standard.tier === 'industry') return undefined;
  const joint = jointRegionOf(standard);
  if (joint !== undefined) return [joint];
  const codes = [...(standard.divisionCodes ?? []), ...(standard.subDivisionCode ? [standard.subDivisionCode] : [])];
  const regions = codes.flatMap((code) => regionOfDivision(code) ?? []);
  return regions.length === 0 ? undefined : regions;
}

function contentsOf(event: RegistryEvent, state: RegistryState): readonly Content[] {
  const released = (targets: readonly ArtefactVersionRef[]): Content[] => targets.flatMap((target) => releaseOf(state, target) ?? []);
  switch (event.type) {
    case 'drafted': case 'draft-revised': case 'published': return event.artefacts;
    case 'consultation-opened': case 'commented': case 'comment-disposed': case 'draft-approved': case 'draft-abandoned': return state.drafts.get(event.draftId)?.text.artefacts ?? [];
    case 'action-proposed': return released(targetsOfAction(event.action));
    case 'action-dropped': return released(targetsOfPending(state, event.actionId));
    case 'switch-set': case 'maintenance-declared': case 'erasure-ordered': return [];
    case 'suspended': case 'resumed': case 'withdrawn': case 'migration-ordered': return released(event.targets);
    case 'adoption-declared': return released([event.version]);
    case 'target-set': return released([event.target.version]);
  }
}

function targetsOfPending({ actions }: RegistryState, actionId: string): readonly ArtefactVersionRef[] {
  const pending = actions.get(actionId);
  return pending === undefined ? [] : targetsOfAction(pending.action);
}

/** Whether what has these topics is wanted: every list of the filter that is not empty must have one of them, or meet no restriction. */
export function isWanted(filter: v1.RegistryFilter.$Properties | null | undefined, topics: v1.RegistryTopics.$Properties | null | undefined): boolean {
  const meets = (wanted: readonly (string | number)[] | null | undefined, has: readonly (string | number)[] | null | undefined): boolean =>
    !wanted?.length || !has?.length || wanted.some((one) => has.includes(one));
  return meets(filter?.tiers, topics?.tiers) && meets(filter?.categories, topics?.categories) && meets(filter?.itemCodes, topics?.itemCodes) && meets(filter?.regions, topics?.regions);
}
