import { BASELINE, Play, SHANGHAI, STEWARD_1 } from '../../test/registry-play';
import { evolve, initialRegistry } from '../standards/registry';
import { type MaintenanceWindow, heldUntil, nextMaintenance } from './window';
import { windowFaults } from './window-faults';
import { windowInWords } from './window-words';

const MONTH_END: MaintenanceWindow = { repeat: 'monthly', day: -1, at: '20:00', minutes: 600 };
const SUNDAY: MaintenanceWindow = { repeat: 'weekly', weekday: 7, at: '22:00', minutes: 240 };
const ONCE: MaintenanceWindow = { repeat: 'once', from: '2026-05-01T00:00:00+08:00', until: '2026-05-02T00:00:00+08:00' };

describe('a maintenance window', () => {
  it.each<[string, readonly MaintenanceWindow[], string, string | undefined]>([
    ['of a month end, before it', [MONTH_END], '2026-03-31T19:59:59+08:00', undefined],
    ['of a month end, as it begins', [MONTH_END], '2026-03-31T20:00:00+08:00', '2026-04-01T06:00:00.000+08:00'],
    ['of a month end, over midnight', [MONTH_END], '2026-04-01T05:59:59+08:00', '2026-04-01T06:00:00.000+08:00'],
    ['of a month end, as it is over', [MONTH_END], '2026-04-01T06:00:00+08:00', undefined],
    ['of a month end in a February', [MONTH_END], '2026-02-28T21:00:00+08:00', '2026-03-01T06:00:00.000+08:00'],
    ['of a month end in a leap year, not a day early', [MONTH_END], '2028-02-28T21:00:00+08:00', undefined],
    ['of a month end in a leap year', [MONTH_END], '2028-02-29T21:00:00+08:00', '2028-03-01T06:00:00.000+08:00'],
    ['of a month end over the end of a year', [MONTH_END], '2027-01-01T03:00:00+08:00', '2027-01-01T06:00:00.000+08:00'],
    ['of a month end, asked in another offset', [MONTH_END], '2026-03-31T12:30:00Z', '2026-04-01T06:00:00.000+08:00'],
    ['three days before the month end', [{ ...MONTH_END, day: -3 }], '2026-04-28T21:00:00+08:00', '2026-04-29T06:00:00.000+08:00'],
    ['of a day of the month', [{ ...MONTH_END, day: 15 }], '2026-04-15T21:00:00+08:00', '2026-04-16T06:00:00.000+08:00'],
    ['of every Sunday', [SUNDAY], '2026-03-08T23:00:00+08:00', '2026-03-09T02:00:00.000+08:00'],
    ['of every Sunday, on a Saturday', [SUNDAY], '2026-03-07T23:00:00+08:00', undefined],
    ['of every Sunday over the end of a year', [{ ...SUNDAY, weekday: 4, minutes: 600 }], '2027-01-01T07:00:00+08:00', '2027-01-01T08:00:00.000+08:00'],
    ['that is as long as may be, on its last day', [{ ...SUNDAY, weekday: 1, at: '00:00', minutes: 10_080 }], '2026-03-08T23:59:00+08:00', expect.any(String) as unknown as string],
    ['once', [ONCE], '2026-05-01T12:00:00+08:00', '2026-05-02T00:00:00.000+08:00'],
    ['once, afterwards', [ONCE], '2026-05-02T00:00:00+08:00', undefined],
    ['that another one goes on from', [ONCE, { ...ONCE, from: ONCE.until, until: '2026-05-02T06:00:00+08:00' }], '2026-05-01T12:00:00+08:00', '2026-05-02T06:00:00.000+08:00'],
    ['that lies in a longer one', [ONCE, { ...ONCE, until: '2026-05-01T13:00:00+08:00' }], '2026-05-01T12:00:00+08:00', '2026-05-02T00:00:00.000+08:00'],
    ['that nobody declared', [], '2026-05-01T12:00:00+08:00', undefined],
  ])('%s', (_what, windows, at, until) => expect(heldUntil(windows, at)).toEqual(until));

  it.each<[string, readonly MaintenanceWindow[], string, string | undefined]>([
    ['the month end after the one that runs', [MONTH_END], '2026-12-31T21:00:00+08:00', '2027-01-31T20:00:00.000+08:00'],
    ['the first of several', [MONTH_END, SUNDAY], '2026-12-28T00:00:00+08:00', '2026-12-31T20:00:00.000+08:00'],
    ['none where the only one is over', [ONCE], '2026-06-01T00:00:00+08:00', undefined],
  ])('the next one: %s', (_what, windows, at, from) => expect(nextMaintenance(windows, at)?.from).toBe(from));

  it('agrees with a minute by minute look over two years', () => {
    // Slow and obvious: a day is the last of its month when the next one is a first.
    const isLast = (ms: number): boolean => new Date(ms + 86_400_000).getUTCDate() === 1;
    for (let ms = Date.UTC(2027, 0, 1); ms < Date.UTC(2029, 0, 1); ms += 3_600_000) {
      const hour = new Date(ms).getUTCHours();
      const inside = (isLast(ms) && hour >= 20) || (isLast(ms - 86_400_000) && hour < 6);
      // The calendar of Beijing, written as UTC and read eight hours earlier.
      expect([new Date(ms).toISOString(), heldUntil([MONTH_END], new Date(ms - 8 * 3_600_000).toISOString()) !== undefined]).toEqual([new Date(ms).toISOString(), inside]);
    }
  });

  it.each<[string, MaintenanceWindow, string[]]>([
    ['a word that is none', { ...SUNDAY, repeat: 'daily' as 'weekly' }, ['windows.0.repeat']],
    ['a day, a time and a length that are none', { ...SUNDAY, weekday: 8, at: '24:00', minutes: 0 }, ['windows.0.weekday', 'windows.0.at', 'windows.0.minutes']],
    ['a day that some months lack', { ...MONTH_END, day: 31 }, ['windows.0.day']],
    ['no day', { ...MONTH_END, day: 0 }, ['windows.0.day']],
    ['instants that are none', { ...ONCE, from: '2026-05-01', until: 'later' }, ['windows.0.from', 'windows.0.until']],
    ['an end before the beginning', { ...ONCE, until: ONCE.from }, ['windows.0.until']],
    ['an absence', { ...ONCE, until: '2026-07-01T00:00:00+08:00' }, ['windows.0.until']],
  ])('is refused for %s', (_what, window, paths) => expect(windowFaults([window]).map(({ path }) => path)).toEqual(paths));
  it('is refused in too great a number', () => expect(windowFaults(Array(21).fill(SUNDAY)).map(({ path }) => path)).toEqual(['windows']));
  it('is worded', () => expect([MONTH_END, SUNDAY, { ...MONTH_END, day: -2 }, ONCE].map((one) => windowInWords(one).en)).toEqual([
    'the last day of every month from 20:00 for 600 minutes', 'every Sunday from 22:00 for 240 minutes', 'day 2 from the end of every month from 20:00 for 600 minutes', `${ONCE.from} to ${ONCE.until}`,
  ]));
});

