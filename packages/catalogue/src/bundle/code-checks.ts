import { codeDatesFaults, codeMappingFaults } from '@tongban/domain';
import type { BundleFaults } from './bundle-faults';
import type { PlacedRecords } from './bundle-shape';
import { FLOW_LIMITS } from './limits';
import type { Overlay } from './overlay';

/** Dates of codes are dates that can be kept, and every mapping table fits its list and a province that exists. */
export function checkCodes({ codeLists, codeMappings, flows }: PlacedRecords, overlay: Overlay, from: string | undefined, { report }: BundleFaults): void {
  const published = new Map(overlay.base.dictionary.codeLists.map((list) => [list.id, list]));
  for (const { record, path, isSound } of codeLists) {
    if (isSound) for (const { path: at, zh, en } of codeDatesFaults(record, published.get(record.id), from)) report(`${path}.${at}`, zh, en);
  }
  for (const { record, path, isSound } of flows) {
    if (isSound) record.codeLists?.forEach((list, i) => { for (const { path: at, zh, en } of codeDatesFaults(list, undefined, undefined)) report(`${path}.codeLists[${i}].${at}`, zh, en); });
  }
  for (const { record, path, isSound } of codeMappings) {
    if (!isSound) continue;
    if (record.rows.length > FLOW_LIMITS.codes) {
      report(`${path}.rows`, `有${record.rows.length}项，上限为${FLOW_LIMITS.codes}项`, `it has ${record.rows.length} entries and may have ${FLOW_LIMITS.codes}`);
      continue;
    }
    if (overlay.base.divisions.participantOf(record.participant)?.code !== record.participant) report(`${path}.participant`, `没有参与方${record.participant}`, `there is no participant ${record.participant}`);
    for (const { path: at, zh, en } of codeMappingFaults(record, overlay.codeLists.get(record.listId)?.record)) report(`${path}.${at}`, zh, en);
  }
}
