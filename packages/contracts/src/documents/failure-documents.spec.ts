import type { RegionCode } from '../wire/names';
import { type AuditRow, mergeAuditLists, readAuditCursor } from './audit-documents';
import { type FailureGroup, type FailureListDocument, type FailureRow, mergeFailureLists, readFailureCursor } from './failure-documents';

const at = (minute: number): string => `2026-03-02T09:${String(minute).padStart(2, '0')}:00.000Z`;
const WORDS = { zh: '错', en: 'wrong' };
const row = (region: RegionCode, sequence: number, minute: number) => ({ region, sequence, failedAt: at(minute) }) as FailureRow;
const group = (region: RegionCode, count: number, first: number, last: number): FailureGroup => ({ code: 'hub.internal', wording: WORDS, consumer: 'border', count, firstAt: at(first), lastAt: at(last), regions: [region] });
const ALL: Readonly<Partial<Record<RegionCode, FailureRow[]>>> = { yrd: [row('yrd', 9, 40), row('yrd', 7, 20), row('yrd', 2, 10)], nat: [row('nat', 5, 30), row('nat', 4, 5)] };

function page(after: string, limit: number, silent: readonly RegionCode[] = []): FailureListDocument {
  const places = readFailureCursor(after);
  const answers = (Object.keys(ALL) as RegionCode[]).filter((region) => !silent.includes(region)).map((region) => {
    const all = ALL[region]!;
    const left = all.filter(({ sequence }) => sequence < Number(places.get(region) ?? Infinity));
    return { region, page: { rows: left.slice(0, limit), groups: [group(region, all.length, 5, 40)], total: all.length, ...(left.length > limit && { next: String(left[limit - 1]!.sequence) }) } };
  });
  return mergeFailureLists(answers, places, limit, silent);
}

describe('lists of failures of several regions', () => {
  it.each([1, 2, 3, 5, 10])('page through all, newest first, %d at a time', (limit) => {
    const seen: string[] = [];
    let after: string | undefined = '';
    for (let pages = 0; after !== undefined && pages < 10; pages++) {
      const one: FailureListDocument = page(after, limit);
      seen.push(...one.rows.map(({ region, sequence }) => `${region}/${sequence}`));
      expect(one.total).toBe(5);
      after = one.next;
    }
    expect(seen).toEqual(['yrd/9', 'nat/5', 'yrd/7', 'yrd/2', 'nat/4']);
  });
  it('have one group per cause, over all regions', () => {
    const { groups } = mergeFailureLists([{ region: 'yrd', page: { rows: [], groups: [group('yrd', 3, 10, 40)], total: 3 } }, { region: 'nat', page: { rows: [], groups: [group('nat', 2, 5, 30)], total: 2 } }], new Map(), 10);
    expect(groups).toEqual([{ code: 'hub.internal', wording: WORDS, consumer: 'border', count: 5, firstAt: at(5), lastAt: at(40), regions: ['yrd', 'nat'] }]);
  });
  it('name the region that is silent, and come back to it later', () => {
    const cut = page('', 1, ['nat']);
    expect(cut).toMatchObject({ rows: [{ sequence: 9 }], unreachableRegions: ['nat'] });
    expect(page(cut.next!, 10).rows.map(({ region, sequence }) => `${region}/${sequence}`)).toEqual(['nat/5', 'yrd/7', 'yrd/2', 'nat/4']);
  });
  it.each(['yrd', 'yrd=x', 'yrd=0', 'xxx=4', 'yrd=4;yrd=3'])('go on after no %s', (text) => expect(() => readFailureCursor(text)).toThrow(expect.objectContaining({ code: 'query.invalid' })));
});

describe('audit trails of several regions', () => {
  const entry = (region: RegionCode, number: number, minute: number) => ({ region, number, sequence: number, at: at(minute) }) as AuditRow;
  const numbers = (rows: readonly AuditRow[]): string[] => rows.map(({ region, number }) => `${region}/${number}`);

  it('wait for a region that looked through enough and found little', () => {
    const first = mergeAuditLists([{ region: 'yrd', page: { rows: [entry('yrd', 900, 50)], next: '500' } }, { region: 'nat', page: { rows: [entry('nat', 3, 55), entry('nat', 2, 20)] } }], new Map(), 10);
    expect([numbers(first.rows), first.next]).toEqual([['nat/3', 'yrd/900'], 'nat=3;yrd=500']);
    const second = mergeAuditLists([{ region: 'yrd', page: { rows: [entry('yrd', 400, 30)] } }, { region: 'nat', page: { rows: [entry('nat', 2, 20)] } }], readAuditCursor(first.next!), 10);
    expect([numbers(second.rows), second.next]).toEqual([['yrd/400', 'nat/2'], undefined]);
  });
  it('tell what is broken anywhere', () => {
    expect(mergeAuditLists([{ region: 'yrd', page: { rows: [], broken: ['yrd/4'] } }, { region: 'nat', page: { rows: [] } }], new Map(), 10, ['gba'])).toEqual({ rows: [], broken: ['yrd/4'], unreachableRegions: ['gba'] });
  });
});
