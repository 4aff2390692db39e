import { type Standard, scopedProfiles } from '@tongban/catalogue';
import type { ProfileRow } from '@tongban/contracts';
import { type Profile, type RegionScope, beijingDateOf, profileFaults } from '@tongban/domain';
import { publishedContents } from './published-contents';
import type { Filters } from './standards-query';
import { type StandardsView, fits } from './standards-view';

/** Harmonised profiles, whom each binds, and which published standards are worse, by id. */
export function profileRows(view: StandardsView, filters: Filters): ProfileRow[] {
  const on = beijingDateOf(view.at);
  const published = publishedContents<Profile>(view, 'profile', filters).filter(({ content: { region, itemCode } }) => fits(filters.region, region) && fits(filters.item, itemCode));
  const standards = publishedContents<Standard>(view, 'standard', {}).map(({ content }) => content).filter(({ status }) => status !== 'superseded');
  return published.map(({ owner, version, content }): ProfileRow => {
    const { profileId, region, itemCode, zh, en, validFrom, validTo, basisStandardIds, limit, materials = [], modes = [], values = [], confidence, basis } = content;
    const profilesOf = scopedProfiles(view.base, [content]);
    const worse = standards.flatMap((standard) => profileFaults(standard, profilesOf, on).map((fault) => ({ standardId: standard.id, path: fault.path, on: fault.on, zh: fault.zh, en: fault.en })));
    return {
      owner, profileId, region, itemCode, version, title: { zh, en }, validFrom, ...(validTo !== undefined && { validTo }), basisStandardIds, ...(limit && { limit }), materials, modes, values,
      binds: view.base.regions.filter(({ id }) => id === region).flatMap(boundDivisions), worse, confidence, basis,
    };
  });
}

/** Whole provinces by their code, of the others the parts that belong. */
const boundDivisions = ({ memberCodes, subScope }: RegionScope): readonly string[] => memberCodes.flatMap((member) => {
  const parts = subScope.filter(({ parent }) => parent === member).map(({ code }) => code);
  return parts.length === 0 ? [member] : parts;
});
