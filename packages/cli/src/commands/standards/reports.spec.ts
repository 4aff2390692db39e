import type { DisclosureRow, ElevationCandidateRow, ParticipantRow, ProgressRow } from '@tongban/contracts';
import { DISCLOSURE_LIMIT } from '@tongban/domain';
import { View } from '../../view';
import { disclosureResult } from './disclosure';
import { elevationResult, filtersOfCandidate } from './elevation';
import { participantsResult } from './participants';
import { indicatorsOf, progressResult, questionsFor } from './progress';

const [zh, en] = [new View('zh', false), new View('en', false)];
const count = (cases: number, onTime = 0, late = 0) => ({ cases, closed: onTime + late, onTime, late });

describe('standards disclosure (T8-C2)', () => {
  const row = (status: DisclosureRow['status'], more: Partial<DisclosureRow> = {}): DisclosureRow =>
    ({ owner: 'nat', kind: 'standard', id: 'S-1', version: '1.1', title: { zh: '标准一', en: 'Standard one' }, formedOn: '2026-03-02', dueOn: '2026-03-30', status, limit: DISCLOSURE_LIMIT, ...more });

  it('exits 1 while something is late, with the dates and where the limit comes from', () => {
    const { exit, human, document } = disclosureResult({}, [row('late'), row('disclosed', { disclosedOn: '2026-03-20', disclosureUrl: 'https://example.test' })]);
    expect([exit, (document as { late: number }).late]).toEqual([1, 1]);
    for (const text of [human(zh), human(en)]) for (const part of ['standard/S-1@1.1', '2026-03-30', '2026-03-20', 'https://example.test', 'RSTH-2019-113']) expect(text).toContain(part);
    expect(human(zh)).toContain('逾期未公开');
  });
  it('exits 0 when nothing is late now, whatever was late once', () => expect(disclosureResult({}, [row('disclosed-late'), row('waiting')]).exit).toBe(0));
  it('says of a due date beyond the calendar that it is not before a day', () => expect(disclosureResult({}, [row('calendar-not-covered')]).human(en)).toContain('not before 2026-03-30'));
  it('is CSV with one record for each row and nothing else', () => expect(disclosureResult({ csv: true }, [row('late')]).human(new View('en', true)).split('\r\n')).toEqual([expect.stringMatching(/^\ufeffversion,title/), 'standard/S-1@1.1,Standard one,nat,2026-03-02,2026-03-30,late,,,']));
});

describe('standards elevation (T3-C4)', () => {
  const candidate = (standardId: string, itemCodes: string[], participants: string[], adopters = 0): ElevationCandidateRow => ({
    standardId, version: '1.0', number: standardId, title: { zh: standardId, en: standardId }, tier: 'local', participants, regions: [], itemCodes,
    adopters: Array.from({ length: adopters }, (_, n) => ({ participant: `${11 + n}0000`, region: 'jjj', version: '1.0', on: '2026-01-01' })),
  });
  const candidates = [candidate('A', ['I-1', 'I-2'], ['110000']), candidate('B', ['I-3'], []), candidate('C', [], ['120000']), candidate('D', ['I-1'], ['110000', '120000'], 1)];

  it('asks for each item with each participant of a standard', () => expect(candidates.map(filtersOfCandidate)).toEqual([
    [{ item: 'I-1', participant: '110000' }, { item: 'I-2', participant: '110000' }], [{ item: 'I-3' }], [], [{ item: 'I-1', participant: '110000' }, { item: 'I-1', participant: '120000' }],
  ]));
  it('adds up what each hub counted, and keeps it as evidence', () => {
    const counts = { hubs: [{ region: 'yrd' as const, counts: [count(1, 1), count(2, 1, 1), count(9), count(3), count(4)] }, { region: 'jjj' as const, counts: [count(10, 2), count(0), count(0), count(0), count(1, 0, 1)] }], unreachable: [] };
    const { document, exit, human } = elevationResult({}, candidates, counts);
    const rows = (document as { rows: { standardId: string; rank: number; cases: number; onTimeRate: number | null; counted: object[] }[] }).rows;
    expect(rows.map(({ rank, standardId, cases, onTimeRate }) => [rank, standardId, cases, onTimeRate])).toEqual([[1, 'D', 8, 0], [2, 'A', 13, 0.8], [3, 'B', 9, null], [4, 'C', 0, null]]);
    expect(rows[1]!.counted).toEqual([{ hub: 'jjj', cases: 10, onTime: 2, late: 0 }, { hub: 'yrd', cases: 3, onTime: 2, late: 1 }]);
    expect([exit, document]).toMatchObject([0, { countedBy: ['yrd', 'jjj'], ratings: 'not-available-yet' }]);
    expect([human(zh).includes('好评率尚未采集'), human(en).includes('80%')]).toEqual([true, true]);
  });
  it('names the hubs whose cases are missing', () => expect(elevationResult({}, candidates, { hubs: [], unreachable: ['ccec'] })).toMatchObject({ exit: 3, document: { unreachableRegions: ['ccec'] } }));
});

