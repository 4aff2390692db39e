import { type VersionedCatalogue, participantInForce } from '@tongban/catalogue';
import type { ParticipantRow } from '@tongban/contracts';
import { type ParticipantRecord, isEnabledFor, registerFaults, registerOf } from '@tongban/domain';
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
        ...recordShown(catalogue, code, at),
        enabledItems: enabledItems.filter((item) => fits(filters.item, item) && enables(catalogue, code, item, at)), ...(own.length > 0 && { faults: own }),
      };
    });
}

function enables(catalogue: VersionedCatalogue, participant: string, itemCode: string, at: string): boolean {
  const record = participantInForce(catalogue, participant, at);
  return record !== 'ended' && isEnabledFor(record, { itemCode, modes: catalogue.asOf(at).items.get(itemCode)?.crossProvince.modes ?? [] });
}

function recordShown(catalogue: VersionedCatalogue, participant: string, at: string): Pick<ParticipantRow, 'record'> {
  const record = participantInForce(catalogue, participant, at);
  const release = catalogue.presentRelease({ kind: 'participant', id: participant }, at);
  if (record === undefined || release === undefined) return {};
  const { keys, itemCodes, modes, desks } = release.content as ParticipantRecord;
  return { record: {
    version: release.version, ...(record === 'ended' && { ended: true as const }), keys: keys.map(({ publicKey: _public, ...shown }) => shown), desks,
    ...(itemCodes && { itemCodes }), ...(modes && { modes }),
  } };
}
