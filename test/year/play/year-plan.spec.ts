import type { RegionCode } from '@tongban/contracts';
import { loadCatalogue } from '@tongban/catalogue';
import { type YearSize, planYear } from './year-plan';

const { divisions } = loadCatalogue();
const participants = divisions.participants().map((one) => ({ code: one.code, region: divisions.regionOf(one) as RegionCode, isMainland: one.mainlandHrssRulesApply }));
const material = { participants, items: ['one', 'two', 'three'] };
const LONG: YearSize = { cases: 1000, everyDay: true };

describe('the plan of a year', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(planYear(7, LONG, material)).toEqual(planYear(7, LONG, material));
    expect(planYear(7, LONG, material).openings).not.toEqual(planYear(8, LONG, material).openings);
  });
  it.each([['every day', LONG, 365], ['some days', { cases: 60, everyDay: false }, undefined]] as const)('of %s goes from the first of January to the last of December', (_what, size, count) => {
    const { days, openings } = planYear(1, size, material);
    expect([days[0], days.at(-1)]).toEqual(['2026-01-01', '2026-12-31']);
    expect(days).toEqual([...new Set(days)].sort());
    if (count !== undefined) expect(days).toHaveLength(count);
    // The worked Saturday, the break, and the first day after it.
    for (const day of ['2026-02-14', '2026-02-16', '2026-02-24', '2026-10-01', '2026-10-10']) expect(days).toContain(day);
    expect(openings.every(({ day }) => days.includes(day))).toBe(true);
  });
  it('has all 34 participants and every item, and no case of a participant with itself', () => {
    const { openings } = planYear(1, { cases: 60, everyDay: false }, material);
    expect(participants).toHaveLength(34);
    expect(new Set(openings.map(({ opener }) => opener.slice(0, 2))).size).toBe(34);
    expect(new Set(openings.map(({ item }) => item)).size).toBe(3);
    expect(openings.filter(({ opener, counterpart }) => opener.slice(0, 2) === counterpart.slice(0, 2))).toEqual([]);
  });
  it('has every trouble, and never two links or hubs away at once', () => {
    for (const size of [LONG, { cases: 36, everyDay: false }]) {
      const { troubles } = planYear(1, size, material);
      expect(new Set(troubles.map(({ kind }) => kind))).toEqual(new Set(['cut', 'kill', 'hub-down', 'flush-redis', 'silent', 'duplicate']));
      const away = troubles.flatMap((one) => (one.kind === 'cut' || one.kind === 'hub-down' ? [one] : []));
      away.slice(1).forEach(({ from }, index) => expect(from > away[index]!.to).toBe(true));
    }
  });
});