describe('standards participants (T1-C1)', () => {
  const row = (participant: string, more: Partial<ParticipantRow> = {}) =>
    ({ participant, name: { zh: '甲', en: 'A' }, region: 'gba', type: 'sar', participantClass: 'sar', mainlandHrssRulesApply: false, subScope: [], enabledItems: ['I-1', 'I-2'], keys: [{ keyId: `participant:${participant}#1`, validTo: '2027-01-01' }], ...more });
  it('shows region, level, class, certificate and items', () => {
    const { exit, human } = participantsResult({}, [row('810000')]);
    expect(exit).toBe(0);
    for (const part of ['810000', 'gba', '特别行政区', 'participant:810000#1 → 2027-01-01', '全域']) expect(human(zh)).toContain(part);
  });
  it('exits 1 where an entry is faulty', () => expect(participantsResult({}, [row('810000', { faults: ['class-wrong'] })])).toMatchObject({ exit: 1, document: { faulty: 1 } }));
});

describe('standards progress (T1-C2)', () => {
  const phase: ProgressRow = { owner: 'nat', kind: 'item', id: 'I-1', version: '1.0', region: 'yrd', phase: 1, by: '2026-04-30', wanted: 4, actual: 3, gap: 1, reached: false, late: true, trend: [{ on: '2026-04-01', actual: 1 }, { on: '2026-05-01', actual: 3 }], change: 2 };

  it('asks for all cases, two periods of thirty days that meet, and each item', () => expect(questionsFor(['I-1', 'I-2'], '2026-05-01')).toEqual([
    {}, { openedFrom: '2026-04-02', openedTo: '2026-05-01' }, { openedFrom: '2026-03-03', openedTo: '2026-04-01' }, { item: 'I-1' }, { item: 'I-2' },
  ]));
  it('tells actual, gap and trend of each phase, and the indicators of each region', () => {
    const regions = indicatorsOf(['I-1', 'I-2'], { hubs: [{ region: 'yrd', counts: [count(10, 6, 2), count(4, 1), count(5, 0, 1), count(10, 6, 2), count(0)] }], unreachable: [] });
    expect(regions).toEqual([{ region: 'yrd', itemsUsed: 1, itemsOpen: 2, cases: 10, onTimeRate: 0.75, recent: { cases: 4, onTimeRate: 1 }, before: { cases: 5, onTimeRate: 0 } }]);
    const { exit, human } = progressResult({}, [phase], regions, []);
    expect(exit).toBe(1);
    for (const part of ['item/I-1@1.0', '2026-04-30', '04-01:1 05-01:3', '+2', '1/2', '75%']) expect(human(zh)).toContain(part);
    expect(progressResult({}, [{ ...phase, late: false }], regions, []).exit).toBe(0);
  });
});
