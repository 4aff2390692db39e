import * as fc from 'fast-check';
import { type NewCase, decidingSwitch, latestHold, standingOfSwitch } from './position';
import { SWITCH_POSITIONS, type SwitchRecord, type SwitchScope } from './switch';

const STEWARD = { personId: 'steward-1', keyId: 'person:steward-1#1', unit: 'nat' };
const day = (number: number): string => `2026-03-${String(number).padStart(2, '0')}T00:00:00+08:00`;
let count = 0;
const setting = (position: SwitchRecord['position'], scope: SwitchScope, more: Partial<SwitchRecord> = {}): SwitchRecord =>
  ({ owner: 'nat', switchId: `s-${++count}`, setNo: count, setAt: day(1), since: day(1), reason: 'because', proposer: STEWARD, confirmer: STEWARD, scope, position, ...more });

const CASE: NewCase = { itemCode: 'I-1', modes: ['fully-online', 'joint-handling'], opener: { participant: '310000', region: 'yrd' }, counterpart: { participant: '510000', region: 'ccec' } };
const position = (switches: readonly SwitchRecord[], at = day(2), newCase = CASE): string => decidingSwitch(switches, newCase, at)?.position ?? 'on';

describe('a switch concerns a case that fits everything it names (T6-C1)', () => {
  it.each<[string, SwitchScope, boolean]>([
    ['its item', { itemCode: 'I-1' }, true], ['another item', { itemCode: 'I-2' }, false],
    ['its opener', { participant: '310000' }, true], ['its counterpart', { participant: '510000' }, true], ['another participant', { participant: '110000' }, false],
    ['the pair in its order', { pair: { opener: '310000', counterpart: '510000' } }, true], ['the pair the other way round', { pair: { opener: '510000', counterpart: '310000' } }, false],
    ['the region of its opener', { region: 'yrd' }, true], ['the region of its counterpart', { region: 'ccec' }, true], ['another region', { region: 'gba' }, false],
    ['item and pair', { itemCode: 'I-1', pair: { opener: '310000', counterpart: '510000' } }, true], ['the pair with another item', { itemCode: 'I-2', pair: { opener: '310000', counterpart: '510000' } }, false],
  ])('%s', (_what, scope, concerned) => expect(position([setting('off', scope)])).toBe(concerned ? 'off' : 'on'));

  it('is on where nobody says anything', () => expect(position([])).toBe('on'));
});

describe('of several switches the strictest counts, and says that it did', () => {
  const [on, hold, off] = SWITCH_POSITIONS.map((one) => setting(one, { itemCode: 'I-1' }, { owner: one === 'on' ? 'yrd' : one === 'hold' ? 'ccec' : 'nat' }));
  it.each([[[on!, hold!], hold], [[hold!, off!], off], [[off!, on!], off], [[on!], undefined]])('%#', (switches, decides) => {
    expect(decidingSwitch(switches, CASE, day(2))).toBe(decides);
    expect(decidingSwitch([...switches].reverse(), CASE, day(2))).toBe(decides);
  });
  it('neither side can force what the other one stops', () =>
    expect(position([setting('off', { pair: { opener: '310000', counterpart: '510000' } }, { owner: 'ccec' }), setting('on', { pair: { opener: '310000', counterpart: '510000' } }, { owner: 'yrd' })])).toBe('off'));
  it('of two holds the slower one counts', () => {
    const [fast, slow, shut] = [setting('hold', { itemCode: 'I-1' }, { releasePerMinute: 60 }), setting('hold', { region: 'yrd' }, { releasePerMinute: 6 }), setting('hold', { participant: '510000' })];
    expect([decidingSwitch([fast!, slow!], CASE, day(2)), decidingSwitch([fast!, slow!, shut!], CASE, day(2))]).toEqual([slow, shut]);
  });
});

