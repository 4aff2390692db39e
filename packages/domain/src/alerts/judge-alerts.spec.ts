import type { AlertRule, Measurement } from './alert-rules';
import { type AlertTiming, NO_TIMING, judgeAlerts } from './judge-alerts';

const rule = (id: string, more: Partial<AlertRule> = {}): AlertRule => ({
  id, signal: id, raiseAt: 10, clearAt: 5, raiseAfterSeconds: 10, clearAfterSeconds: 20, severity: 'warning', suppressedBy: [], zh: id, en: id, nextZh: '', nextEn: '', ...more,
});
const of = (signal: string, value: number, about = 'jjj'): Measurement => ({ signal, about, value });

/** Plays measurements second by second; what changed, with the second in which it did. */
function play(rules: readonly AlertRule[], seconds: Readonly<Record<number, readonly Measurement[]>>, until: number): string[] {
  const open = new Set<string>();
  const told: string[] = [];
  let timing: AlertTiming = NO_TIMING;
  let measured: readonly Measurement[] = [];
  for (let second = 0; second <= until; second++) {
    measured = seconds[second] ?? measured;
    const judged = judgeAlerts(rules, { open, timing, measured, nowMs: second * 1_000 });
    timing = judged.timing;
    for (const { event, rule: { id }, about } of judged.changes) {
      open[event === 'raised' ? 'add' : 'delete'](`${id}/${about}`);
      told.push(`${second} ${event} ${id}/${about}`);
    }
  }
  return told;
}

describe('when an alert is raised and when it is over', () => {
  it('is raised after its time beyond the limit, and over after its time below the other', () =>
    expect(play([rule('lag')], { 0: [of('lag', 12)], 30: [of('lag', 3)] }, 60)).toEqual(['10 raised lag/jjj', '50 recovered lag/jjj']));
  it('raises nothing for a peak that passes', () => expect(play([rule('lag')], { 0: [of('lag', 12)], 9: [of('lag', 1)], 12: [of('lag', 12)], 20: [of('lag', 1)] }, 60)).toEqual([]));
  it('neither raises nor ends what stays between the two limits', () => {
    expect(play([rule('lag')], { 0: [of('lag', 7)] }, 60)).toEqual([]);
    expect(play([rule('lag')], { 0: [of('lag', 12)], 20: [of('lag', 7)] }, 90)).toEqual(['10 raised lag/jjj']);
  });
  it('begins anew where it was calm for less than its time', () =>
    expect(play([rule('lag')], { 0: [of('lag', 12)], 20: [of('lag', 3)], 35: [of('lag', 12)], 40: [of('lag', 3)] }, 70)).toEqual(['10 raised lag/jjj', '60 recovered lag/jjj']));
  it('is at once where the rule gives it no time', () => expect(play([rule('lag', { raiseAfterSeconds: 0, clearAfterSeconds: 0 })], { 0: [of('lag', 12)], 5: [of('lag', 3)] }, 6)).toEqual(['0 raised lag/jjj', '5 recovered lag/jjj']));
  it('tells things apart, and takes one that is no longer measured for calm', () =>
    expect(play([rule('lag')], { 0: [of('lag', 12), of('lag', 12, 'gba')], 15: [of('lag', 12)] }, 40)).toEqual(['10 raised lag/jjj', '10 raised lag/gba', '35 recovered lag/gba']));

  const caused = [rule('link'), rule('lag', { suppressedBy: ['link'], raiseAfterSeconds: 2 })];
  it('is not raised while its cause is breached, though the cause is not raised yet', () => expect(play(caused, { 0: [of('link', 30), of('lag', 100)] }, 30)).toEqual(['10 raised link/jjj']));
  it('is raised when the cause is over and it is still there, after its own time', () =>
    expect(play(caused, { 0: [of('link', 30), of('lag', 100)], 20: [of('link', 0), of('lag', 100)] }, 40)).toEqual(['10 raised link/jjj', '22 raised lag/jjj', '40 recovered link/jjj']));
  it('says nothing of what came and went with its cause', () => expect(play(caused, { 0: [of('link', 30), of('lag', 100)], 20: [of('link', 0), of('lag', 0)] }, 60)).toEqual(['10 raised link/jjj', '40 recovered link/jjj']));
  it('stays raised when its cause comes later', () => expect(play(caused, { 0: [of('lag', 100)], 5: [of('link', 30), of('lag', 100)] }, 12)).toEqual(['2 raised lag/jjj']));
});
