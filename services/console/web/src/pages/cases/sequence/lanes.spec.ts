import type { CaseEntryDocument, PartyDocument, ReceiptDocument } from '@tongban/contracts';
import { highestLevel, sequenceOf } from './lanes';

const party = (side: PartyDocument['side'], participant: string, region: string): PartyDocument => ({ side, participant, division: participant, region, name: { zh: '', en: '' } });
const receipt = (level: ReceiptDocument['level'], issuer = 'x'): ReceiptDocument => ({ level, at: `at-${level}`, issuer, keyId: '' });
const entry = (logIndex: number, kind: CaseEntryDocument['kind'], more: Partial<CaseEntryDocument> = {}): CaseEntryDocument => ({ logIndex, kind, registeredAt: `t${logIndex}`, receipts: [], ...more });
const across = { homeRegion: 'yrd', parties: [party('opener', '310000', 'yrd'), party('counterpart', '510000', 'ccec')] };
const within = { homeRegion: 'yrd', parties: [party('opener', '310000', 'yrd'), party('counterpart', '320000', 'yrd')] };
const rowOf = (base: typeof across, one: CaseEntryDocument) => sequenceOf({ ...base, entries: [one] }).rows[0];

describe('the lanes of a case', () => {
  it.each([['two regions', across, ['opener', 'home', 'other', 'counterpart']], ['one region', within, ['opener', 'home', 'counterpart']]] as const)('of %s are %3$p', (_, base, ids) => {
    expect(sequenceOf({ ...base, entries: [] }).lanes.map(({ id }) => id)).toEqual(ids);
  });

  const LEVELS: readonly (readonly [string, readonly ReceiptDocument[], number, readonly [number, string][]])[] = [
    ['has come no further than home', [receipt('RECEIVED'), receipt('REGISTERED')], 1, [[1, 'REGISTERED']]],
    ['is delivered', [receipt('RECEIVED'), receipt('REGISTERED'), receipt('DELIVERED')], 3, [[1, 'REGISTERED'], [3, 'DELIVERED']]],
    ['is taken, which says delivered', [receipt('REGISTERED'), receipt('TAKEN'), receipt('DELIVERED')], 3, [[1, 'REGISTERED'], [3, 'TAKEN']]],
  ];
  it.each(LEVELS)("the opener's message %s", (_, receipts, reached, marks) => {
    const row = rowOf(across, entry(1, 'registered', { sender: '310000', receipts }))!;
    expect(row).toMatchObject({ kind: 'message', from: 0, to: 3, reached });
    expect(row.marks.map(({ lane, level }) => [lane, level])).toEqual(marks);
  });
  it("the counterpart's message is received by its own region and registered at home", () => {
    const row = rowOf(across, entry(2, 'registered', { sender: '510000', receipts: [receipt('RECEIVED'), receipt('REGISTERED'), receipt('TAKEN')] }))!;
    expect(row).toMatchObject({ from: 3, to: 0, reached: 0 });
    expect(row.marks.map(({ lane, level }) => [lane, level])).toEqual([[2, 'RECEIVED'], [1, 'REGISTERED'], [0, 'TAKEN']]);
  });
  it('a rejected message ends at home', () => expect(rowOf(across, entry(3, 'rejected', { sender: '510000', receipts: [receipt('REJECTED', 'hub-yrd')] }))).toMatchObject({ kind: 'rejected', from: 3, to: 0, reached: 1, marks: [{ lane: 1, level: 'REJECTED' }] }));
  it('what a recipient sent back goes from it to the sender', () => {
    const rejection = { messageId: 'm', messageType: 'M', side: 'opener' as const, deliveryNo: 1, effect: 'returned' as const, at: '', code: 'c', faults: [] };
    expect(rowOf(across, entry(4, 'receipts', { recipientRejections: [rejection] }))).toMatchObject({ kind: 'sent-back', from: 3, to: 0 });
  });
  it('receipts that sent nothing back have no row', () => expect(rowOf(across, entry(5, 'receipts'))).toBeUndefined());
  it.each(['alarmed', 'migrated', 'lapsed', 'erased', 'erasure-confirmed'] as const)('%s is a note of the home hub', (kind) => expect(rowOf(within, entry(6, kind))).toMatchObject({ kind: 'note', from: 1, to: 1 }));
  it('a case between divisions of one participant goes by its divisions', () => {
    const same = { homeRegion: 'yrd', parties: [party('opener', '310000', 'yrd'), party('counterpart', '310000', 'yrd')] };
    expect(rowOf(same, entry(7, 'registered', { sender: '310000' }))).toMatchObject({ from: 0 });
  });
});

describe('the highest level', () => {
  it.each([[[], undefined], [['RECEIVED', 'REGISTERED'], 'REGISTERED'], [['TAKEN', 'DELIVERED'], 'TAKEN'], [['REJECTED', 'RECEIVED'], 'REJECTED']] as const)('of %j is %p', (levels, highest) => expect(highestLevel(levels.map((level) => ({ level })))).toBe(highest));
});
