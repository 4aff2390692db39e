import { ITEM, Play, SHANGHAI, STEWARD_1 } from '../../../test/registry-play';
import { phasesOf } from './target-progress';

const VERSION = { ...ITEM, version: '1.0' };
const PLACED = [...['110000', '120000', '130000'].map((participant) => ({ participant, region: 'jjj' })), { participant: '310000', region: 'yrd' }];
const actorOf = (participant: string) => ({ ...SHANGHAI, personId: `participant:${participant}`, keyId: `participant:${participant}#1`, unit: participant });

describe('phased targets', () => {
  const play = new Play();
  const target = (region: 'jjj' | 'yrd', by: string, percent: number) => play.tell({ type: 'set-target', actor: STEWARD_1, target: { version: VERSION, region, by, goal: { percent } } });
  const adopted = (participant: string, on: string) => play.tell({ type: 'declare-adoption', actor: actorOf(participant), participant, version: VERSION, adoption: { status: 'adopted', on } });
  target('jjj', '2026-12-31', 100);
  target('jjj', '2026-04-30', 34);
  target('yrd', '2026-04-30', 100);
  adopted('110000', '2026-02-20');
  adopted('120000', '2026-05-20');

  it('T1-C2: show wanted, actual, gap and trend by region and phase', () => {
    expect(phasesOf(play.state, VERSION, PLACED, '2026-06-01T09:00:00+08:00').map(({ target: { region, by }, trend, ...row }) => ({ region, by, ...row, trend: trend.map(({ on, actual }) => `${on} ${actual}`) }))).toEqual([
      { region: 'jjj', by: '2026-04-30', phase: 1, wanted: 2, actual: 2, gap: 0, reached: true, late: false, change: 1, trend: ['2026-03-03 1', '2026-04-02 1', '2026-05-02 1', '2026-06-01 2'] },
      { region: 'jjj', by: '2026-12-31', phase: 2, wanted: 3, actual: 2, gap: 1, reached: false, late: false, change: 1, trend: ['2026-03-03 1', '2026-04-02 1', '2026-05-02 1', '2026-06-01 2'] },
      { region: 'yrd', by: '2026-04-30', phase: 1, wanted: 1, actual: 0, gap: 1, reached: false, late: true, change: 0, trend: ['2026-03-03 0', '2026-04-02 0', '2026-05-02 0', '2026-06-01 0'] },
    ]);
  });

  it('T1-C2: who takes an adoption back is missing from then on', () => {
    play.tell({ type: 'declare-adoption', actor: actorOf('110000'), participant: '110000', version: VERSION, adoption: { status: 'deferred', until: '2026-09-01' } });
    expect(phasesOf(play.state, VERSION, PLACED, '2026-06-01T09:00:00+08:00')[0]).toMatchObject({ actual: 1, gap: 1, reached: false, late: true });
  });

  it('are none where nobody set one', () => expect(phasesOf(new Play().state, VERSION, PLACED, '2026-06-01T09:00:00+08:00')).toEqual([]));
});
