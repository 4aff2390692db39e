import { mainland } from '../../../test/reference-flows';
import { WorkCalendar } from '../../calendar/work-calendar';
import type { Profile } from './profile';
import { type CaseClock, profileOfDivision, promiseFaults, waivedFaults } from './profile-of-side';
import type { RegionScope } from './region-scope';

const scope = (id: string, memberCodes: string[], subScope: RegionScope['subScope'] = []): RegionScope => ({ id, memberCodes, subScope });
const GBA = scope('gba', ['440000'], [{ code: '440300', parent: '440000' }]);
const YRD = scope('yrd', ['310000']);
const profile = (region: string, days: number, validFrom = '2026-01-01', validTo?: string): Profile => ({
  profileId: `I.${region}`, region, itemCode: 'I', zh: `${region}要求`, en: `Profile of ${region}`, validFrom, ...(validTo && { validTo }), basisStandardIds: [], confidence: 'high', basis: 'b',
  limit: { value: days, unit: 'working-day', promisedIn: [{ message: 'M-ACCEPT', field: 'due' }] },
});
const PROFILES = [{ profile: profile('gba', 10, '2026-03-01', '2026-12-31'), scope: GBA }, { profile: profile('yrd', 5), scope: YRD }];
const of = (division: string, day = '2026-03-02') => profileOfDivision(PROFILES, division, day)?.region;

describe('what a case between two regions must satisfy', () => {
  it('each side is under the profile of its own region', () => expect([of('440304'), of('310115')]).toEqual(['gba', 'yrd']));
  it('a side outside every scope is under none', () => expect([of('440500'), of('440000'), of('510104')]).toEqual([undefined, undefined, undefined]));
  it('it is the profile of the day on which the case was opened', () => expect([of('440300', '2026-02-28'), of('440300', '2026-03-01'), of('440300', '2027-01-01')]).toEqual([undefined, 'gba', undefined]));
});

const clock = (more: Partial<CaseClock> = {}): CaseClock => ({ openedOn: '2026-03-02', pauses: [], calendar: mainland, ...more });
const promised = (due: string, more: Partial<CaseClock> = {}, type = 'M-ACCEPT', days = 5) => promiseFaults(profile('yrd', days), { type, open: { due } }, clock(more)).map(({ path, code }) => `${path} ${code}`);

describe('a promise beside the limit of the region', () => {
  it('is kept to the last day, and refused after it', () => expect([promised('2026-03-09'), promised('2026-03-10')]).toEqual([[], ['due profile.limit-exceeded']]));
  it('has the days more for which the clock stood still', () => {
    const pauses = [{ from: '2026-03-04', until: { on: '2026-03-11' } }];
    expect([promised('2026-03-16', { pauses }), promised('2026-03-17', { pauses })]).toEqual([[], ['due profile.limit-exceeded']]);
  });
  it('is not judged while the clock stands still, nor beyond the calendar, nor in another message', () => {
    expect(promised('2029-01-01', { pauses: [{ from: '2026-03-04' }] })).toEqual([]);
    expect(promised('2029-01-01', { calendar: new WorkCalendar({ years: [] }) })).toEqual([]);
    expect(promised('2029-01-01', {}, 'M-OTHER')).toEqual([]);
  });
  it('is refused with the profile, the limit and the last day, in both languages', () => {
    const [fault] = promiseFaults(profile('yrd', 5), { type: 'M-ACCEPT', open: { due: '2026-04-01' } }, clock());
    for (const text of [fault!.zh, fault!.en]) for (const part of ['I.yrd', '5', '2026-03-09']) expect(text).toContain(part);
  });
});

describe('materials that a side asks for', () => {
  const asking: Profile = {
    ...profile('yrd', 5), materials: [{ code: 'M-A', zh: '甲', en: 'A', demand: 'waived' }, { code: 'M-B', zh: '乙', en: 'B', demand: 'optional' }],
    materialsAskedIn: [{ message: 'M-ASK', field: 'items', member: 'material' }],
  };
  const told = (fields: Parameters<typeof waivedFaults>[1]['fields'], type = 'M-ASK') => waivedFaults(asking, { type, fields }).map(({ path, code }) => `${path} ${code}`);
  it('are refused by their place where its region has waived them, and no others', () => {
    expect(told({ items: [{ material: 'M-B' }, { material: 'M-A' }, { material: 'M-C' }, { other: 'M-A' }] })).toEqual(['items.1.material profile.material-waived']);
    expect([told({ items: [{ material: 'M-A' }] }, 'M-OTHER'), told({}), told({ items: 'M-A' }), told({ items: ['M-A'] })]).toEqual([[], [], [], []]);
  });
  it('are told without their code', () => expect(JSON.stringify(waivedFaults(asking, { type: 'M-ASK', fields: { items: [{ material: 'M-A' }] } }))).not.toContain('M-A'));
});
