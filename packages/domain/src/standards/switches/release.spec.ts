import { ReleasePace, heldFate } from './release';
import { RELEASE_PER_MINUTE, type SwitchRecord, switchKey } from './switch';

const STEWARD = { personId: 'steward-1', keyId: 'person:steward-1#1', unit: 'nat' };
const setting = (position: SwitchRecord['position'], setNo: number, more: Partial<SwitchRecord> = {}): SwitchRecord => ({
  owner: 'nat', switchId: `s-${setNo}`, setNo, setAt: `2026-03-0${setNo}T00:00:00+08:00`, since: `2026-03-0${setNo}T00:00:00+08:00`, reason: 'because', proposer: STEWARD, confirmer: STEWARD, scope: { itemCode: 'I-1' }, position, ...more,
});
const AT = '2026-03-09T00:00:00+08:00';

describe('what is held', () => {
  const hold = setting('hold', 1);
  it('waits while its switch holds', () => expect(heldFate([hold], hold, hold, AT)).toEqual({ do: 'keep' }));
  it('goes at the own rate of a hold that has one', () => {
    const trickle = setting('hold', 1, { releasePerMinute: 6 });
    expect(heldFate([trickle], trickle, trickle, AT)).toEqual({ do: 'release', lane: switchKey(trickle), perMinute: 6 });
  });
  it('is refused once its switch is off', () => expect(heldFate([hold, setting('off', 2)], setting('off', 2), hold, AT)).toEqual({ do: 'refuse' }));
  it('goes with what it came behind where no switch held it', () => expect(heldFate([hold], undefined, undefined, AT)).toEqual({ do: 'follow' }));
  it.each([
    ['as the setting says that turned it on', [setting('hold', 1, { releasePerMinute: 6, until: '2026-03-05T00:00:00+08:00' }), setting('on', 2, { releasePerMinute: 30 })], 30],
    ['as its hold said where that says nothing', [setting('hold', 1, { releasePerMinute: 6 }), setting('on', 2)], 6],
    ['as is usual where nobody says anything', [hold, setting('on', 2)], RELEASE_PER_MINUTE],
    ['after the end of a hold', [setting('hold', 1, { until: '2026-03-05T00:00:00+08:00' })], RELEASE_PER_MINUTE],
  ])('goes at a rate: %s', (_what, switches, perMinute) => expect(heldFate(switches, undefined, switches[0], AT)).toEqual({ do: 'release', lane: switchKey(hold), perMinute }));
});

describe('the pace', () => {
  it('lets so many go in a minute of business time, however often it is asked', () => {
    const pace = new ReleasePace();
    const gone = Array.from({ length: 121 }, (_, at) => at * 500).filter((ms) => pace.take('lane', 6, ms));
    expect(gone).toEqual([10_000, 20_000, 30_000, 40_000, 50_000, 60_000]);
  });
  it('makes up for a clock that was set forward', () => {
    const pace = new ReleasePace();
    pace.take('lane', 2, 0);
    const takes = Array.from({ length: 8 }, () => pace.take('lane', 2, 180_000));
    expect(takes.filter(Boolean)).toHaveLength(6);
  });
  it('saves nothing before anybody waits, nor for a lane that is forgotten, nor in a new process', () => {
    const pace = new ReleasePace();
    expect([pace.take('a', 60, 600_000), pace.take('b', 60, 600_000)]).toEqual([false, false]);
    pace.keepOnly(new Set(['a']));
    expect([pace.take('a', 60, 601_000), pace.take('b', 60, 601_000), new ReleasePace().take('a', 60, 601_000)]).toEqual([true, false, false]);
  });
  it('never counts a clock that goes back twice', () => {
    const pace = new ReleasePace();
    pace.take('lane', 60, 10_000);
    pace.take('lane', 60, 5_000);
    expect([pace.take('lane', 60, 10_500), pace.take('lane', 60, 11_000)]).toEqual([false, true]);
  });
});
