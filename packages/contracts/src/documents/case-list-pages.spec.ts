import fc from 'fast-check';
import { REGION_CODES, type RegionCode } from '../wire/names';
import { mergeCaseLists, readListCursor, readListOrder } from './case-list-pages';
import type { CaseListDocument, CaseRow } from './list-documents';

const row = (caseNo: string, minute: number): CaseRow => ({
  caseNo, homeRegion: '', itemCode: '', flowId: '', openedAt: `2026-03-02T09:0${minute}:00+08:00`, opener: '', openerDivision: '', counterpart: '', counterpartDivision: '', openerRegion: '',
  counterpartRegion: '', states: {}, closed: false, outcome: '', logIndex: 1, messages: 1, rejected: 0, localCaseNo: '', updatedAt: '',
});
const placeOf = ({ openedAt, caseNo }: CaseRow): string => `${openedAt}|${caseNo}`;
const inOrder = (rows: readonly CaseRow[]): CaseRow[] => [...rows].sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));

/** What a region answers: its rows after the place, in order, at most `limit`. */
function regionPage(rows: readonly CaseRow[], after: string | undefined, limit: number): CaseListDocument {
  const left = inOrder(rows).filter((one) => after === undefined || placeOf(one) > after);
  return { rows: left.slice(0, limit), ...(left.length > limit && { next: left[limit - 1]!.caseNo }) };
}
type Hubs = ReadonlyMap<RegionCode, readonly CaseRow[]>;
function page(hubs: Hubs, cursor: string, limit: number, silent: readonly RegionCode[] = []): CaseListDocument {
  const places = readListCursor(cursor);
  const answers = REGION_CODES.filter((region) => !silent.includes(region)).map((region) => ({ region, page: regionPage(hubs.get(region) ?? [], places.get(region), limit) }));
  return mergeCaseLists(answers, places, limit, { unreachable: silent });
}
const caseNos = (rows: readonly CaseRow[]): string[] => rows.map(({ caseNo }) => caseNo);

/** The regions' cases; many share their minute, so that the case number decides. */
const anyHubs: fc.Arbitrary<Hubs> = fc.array(fc.tuple(fc.constantFrom(...REGION_CODES), fc.integer({ min: 0, max: 3 })), { maxLength: 25 })
  .map((cases) => cases.reduce((hubs, [region, minute], n) => hubs.set(region, [...(hubs.get(region) ?? []), row(`C-${String(n).padStart(3, '0')}`, minute)]), new Map<RegionCode, CaseRow[]>()));

describe('a case list of several regions', () => {
  it('pages through every case once, in order, whatever the size of a page', () => fc.assert(fc.property(anyHubs, fc.integer({ min: 1, max: 6 }), (hubs, limit) => {
    const all = inOrder([...hubs.values()].flat());
    const seen: CaseRow[] = [];
    let next: string | undefined = '';
    for (let pages = 0; next !== undefined; pages++) {
      expect(pages).toBeLessThanOrEqual(all.length);
      const one: CaseListDocument = page(hubs, next, limit);
      expect(one.rows.length).toBeLessThanOrEqual(limit);
      expect(one.unreachableRegions).toBeUndefined();
      seen.push(...one.rows);
      next = one.next;
    }
    expect(caseNos(seen)).toEqual(caseNos(all));
  })));

  it('adds up the counts of the regions that were asked, where they tell any', () => {
    const counted = (region: RegionCode, total: number) => ({ region, page: { rows: [], total } });
    expect(mergeCaseLists([counted('yrd', 3), counted('ccec', 0)], new Map(), 10, { unreachable: ['gba'] })).toEqual({ rows: [], total: 3, unreachableRegions: ['gba'] });
    expect(mergeCaseLists([{ region: 'yrd', page: { rows: [] } }], new Map(), 10)).toEqual({ rows: [] });
  });

  it('shows the cases of a region that was silent on one page on a later one', () => {
    const hubs: Hubs = new Map([['yrd', [row('C-2', 2), row('C-3', 3), row('C-4', 4)]], ['ccec', [row('C-0', 0), row('C-1', 1)]]]);
    const first = page(hubs, '', 2, ['ccec']);
    expect([caseNos(first.rows), first.unreachableRegions]).toEqual([['C-2', 'C-3'], ['ccec']]);
    const second = page(hubs, first.next ?? '', 10);
    expect([caseNos(second.rows), second.next, second.unreachableRegions]).toEqual([['C-0', 'C-1', 'C-4'], undefined, undefined]);
  });

  it('in the order of due dates pages by day, then by opening, and takes no cursor of another order', () => {
    const due = (caseNo: string, minute: number, on: string): CaseRow => ({ ...row(caseNo, minute), nextDue: { on, deadline: 'D', side: 'opener' } });
    const answers = [{ region: 'yrd', page: { rows: [due('C-1', 1, '2026-03-04'), due('C-4', 0, '2026-03-09')] } }, { region: 'ccec', page: { rows: [due('C-2', 0, '2026-03-04'), due('C-3', 3, '2026-03-05')] } }] as const;
    const first = mergeCaseLists(answers, new Map(), 3, { order: 'due' });
    expect([caseNos(first.rows), first.next]).toEqual([['C-2', 'C-1', 'C-3'], 'yrd=2026-03-04|2026-03-02T09:01:00+08:00|C-1;ccec=2026-03-05|2026-03-02T09:03:00+08:00|C-3']);
    expect(readListCursor(first.next!, 'due').get('ccec')).toBe('2026-03-05|2026-03-02T09:03:00+08:00|C-3');
    expect(() => readListCursor(first.next!)).toThrow(expect.objectContaining({ code: 'query.invalid' }));
    expect(() => readListCursor('yrd=2026-03-02T09:00:00+08:00|C-1', 'due')).toThrow(expect.objectContaining({ code: 'query.invalid' }));
    expect(readListOrder('')).toBe('opening');
    expect(() => readListOrder('age')).toThrow(expect.objectContaining({ code: 'query.invalid' }));
  });

  it.each(['C-1', 'yrd=C-1', 'abc=2026-03-02T09:00:00+08:00|C-1', 'yrd=soon-or-later|C-1', 'yrd=2026-03-02T09:00:00+08:00|C 1', 'yrd=2026-03-02T09:00:00+08:00|C-1;', 'yrd='.repeat(300),
    'yrd=2026-03-02T09:00:00+08:00|C-1;yrd=2026-03-02T09:00:00+08:00|C-1'])('does not go on after %j', (cursor) =>
    expect(() => readListCursor(cursor)).toThrow(expect.objectContaining({ code: 'query.invalid' })));
});