describe('what a participant declares of its maintenance', () => {
  const play = () => new Play('yrd', BASELINE, (code) => ({ 310000: 'yrd' as const, 510000: 'ccec' as const })[code]);
  const declared = (windows: readonly MaintenanceWindow[], more: object = {}) => ({ type: 'declare-maintenance' as const, actor: SHANGHAI, participant: '310000', windows, ...more });

  it('counts at once on its own word, and the last word alone', () => {
    const registry = play();
    expect(registry.tell(declared([MONTH_END]))).toMatchObject({ type: 'maintenance-declared', participant: '310000', windows: [MONTH_END] });
    registry.tell(declared([SUNDAY, ONCE]));
    expect(registry.state.maintenance.get('310000')).toMatchObject({ windows: [SUNDAY, ONCE], reason: 'a reason', at: registry.now });
    registry.tell(declared([]));
    expect(registry.state.maintenance.get('310000')).toMatchObject({ windows: [] });
    expect(registry.log.reduce(evolve, initialRegistry('yrd', BASELINE))).toEqual(registry.state);
  });
  it('is refused for another, at another hub, and where it is faulty', () => {
    expect(play().refusal(declared([], { participant: '510000' }))).toEqual({ code: 'sender.not-itself', paths: ['participant'] });
    expect(play().refusal(declared([], { actor: STEWARD_1 }))).toEqual({ code: 'sender.not-itself', paths: ['participant'] });
    expect(new Play('nat', BASELINE, () => 'yrd').refusal(declared([]))).toEqual({ code: 'standard.wrong-owner', paths: ['participant'] });
    expect(play().refusal(declared([{ ...SUNDAY, weekday: 0 }]))).toEqual({ code: 'registry.command-invalid', paths: ['windows.0.weekday'] });
  });
});
