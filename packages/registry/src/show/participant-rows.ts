import type { ParticipantRow } from '@tongban/contracts';
import { registerFaults, registerOf } from '@tongban/domain';
import type { Filters } from './standards-query';
import { type StandardsView, fits } from './standards-view';

/** Everybody who can be addressed: region, class, and the items a new case can be opened for at the instant. */
export function participantRows(view: StandardsView, filters: Filters): ParticipantRow[] {
  const { base: { divisions, regions }, book: { catalogue }, at } = view;
  const faults = registerFaults(divisions, regions);
  const enabledItems = [...catalogue.asOf(at).items.keys()].filter((code) => typeof catalogue.releaseOfItem(code, at) !== 'string').sort();
  return registerOf(divisions, regions)
    .filter(({ participant, region }) => fits(filters.participant, participant.code) && fits(filters.region, region))
    .map(({ participant: { code, zh, en, type, participantClass, mainlandHrssRulesApply, hrssDepartment }, region, subScope }) => {
      const own = faults.filter((one) => one.participant === code).map(({ fault }) => fault);
      return {
        participant: code, name: { zh, en }, region, type, participantClass, mainlandHrssRulesApply, subScope,
        ...(hrssDepartment && { department: { zh: hrssDepartment.zh, en: hrssDepartment.en } }),
        enabledItems: enabledItems.filter((item) => fits(filters.item, item)), ...(own.length > 0 && { faults: own }),
      };
    });
}
