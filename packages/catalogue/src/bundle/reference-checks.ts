import type { ServiceItem } from '../shapes/service-items';
import type { Standard } from '../shapes/standards';
import type { BundleFaults } from './bundle-faults';
import type { ShapedBundle } from './bundle-shape';
import type { Overlay } from './overlay';

/** What records of the bundle name exists, and both ends of a two-way reference agree, after the bundle is laid over the catalogue. */
export function checkReferences({ records, idsOfUnread }: ShapedBundle, overlay: Overlay, faults: BundleFaults): void {
  for (const { record, path } of records.standards) checkStandard(record, path, overlay, idsOfUnread.standards, faults);
  for (const { record, path } of records.items) checkItem(record, path, overlay, faults);
  checkSuccessionOfBase(overlay, idsOfUnread.standards, faults);
  checkHandling(overlay, idsOfUnread, faults);
}

function checkNames(ids: readonly string[], known: { has(id: string): boolean }, zh: string, en: string, path: string, { report }: BundleFaults): void {
  ids.forEach((id, index) => { if (!known.has(id)) report(`${path}[${index}]`, `没有${zh}${id}`, `there is no ${en} ${id}`); });
}

function checkStandard(standard: Standard, path: string, { base, standards, known }: Overlay, unread: ReadonlySet<string>, faults: BundleFaults): void {
  const { report } = faults;
  const regions = new Set(base.regions.map(({ id }) => id));
  const divisions = new Set(base.divisionRecords.map(({ code }) => code));
  checkNames(standard.replaces, known.standards, '标准', 'standard', `${path}.replaces`, faults);
  checkNames(standard.references, known.standards, '标准', 'standard', `${path}.references`, faults);
  checkNames(standard.relatedItemCodes, known.items, '事项', 'item', `${path}.relatedItemCodes`, faults);
  checkNames(standard.regionIds, regions, '区域', 'region', `${path}.regionIds`, faults);
  checkNames(standard.divisionCodes, divisions, '区划', 'division', `${path}.divisionCodes`, faults);
  if (standard.subDivisionCode !== null && !standard.divisionCodes.includes(`${standard.subDivisionCode.slice(0, 2)}0000`)) {
    report(`${path}.subDivisionCode`, '该区划不在所列省份之内', 'the division lies in none of the provinces listed');
  }
  if ((standard.replacedBy !== null) !== (standard.status === 'superseded')) report(`${path}.status`, '被代替的标准须写明代替者，其他标准没有', 'a superseded standard, and only such a one, says what replaced it');
  if (standard.replacedBy !== null) {
    const successor = standards.get(standard.replacedBy)?.record;
    if (!known.standards.has(standard.replacedBy)) report(`${path}.replacedBy`, `没有标准${standard.replacedBy}`, `there is no standard ${standard.replacedBy}`);
    else if (standard.replacedBy === standard.id) report(`${path}.replacedBy`, '标准不能代替自身', 'a standard cannot replace itself');
    else if (successor !== undefined && !successor.replaces.includes(standard.id)) report(`${path}.replacedBy`, `标准${standard.replacedBy}未写明代替本标准`, `${standard.replacedBy} does not say that it replaces this one`);
  }
  standard.replaces.forEach((id, index) => {
    const before = standards.get(id)?.record;
    if (before === undefined || unread.has(id)) return;
    if (before.replacedBy !== standard.id) report(`${path}.replaces[${index}]`, `标准${id}未写明被本标准代替，须一并导入`, `${id} does not say that this one replaces it: import it as well`);
  });
  if (isInCircle(standard.id, standards)) report(`${path}.replacedBy`, '标准的代替关系成环', 'the standards replace each other in a circle');
}

/** Whether the successors of a standard lead back to it; a standard that replaces itself is another fault. */
function isInCircle(id: string, standards: Overlay['standards']): boolean {
  const passed = new Set([id]);
  let next = standards.get(id)?.record.replacedBy ?? null;
  while (next !== null && !passed.has(next)) {
    passed.add(next);
    next = standards.get(next)?.record.replacedBy ?? null;
  }
  return next === id && passed.size > 1;
}

/** A standard of the catalogue whose other end the bundle changes. The fault lies in the bundle, where it can be put right. */
function checkSuccessionOfBase({ standards }: Overlay, unread: ReadonlySet<string>, { report }: BundleFaults): void {
  for (const { record: standard, path } of standards.values()) {
    if (path !== undefined || unread.has(standard.id)) continue;
    const successor = standard.replacedBy === null ? undefined : standards.get(standard.replacedBy);
    if (successor?.path !== undefined && !successor.record.replaces.includes(standard.id)) {
      report(`${successor.path}.replaces`, `标准${standard.id}被本标准代替，此处须列出`, `${standard.id} is replaced by this one, which must list it`);
    }
    for (const id of standard.replaces) {
      const before = standards.get(id);
      if (before?.path !== undefined && before.record.replacedBy !== standard.id) report(`${before.path}.replacedBy`, `标准${standard.id}代替本标准，此处须写明`, `${standard.id} replaces this one, which must say so`);
    }
  }
}

function checkItem(item: ServiceItem, path: string, { known }: Overlay, faults: BundleFaults): void {
  const { report } = faults;
  checkNames(item.standardIds, known.standards, '标准', 'standard', `${path}.standardIds`, faults);
  if (item.flowId === null) return;
  if (!known.flows.has(item.flowId)) report(`${path}.flowId`, `没有流程${item.flowId}`, `there is no flow ${item.flowId}`);
  if (!item.crossProvince.supported) report(`${path}.flowId`, '不跨省办理的事项不应有流程', 'an item that is not handled across provinces has a flow');
}

/** One flow at most handles an item, and item and flow name each other. An item that moves must be left out by its old flow. */
function checkHandling({ items, flows, known }: Overlay, unread: ShapedBundle['idsOfUnread'], { report }: BundleFaults): void {
  const handling = new Map<string, string[]>();
  for (const [flowId, { record }] of flows) for (const code of new Set(record.itemCodes)) handling.set(code, [...(handling.get(code) ?? []), flowId]);
  for (const [code, { record: item, path }] of items) {
    if (unread.items.has(code)) continue;
    const handledBy = (handling.get(code) ?? []).filter((id) => !unread.flows.has(id));
    for (const flowId of handledBy) {
      if (flowId === item.flowId) continue;
      const flowPath = flows.get(flowId)?.path;
      if (flowPath !== undefined) {
        const at = `${flowPath}.itemCodes[${flows.get(flowId)!.record.itemCodes.indexOf(code)}]`;
        report(at, `事项${code}写明由${item.flowId ?? '无流程'}办理，须一并改正`, `the item ${code} says that ${item.flowId ?? 'no flow'} handles it: change both`);
      } else if (path !== undefined) {
        report(`${path}.flowId`, `流程${flowId}仍办理该事项，须一并导入不再包含它的${flowId}`, `the flow ${flowId} still handles the item: import it as well, without the item`);
      }
    }
    if (item.flowId === null || handledBy.includes(item.flowId) || unread.flows.has(item.flowId) || !known.flows.has(item.flowId)) continue;
    const flowPath = flows.get(item.flowId)?.path;
    if (path !== undefined) report(`${path}.flowId`, `流程${item.flowId}不办理该事项`, `the flow ${item.flowId} does not handle the item`);
    else if (flowPath !== undefined) report(`${flowPath}.itemCodes`, `事项${code}写明由本流程办理，此处须列出`, `the item ${code} says that this flow handles it, which must list it`);
  }
}
