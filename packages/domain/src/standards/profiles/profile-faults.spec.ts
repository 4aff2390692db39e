import { type Profile } from './profile';
import { type ProfiledStandard, profileFaults } from './profile-faults';
import type { RegionScope } from './region-scope';

const GBA: RegionScope = { id: 'gba', memberCodes: ['440000', '810000'], subScope: [{ code: '440300', parent: '440000' }] };
const ITEM = 'HRSS-TEST-0001';
const PROFILE: Profile = {
  profileId: `${ITEM}.gba`, region: 'gba', itemCode: ITEM, zh: '协同要求', en: 'Profile', validFrom: '2026-04-01', basisStandardIds: [], confidence: 'high', basis: 'agreement of 2026',
  limit: { value: 20, unit: 'working-day' }, materials: [{ code: 'M-A', zh: '甲', en: 'A', demand: 'waived' }, { code: 'M-B', zh: '乙', en: 'B', demand: 'optional' }], modes: ['fully-online'],
  values: [{ metricId: 'x.min', zh: '补贴', en: 'Grant', comparator: '>=', value: 200, unit: 'CNY/month' }],
};
const material = (code: string, required: boolean) => ({ code, zh: code, en: code, required });
const standard = (over: Partial<ProfiledStandard>, subDivisionCode: string | null = '440300'): ProfiledStandard => ({ tier: 'local', divisionCodes: ['440000'], subDivisionCode, ...over });
const faults = (over: Partial<ProfiledStandard>, { sub = '440300' as string | null, from = '2026-05-01', profile = PROFILE } = {}) =>
  profileFaults(standard(over, sub), (itemCode) => (itemCode === ITEM ? [{ profile, scope: GBA }] : []), from).map(({ path, code, on }) => [path, code, on]);
const guide = (more: object) => ({ localGuides: [{ itemCode: ITEM, ...more }] });
const value = (amount: number, more: object = {}) => ({ declares: [{ metricId: 'x.min', itemCode: ITEM, value: amount, unit: 'CNY/month', ...more }] });

describe('a local standard beside the profile of its region (T3-C3, T6-C5)', () => {
  it.each<[string, Partial<ProfiledStandard>, readonly string[]]>([
    ['a longer limit', guide({ limit: { value: 21, unit: 'working-day' } }), ['localGuides[0].limit.value standard.below-profile']],
    ['the same limit', guide({ limit: { value: 20, unit: 'working-day' } }), []],
    ['done at once', guide({ limit: { value: 0, unit: 'immediate' } }), []],
    ['a limit in other days', guide({ limit: { value: 5, unit: 'calendar-day' } }), ['localGuides[0].limit.unit catalogue.invalid']],
    ['a waived material', guide({ materials: [material('M-A', false)] }), ['localGuides[0].materials[0].required standard.below-profile']],
    ['an optional one demanded', guide({ materials: [material('M-B', true)] }), ['localGuides[0].materials[0].required standard.below-profile']],
    ['an optional one asked for', guide({ materials: [material('M-B', false)] }), []],
    ['one of which nothing is agreed', guide({ materials: [material('M-C', true)] }), []],
    ['a mode less', guide({ modes: ['joint-handling'] }), ['localGuides[0].modes standard.below-profile']],
    ['a lower grant', value(199), ['declares[0].value standard.below-profile']],
    ['the same grant', value(200), []],
    ['a grant in another unit', value(2400, { unit: 'CNY/year' }), ['declares[0].unit catalogue.invalid']],
    ['another item', { localGuides: [{ itemCode: 'HRSS-TEST-0002', limit: { value: 99, unit: 'working-day' } }] }, []],
  ])('with %s', (_what, over, told) => expect(faults(over).map(([path, code]) => `${path} ${code}`)).toEqual(told));

  it('is bound only where the region binds all it reaches: Shantou and the province as a whole are not under it', () => {
    const bad = guide({ limit: { value: 60, unit: 'working-day' } });
    expect(['440300', '440500', null].map((sub) => faults(bad, { sub }).length)).toEqual([1, 0, 0]);
  });

  it('is judged from the day on which both hold, and no longer than the profile does', () => {
    const late = guide({ limit: { value: 60, unit: 'working-day' }, validFrom: '2026-06-01' });
    expect([faults(late)[0]?.[2], faults(guide({ limit: { value: 60, unit: 'working-day' } }), { from: '2026-01-01' })[0]?.[2]]).toEqual(['2026-06-01', '2026-04-01']);
    expect(faults(late, { profile: { ...PROFILE, validTo: '2026-05-31' } })).toEqual([]);
    expect(faults(value(100, { validTo: '2026-03-31' }), { from: '2026-01-01' })).toEqual([]);
    expect(faults(value(100), { from: '2026-01-01' })[0]?.[2]).toBe('2026-04-01');
  });

  it('is told in both languages what is agreed, what it has, where that stands and from when', () => {
    const [fault] = profileFaults(standard(guide({ limit: { value: 21, unit: 'working-day' } })), () => [{ profile: PROFILE, scope: GBA }], '2026-05-01');
    for (const text of [fault!.zh, fault!.en]) for (const part of ['20', '21', '2026-05-01', PROFILE.profileId, PROFILE.basis]) expect(text).toContain(part);
  });
});
