import type { FieldFault } from '@tongban/contracts';
import type { Flow } from '@tongban/domain';
import { dataFault, dataPath } from './data-files';
import type { Region } from './shapes/geography';
import type { ServiceItem } from './shapes/service-items';
import type { Standard } from './shapes/standards';

interface Referring {
  readonly items: readonly ServiceItem[];
  readonly standards: readonly Standard[];
  readonly flows: readonly Flow[];
  readonly regions: readonly Region[];
  readonly divisions: readonly { readonly code: string; readonly regionId: string | null }[];
}

/**
 * References between the files: every id that is named exists, and both ends of a two-way reference agree. What flows
 * name is checked with the flows.
 */
export function referenceFaults({ items, standards, flows, regions, divisions }: Referring): FieldFault[] {
  const faults: FieldFault[] = [];
  const idsOf = (file: string, ids: readonly string[]): ReadonlySet<string> => {
    const seen = new Set<string>();
    ids.forEach((id, index) => {
      if (seen.has(id)) faults.push(dataFault(dataPath(file), `$.records[${index}]`, `标识${id}重复`, `id ${id} is given twice`));
      seen.add(id);
    });
    return seen;
  };
  const known = {
    item: idsOf('service-items', items.map(({ itemCode }) => itemCode)),
    standard: idsOf('standards', standards.map(({ id }) => id)),
    flow: idsOf('case-flows', flows.map(({ flowId }) => flowId)),
    region: idsOf('regions', regions.map(({ id }) => id)),
    division: idsOf('divisions', divisions.map(({ code }) => code)),
  };
  const refer = (file: string, path: string, kind: keyof typeof known, ids: readonly (string | null)[]): void => {
    for (const id of ids) {
      if (id !== null && !known[kind].has(id)) faults.push(dataFault(dataPath(file), path, `所引用的${id}不存在`, `there is no ${kind} ${id}`));
    }
  };
  items.forEach((item, i) => {
    refer('service-items', `$.records[${i}].standardIds`, 'standard', item.standardIds);
    refer('service-items', `$.records[${i}].flowId`, 'flow', [item.flowId]);
    const covering = flows.filter(({ itemCodes }) => itemCodes.includes(item.itemCode)).map(({ flowId }) => flowId);
    if (covering.length > 1) faults.push(dataFault(dataPath('service-items'), `$.records[${i}]`, `事项由多个流程办理：${covering.join('、')}`, `several flows handle the item: ${covering.join(', ')}`));
    else if ((covering[0] ?? null) !== item.flowId) faults.push(dataFault(dataPath('service-items'), `$.records[${i}].flowId`, '事项与流程互不对应', 'item and flow do not name each other'));
    if (item.flowId !== null && !item.crossProvince.supported) faults.push(dataFault(dataPath('service-items'), `$.records[${i}].flowId`, '不跨省办理的事项不应有流程', 'an item that is not handled across provinces has a flow'));
  });
  standards.forEach((standard, i) => {
    const at = `$.records[${i}]`;
    refer('standards', `${at}.replaces`, 'standard', standard.replaces);
    refer('standards', `${at}.replacedBy`, 'standard', [standard.replacedBy]);
    refer('standards', `${at}.references`, 'standard', standard.references);
    refer('standards', `${at}.relatedItemCodes`, 'item', standard.relatedItemCodes);
    refer('standards', `${at}.regionIds`, 'region', standard.regionIds);
    refer('standards', `${at}.divisionCodes`, 'division', standard.divisionCodes);
  });
  regions.forEach((region, i) => {
    refer('regions', `$.records[${i}].memberCodes`, 'division', region.memberCodes);
    region.memberCodes.forEach((code, j) => {
      if (divisions.find((division) => division.code === code)?.regionId === region.id) return;
      faults.push(dataFault(dataPath('regions'), `$.records[${i}].memberCodes[${j}]`, `区划${code}未记为该区域成员`, `division ${code} does not name the region`));
    });
  });
  divisions.forEach(({ regionId }, i) => refer('divisions', `$.records[${i}].regionId`, 'region', [regionId]));
  return faults;
}
