import { makeCaseNumber } from '../cases/case-number';
import type { HomeRegion } from '../identifiers/divisions';
import { type ErasureOrder, type ErasureScope, erasureFaults, erasureHindrance } from './order';

const CASE_NO = makeCaseNumber({ division: '310115', date: '2026-03-02', random: new Uint8Array([1, 2, 3, 4, 5]) });
const basis = { code: 'court-order', document: '(2026)沪01行终1号' };
const actor = { personId: 'a', keyId: 'person:a#1', unit: 'yrd' };
const order = (over: Partial<ErasureOrder> = {}): ErasureOrder => ({ actionId: 'x', at: '2026-03-03T09:00:00+08:00', reason: '', caseNo: CASE_NO, messageIds: [], basis, proposer: actor, confirmer: actor, ...over });
const place = { owner: 'yrd' as HomeRegion, regionOfDivision: (division: string) => (division.startsWith('31') ? ('yrd' as HomeRegion) : undefined), ordered: [] as ErasureOrder[] };
const faults = (over: Partial<ErasureScope> = {}, at: Partial<typeof place> = {}) => erasureFaults({ caseNo: CASE_NO, messageIds: [], basis, ...over }, { ...place, ...at }).map(({ path, code }) => `${path} ${code}`);

describe('an order to erase a case', () => {
  it('may be given at the home of the case, on a listed ground with its document', () => expect(faults()).toEqual([]));
  it.each<[string, Partial<ErasureScope>, string[]]>([
    ['no case number', { caseNo: 'C-1' }, ['action.caseNo case.number-invalid']],
    ['an unknown ground', { basis: { ...basis, code: 'because' } }, ['action.basis.code field.not-in-list']],
    ['no document', { basis: { ...basis, document: ' ' } }, ['action.basis.document field.required']],
    ["a person's number for a document", { basis: { ...basis, document: '11010519491231002X' } }, ['action.basis.document field.pattern']],
    ['the same message twice', { messageIds: ['m', 'm'] }, ['action.messageIds field.pattern']],
    ['too many messages', { messageIds: Array.from({ length: 201 }, (_, at) => `m${at}`) }, ['action.messageIds field.too-many']],
  ])('names %s', (_what, over, found) => expect(faults(over)).toEqual(found));
  it('is not given elsewhere, nor twice for the same', () => {
    expect(faults({}, { owner: 'jjj' })).toEqual(['action.caseNo standard.wrong-owner']);
    expect(faults({}, { ordered: [order()] })).toEqual(['action.caseNo erasure.ordered-already']);
    expect(faults({ messageIds: ['m'] }, { ordered: [order()] })).toEqual(['action.caseNo erasure.ordered-already']);
    expect(faults({ messageIds: ['m'] }, { ordered: [order({ messageIds: ['m', 'n'] })] })).toEqual(['action.caseNo erasure.ordered-already']);
    expect(faults({}, { ordered: [order({ messageIds: ['m'] })] })).toEqual([]);
    const waiting = order({ basis: { ...basis, code: 'purpose-achieved' } });
    expect(faults({ basis: { ...basis, code: 'retention-over' } }, { ordered: [waiting] })).toEqual(['action.caseNo erasure.ordered-already']);
    expect(faults({}, { ordered: [waiting] })).toEqual([]);
    expect(faults({ messageIds: ['o'] }, { ordered: [order({ messageIds: ['m'] })] })).toEqual([]);
  });
});

describe('an order to erase', () => {
  const closed = { closed: true, retainUntil: ['2026-03-01', '2026-03-02'], today: '2026-03-03' };
  const soft = { basis: { ...basis, code: 'retention-over' } };
  it('waits for the end of the case and of its retention', () => {
    expect(erasureHindrance(soft, closed)).toBeUndefined();
    expect(erasureHindrance(soft, { ...closed, closed: false })).toBe('not-closed');
    expect(erasureHindrance(soft, { ...closed, today: '2026-03-02' })).toBe('retention-runs');
    expect(erasureHindrance(soft, { ...closed, retainUntil: ['2026-03-01', ''] })).toBe('retention-not-stated');
    expect(erasureHindrance(soft, { ...closed, retainUntil: [] })).toBe('retention-not-stated');
  });
  it('waits for neither where a court or an authority ordered it', () => {
    for (const code of ['court-order', 'authority-order', 'unlawful-processing']) expect(erasureHindrance({ basis: { ...basis, code } }, { closed: false, retainUntil: ['2099-01-01'], today: '2026-03-03' })).toBeUndefined();
  });
});
