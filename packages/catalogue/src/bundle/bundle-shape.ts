import { isArtefactId } from '@tongban/domain';
import type { z } from 'zod';
import { flow } from '../shapes/flows';
import { codeMapping, profile } from '../shapes/harmonisation';
import { codeList, commonMessage } from '../shapes/messages';
import { participantRecord } from '../shapes/participants';
import { holidayYear } from '../shapes/reference';
import { serviceItem } from '../shapes/service-items';
import { standard } from '../shapes/standards';
import { BUNDLE_KEYS, BUNDLE_KINDS, type BundleKey, type BundleRecords } from './bundle';
import type { BundleFaults } from './bundle-faults';
import { BUNDLE_LIMITS } from './limits';
import { shaped } from './shape-faults';
import { SKELETONS } from './skeletons';

export const RECORD_SHAPES: { readonly [K in BundleKey]: z.ZodType<BundleRecords[K][number]> } = {
  standards: standard, items: serviceItem, flows: flow, codeLists: codeList, calendars: holidayYear, commonMessages: commonMessage, codeMappings: codeMapping, profiles: profile, participants: participantRecord,
};

/** One record with its place in the bundle. One that is not sound has a fault of shape somewhere and still enough of it to be judged further. */
export interface Placed<T> { readonly path: string; readonly record: T; readonly isSound: boolean }
export type PlacedRecords = { readonly [K in BundleKey]: readonly Placed<BundleRecords[K][number]>[] };

/** What can be judged further, and the ids of the rest, so that a reference to one of those is no second fault. */
export interface ShapedBundle {
  readonly records: PlacedRecords;
  readonly idsOfUnread: { readonly [K in BundleKey]: ReadonlySet<string> };
}

/** The frame of a bundle and the shape of each record. Undefined when it is no object with records at all. */
export function shapeBundle(value: unknown, faults: BundleFaults): ShapedBundle | undefined {
  const { report } = faults;
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    report('$', '导入包须为JSON对象', 'a bundle is a JSON object');
    return undefined;
  }
  const given = value as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(given)) {
    if (!(BUNDLE_KEYS as readonly string[]).includes(key)) report(`$.${key}`, `没有此键；可用的键：${BUNDLE_KEYS.join('、')}`, `there is no such key; a bundle has ${BUNDLE_KEYS.join(', ')}`);
  }
  const lists = BUNDLE_KEYS.map((key) => [key, given[key] ?? []] as const);
  for (const [key, list] of lists) if (!Array.isArray(list)) report(`$.${key}`, '须为列表', 'it must be a list');
  const counts = lists.map(([, list]) => (Array.isArray(list) ? list.length : 1));
  const total = counts.reduce((sum, count) => sum + count, 0);
  if (total === 0) report('$', '导入包没有任何记录', 'the bundle has no records');
  if (total > BUNDLE_LIMITS.records) {
    report('$', `记录超过${BUNDLE_LIMITS.records}条，请分成几个文件导入`, `there are more than ${BUNDLE_LIMITS.records} records: import them in parts`);
    return undefined;
  }
  const records: Record<string, Placed<unknown>[]> = {};
  const idsOfUnread: Record<string, Set<string>> = {};
  for (const [key, list] of lists) {
    const readable: Placed<unknown>[] = (records[key] = []);
    const unread = (idsOfUnread[key] = new Set<string>());
    const known = new Set<string>();
    (Array.isArray(list) ? list as unknown[] : []).forEach((one, index) => {
      const path = `$.${key}[${index}]`;
      const id = idOf(key, one);
      if (id !== undefined && known.has(id)) report(path, `标识${id}重复`, `the id ${id} is given twice`);
      const record = shaped(RECORD_SHAPES[key] as z.ZodType, one, path, faults);
      if (record !== undefined && id !== undefined && !isArtefactId(id)) report(`${path}.${BUNDLE_KINDS[key].idKey}`, '标识只能用字母、数字、点、连字符和下划线，至多128个字符', 'an id has letters, digits, dots, hyphens and underscores, 128 at most');
      // The first of two with one id stands for both; the second is refused anyway.
      if (id !== undefined && known.has(id)) return;
      if (id !== undefined) known.add(id);
      if (record !== undefined) return void readable.push({ path, record, isSound: true });
      if (SKELETONS[key]?.safeParse(one).success) readable.push({ path, record: one, isSound: false });
      else if (id !== undefined) unread.add(id);
    });
  }
  return { records: records as unknown as PlacedRecords, idsOfUnread: idsOfUnread as unknown as ShapedBundle['idsOfUnread'] };
}

/** Id of a record as text (a calendar's is its year, or YEAR.PARTICIPANT), whether or not the rest of it has the right shape. */
export function idOf(key: BundleKey, record: unknown): string | undefined {
  if (typeof record !== 'object' || record === null) return undefined;
  const { idKey, ofKey = '' } = BUNDLE_KINDS[key];
  const { [idKey]: id, [ofKey]: of } = record as Readonly<Record<string, unknown>>;
  if (typeof id !== 'string' && typeof id !== 'number') return undefined;
  return typeof of === 'string' ? `${id}.${of}` : String(id);
}