describe('a switch of a mode leaves the other modes', () => {
  const offOf = (mode: string) => setting('off', { itemCode: 'I-1', mode });
  it('of which the case may still begin in one', () => expect(position([offOf('fully-online')])).toBe('on'));
  it('and closes the item once none is left', () => expect(position([offOf('fully-online'), offOf('joint-handling')])).toBe('off'));
  it('the mildest of them counts', () => expect(position([offOf('fully-online'), setting('hold', { mode: 'joint-handling' })])).toBe('hold'));
  it('which the item does not offer changes nothing', () => expect(position([offOf('receive-on-behalf')])).toBe('on'));
  it('does not concern an item without modes', () => expect(position([offOf('fully-online'), offOf('joint-handling')], day(2), { ...CASE, modes: [] })).toBe('on'));
});

describe('a switch is dated, and its history is kept', () => {
  it('holds from its beginning on and ends before its end', () => {
    const switches = [setting('off', { itemCode: 'I-1' }, { since: day(3), until: day(5) })];
    expect([2, 3, 4, 5].map((number) => position(switches, day(number)))).toEqual(['on', 'off', 'off', 'on']);
    expect(position(switches, '2026-03-02T16:00:00Z')).toBe('off');
  });
  it('what was set last of one scope counts from its beginning on, and what was before stays true of before', () => {
    const switches = [setting('off', { itemCode: 'I-1' }, { since: day(2) }), setting('hold', { itemCode: 'I-1' }, { since: day(4), until: day(6) }), setting('on', { itemCode: 'I-1' }, { since: day(8) })];
    expect([1, 2, 4, 6, 8].map((number) => position(switches, day(number)))).toEqual(['on', 'off', 'hold', 'off', 'on']);
    expect(switches.map((one) => standingOfSwitch(switches, one, day(5)))).toEqual(['replaced', 'in-force', 'to-come']);
    expect(switches.map((one) => standingOfSwitch(switches, one, day(9)))).toEqual(['replaced', 'over', 'in-force']);
  });
  it('a setting replaces only those of the same owner and scope', () =>
    expect(position([setting('off', { itemCode: 'I-1' }, { owner: 'nat' }), setting('on', { itemCode: 'I-1' }, { owner: 'yrd' }), setting('on', { region: 'yrd' }, { owner: 'nat' })])).toBe('off'));
  it('the newest hold of such cases is found once they are on again', () => {
    const held = setting('hold', { region: 'yrd' }, { since: day(2), until: day(3) });
    expect([latestHold([held], CASE, day(9)), latestHold([held], CASE, day(1)), latestHold([setting('off', { region: 'yrd' })], CASE, day(9))]).toEqual([held, undefined, undefined]);
  });
});

it('the answer does not depend on the order in which the logs were read', () => {
  const scope: fc.Arbitrary<SwitchScope> = fc.constantFrom<SwitchScope[]>({ itemCode: 'I-1' }, { region: 'yrd' }, { participant: '510000' }, { mode: 'fully-online' }, { itemCode: 'I-1', mode: 'joint-handling' });
  const one = fc.record({ scope, position: fc.constantFrom(...SWITCH_POSITIONS), owner: fc.constantFrom('nat' as const, 'yrd' as const, 'ccec' as const), from: fc.integer({ min: 1, max: 20 }), days: fc.option(fc.integer({ min: 1, max: 9 })), rate: fc.option(fc.integer({ min: 1, max: 3 })) });
  fc.assert(fc.property(fc.array(one, { maxLength: 12 }), fc.integer({ min: 1, max: 28 }), (list, at) => {
    const switches = list.map(({ scope: about, position: where, owner, from, days, rate }, index) => setting(where, about, {
      owner, switchId: `f-${index}`, setNo: index + 1, since: day(from), ...(days !== null && { until: day(Math.min(28, from + days)) }), ...(rate !== null && where !== 'off' && { releasePerMinute: rate }),
    }));
    expect(decidingSwitch([...switches].reverse(), CASE, day(at))?.switchId).toBe(decidingSwitch(switches, CASE, day(at))?.switchId);
  }), { numRuns: 300 });
});
