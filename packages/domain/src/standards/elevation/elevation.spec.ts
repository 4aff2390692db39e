import fc from 'fast-check';
import { ITEM, Play, SHANGHAI } from '../../../test/registry-play';
import { artefactVersion } from '../artefact';
import type { AdoptionStatus } from '../commands';
import { type ElevationCandidate, elevationCandidates } from './candidates';
import { type Counted, rankCandidates } from './rank';

const standard = (id: string, more: object = {}) => artefactVersion({ kind: 'standard', id }, '1.0', {
  id, number: id, zh: `标准${id}`, en: `Standard ${id}`, kind: 'standard', tier: 'local', status: 'active', implementDate: null, replaces: [], replacedBy: null, relatedItemCodes: [ITEM.id], regionIds: ['jjj'],
  divisionCodes: ['110000'], jointFamilyId: null, ...more,
});
const NOW = '2026-03-02T09:00:00+08:00';
const version = (id: string) => ({ kind: 'standard' as const, id, version: '1.0' });
const candidates = (play: Play, at = NOW) => elevationCandidates([play.state], at, () => 'jjj');

describe('candidates for elevation (T3-C4)', () => {
  it('are local and joint standards in force: no document, no law, nothing national, industry or internal, nothing superseded', () => {
    const play = new Play('jjj', [
      standard('A'), standard('B', { kind: 'normative-document' }), standard('C', { kind: 'law-regulation' }), standard('D', { tier: 'national' }), standard('E', { tier: 'industry' }), standard('F', { tier: 'internal' }),
      standard('G', { status: 'superseded' }), standard('H', { jointFamilyId: 'jjj-1' }), standard('I'),
    ]);
    play.act({ action: 'suspend', targets: [version('I')], scope: 'new-cases' });
    expect(candidates(play).map(({ standardId, tier, itemCodes, participants }) => [standardId, tier, itemCodes, participants])).toEqual([['A', 'local', [ITEM.id], ['110000']], ['H', 'regional', [ITEM.id], ['110000']]]);
  });

  it('are adopted by whoever declared so, from the date on, and while the declaration stands', () => {
    const play = new Play('jjj', [standard('A')]);
    const declare = (adoption: AdoptionStatus) => play.tell({ type: 'declare-adoption', actor: SHANGHAI, participant: '310000', version: version('A'), adoption });
    const adopters = (at: string) => candidates(play, at)[0]!.adopters;
    expect(adopters(NOW)).toEqual([]);
    declare({ status: 'ready' });
    expect(adopters(NOW)).toEqual([]);
    declare({ status: 'adopted', on: '2026-03-02' });
    expect([adopters('2026-03-01T23:00:00+08:00'), adopters(NOW)]).toEqual([[], [{ participant: '310000', region: 'jjj', version: '1.0', on: '2026-03-02' }]]);
    declare({ status: 'deferred', until: '2026-06-01' });
    expect(adopters(NOW)).toEqual([]);
  });

  it('that were adopted in several versions count each participant once', () => {
    const play = new Play('jjj', [standard('A')]);
    play.tell({ type: 'declare-adoption', actor: SHANGHAI, participant: '310000', version: version('A'), adoption: { status: 'adopted', on: '2026-02-01' } });
    play.publish('1.1', { artefacts: [{ kind: 'standard', id: 'A', version: '1.1', content: { ...(standard('A').content as object), en: 'Next' } }] });
    play.tell({ type: 'declare-adoption', actor: SHANGHAI, participant: '310000', version: { ...version('A'), version: '1.1' }, adoption: { status: 'adopted', on: '2026-03-01' } });
    expect(candidates(play, '2026-04-02T09:00:00+08:00')).toMatchObject([{ version: '1.1', adopters: [{ participant: '310000', version: '1.0', on: '2026-02-01' }] }]);
  });
});

const candidate = (standardId: string, adopters: number): ElevationCandidate => ({
  standardId, version: '1.0', number: standardId, title: { zh: standardId, en: standardId }, tier: 'local', participants: ['110000'], regions: ['jjj'], itemCodes: [ITEM.id],
  adopters: Array.from({ length: adopters }, (_, n) => ({ participant: `${10 + n}0000`, region: 'jjj', version: '1.0', on: '2026-01-01' })),
});
const counted = (standardId: string, adopters: number, ...hubs: [cases: number, onTime: number, late: number][]): Counted =>
  ({ candidate: candidate(standardId, adopters), counted: hubs.map(([cases, onTime, late], n) => ({ hub: `hub-${n}`, cases, onTime, late })) });

describe('the ranking (T3-C4)', () => {
  it('asks first who adopted it, then how many cases ran at all hubs together, then how many were on time', () => {
    const rows = rankCandidates([
      counted('few-adopters', 1, [900, 900, 0]), counted('late', 2, [5, 2, 2], [5, 2, 2]), counted('unjudged', 2, [10, 0, 0]), counted('on-time', 2, [4, 3, 1], [6, 6, 0]), counted('many-cases', 2, [6, 0, 6], [6, 0, 6]),
    ]);
    expect(rows.map(({ standardId, rank, cases, onTimeRate }) => [rank, standardId, cases, onTimeRate])).toEqual([
      [1, 'many-cases', 12, 0], [2, 'on-time', 10, 0.9], [3, 'late', 10, 0.5], [4, 'unjudged', 10, null], [5, 'few-adopters', 900, 1],
    ]);
  });
  it('gives the same place to what nothing tells apart, and no rating to anybody', () => {
    expect(rankCandidates([counted('b', 1, [1, 1, 0]), counted('a', 1, [1, 1, 0]), counted('c', 0)]).map(({ standardId, rank, rating }) => [standardId, rank, rating])).toEqual([['a', 1, null], ['b', 1, null], ['c', 3, null]]);
  });
  it('is the same in whatever order its inputs come', () => {
    const input = fc.uniqueArray(fc.record({ id: fc.string({ minLength: 1, maxLength: 4 }), adopters: fc.nat(3), hubs: fc.array(fc.tuple(fc.nat(3), fc.nat(2), fc.nat(2)), { maxLength: 3 }) }), { selector: ({ id }) => id, maxLength: 12 });
    fc.assert(fc.property(input, fc.integer(), (all, seed) => {
      const inputs = all.map(({ id, adopters, hubs }) => counted(id, adopters, ...hubs));
      const shuffled = [...inputs].sort((a, b) => ((a.candidate.standardId.length * 31 + seed) % 7) - ((b.candidate.standardId.length * 17 + seed) % 5)).map((one) => ({ ...one, counted: [...one.counted].reverse() }));
      expect(rankCandidates(shuffled)).toEqual(rankCandidates(inputs));
      expect(rankCandidates([...inputs].reverse())).toEqual(rankCandidates(inputs));
    }), { numRuns: 100 });
  });
});
