import fc from 'fast-check';
import { REGION_CODES, type RegionCode } from '../wire/names';
import { type AlarmListDocument, type AlarmRow, alarmPlace, isAlarmPlace, mergeAlarmLists, readAlarmCursor } from './alarm-list';

const row = (n: number, minute: number): AlarmRow => ({
  caseNo: `C-${n}`, homeRegion: '', itemCode: '', opener: '', counterpart: '', receivers: [], raisedAt: `2026-03-02T09:0${minute}:00+08:00`, logIndex: 3, position: n % 2, stage: 'reminder',
  wording: { zh: '', en: '' }, deadlineId: '', level: 1, responsible: '', deadlineKind: '', legal: false, confidence: '', sourceStandardIds: [], to: [],
});
const newestFirst = (rows: readonly AlarmRow[]): AlarmRow[] => [...rows].sort((a, b) => (alarmPlace(a) > alarmPlace(b) ? -1 : 1));
type Hubs = ReadonlyMap<RegionCode, readonly AlarmRow[]>;
const anyHubs: fc.Arbitrary<Hubs> = fc.array(fc.tuple(fc.constantFrom(...REGION_CODES), fc.integer({ min: 0, max: 3 })), { maxLength: 25 })
  .map((alarms) => alarms.reduce((hubs, [region, minute], n) => hubs.set(region, [...(hubs.get(region) ?? []), row(n, minute)]), new Map<RegionCode, AlarmRow[]>()));

/** What the regions answer, and what they make together. */
function page(hubs: Hubs, cursor: string, limit: number, silent: readonly RegionCode[] = []): AlarmListDocument {
  const places = readAlarmCursor(cursor);
  const answers = REGION_CODES.filter((region) => !silent.includes(region)).map((region) => {
    const left = newestFirst(hubs.get(region) ?? []).filter((one) => !places.has(region) || alarmPlace(one) < places.get(region)!);
    return { region, page: { rows: left.slice(0, limit), ...(left.length > limit && { next: alarmPlace(left[limit - 1]!) }), total: left.length } };
  });
  return mergeAlarmLists(answers, places, limit, silent);
}

describe('a list of open alarms of several regions', () => {
  it('pages through every alarm once, newest first, whatever the size of a page', () => fc.assert(fc.property(anyHubs, fc.integer({ min: 1, max: 6 }), (hubs, limit) => {
    const seen: AlarmRow[] = [];
    for (let next: string | undefined = ''; next !== undefined;) {
      const one: AlarmListDocument = page(hubs, next, limit);
      expect(one.rows.length).toBeLessThanOrEqual(limit);
      seen.push(...one.rows);
      next = one.next;
    }
    expect(seen).toEqual(newestFirst([...hubs.values()].flat()));
  })));

  it('keeps the place of a region that could not be asked, and names it', () => {
    const hubs: Hubs = new Map([['yrd', [row(1, 1), row(2, 2)]], ['ccec', [row(3, 3), row(4, 0)]]]);
    const first = page(hubs, '', 1);
    expect([first.rows[0]!.caseNo, first.total]).toEqual(['C-3', 4]);
    const second = page(hubs, first.next!, 5, ['ccec']);
    expect([second.rows.map(({ caseNo }) => caseNo), second.unreachableRegions]).toEqual([['C-2', 'C-1'], ['ccec']]);
    expect(second.next).toBeUndefined();
  });

  it.each(['x', 'yrd=', 'yrd=1;yrd=2', 'moon=000001772413200000:C-1:00003:000', 'yrd=2026-03-02|C-1'])('does not go on after %p', (cursor) =>
    expect(() => readAlarmCursor(cursor)).toThrow(expect.objectContaining({ code: 'query.invalid' })));
  it('has places that are told apart by entry and position', () => {
    expect(isAlarmPlace(alarmPlace(row(1, 1)))).toBe(true);
    expect(new Set([row(1, 1), { ...row(1, 1), logIndex: 10 }, { ...row(1, 1), position: 0 }].map(alarmPlace)).size).toBe(3);
  });
});
