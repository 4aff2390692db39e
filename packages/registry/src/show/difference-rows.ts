import type { ServiceItem, Standard } from '@tongban/catalogue';
import { type DifferenceRow, TongbanError, fieldFault } from '@tongban/contracts';
import { type Profile, beijingDateOf, differenceReport, harmonisedWords, isValidOn, localTerms, provinceCodeOf, reachOf } from '@tongban/domain';
import { publishedContents } from './published-contents';
import type { Filters } from './standards-query';
import { type StandardsView, fits, participantsOf } from './standards-view';

/**
 * Every element of an item in which the provinces of a region differ, with each one's value, the strictest and the loosest (T3-C3). A city is compared as well
 * where it has a standard of its own for the item. Without a region all participants are compared.
 * @throws TongbanError `query.invalid` when no item is named.
 */
export function differenceRows(view: StandardsView, filters: Filters): DifferenceRow[] {
  const { item: itemCode, region, with: other } = filters;
  if (itemCode === undefined) throw new TongbanError('query.invalid', 'differences are those of one item', [fieldFault('filters.item', 'field.required')]);
  const item = publishedContents<ServiceItem>(view, 'item', {}).find(({ content }) => content.itemCode === itemCode)?.content;
  if (item === undefined) return [];
  const on = beijingDateOf(view.at);
  const standards = publishedContents<Standard>(view, 'standard', {}).map(({ content }) => content)
    .filter(({ status, tier, declares = [], localGuides = [] }) => status !== 'superseded' && tier !== 'national' && tier !== 'industry' && [...declares, ...localGuides].some((one) => one.itemCode === itemCode));
  const regions = new Map(participantsOf(view).map(({ participant, region: of }) => [participant as string, of as string]));
  const isCompared = (of: string): boolean => (region === undefined && other === undefined) || of === region || of === other;
  const cities = [...new Set(standards.flatMap(reachOf))].filter((division) => !regions.has(division)).sort();
  const divisions = [...regions.keys(), ...cities].filter((division) => isCompared(regions.get(provinceCodeOf(division)) ?? ''));
  const profiles = publishedContents<Profile>(view, 'profile', {}).map(({ content }) => content).filter((profile) => profile.itemCode === itemCode && isValidOn(profile, on) && isCompared(profile.region));
  const { differing } = differenceReport(divisions.map((division) => localTerms(item, division, standards, on)), item.floors);
  return differing.filter(({ id }) => fits(filters.id, id)).map(({ element, id, zh, en, values, strictest, loosest }): DifferenceRow => ({
    itemCode, element, id, title: { zh, en }, values: values.map((value) => ({ ...value, region: regions.get(provinceCodeOf(value.division)) ?? '' })),
    ...(strictest && { strictest }), ...(loosest && { loosest }),
    harmonised: profiles.flatMap((profile) => {
      const words = harmonisedWords(profile, element, id);
      return words === undefined ? [] : [{ region: profile.region, ...words }];
    }),
  }));
}
