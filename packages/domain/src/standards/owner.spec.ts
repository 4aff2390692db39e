import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DivisionDirectory, type DivisionRecord, type HomeRegion } from '../identifiers/divisions';
import { isArtefactId } from './artefact';
import type { StandardContent } from './contents';
import { ownerOf, tierOf } from './owner';

const records = <T>(name: string): T[] => (JSON.parse(readFileSync(join(__dirname, `../../../catalogue/data/${name}.json`), 'utf8')) as { records: T[] }).records;
const standards = records<StandardContent>('standards');
const divisions = new DivisionDirectory(records<DivisionRecord>('divisions'));
const regionOf = (code: string): HomeRegion | undefined => (divisions.participantOf(code) === undefined ? undefined : divisions.regionOf(code));
const owner = (content: unknown): string | undefined => ownerOf({ kind: 'standard', id: 'X' }, content, regionOf);

describe('the owner of an artefact', () => {
  it.each(['item', 'flow', 'code-list', 'calendar', 'common-messages'] as const)('of the kind %s is nat, whatever it says', (kind) =>
    expect(ownerOf({ kind, id: 'X' }, { tier: 'local', divisionCodes: ['310000'] }, regionOf)).toBe('nat'));

  it("of a participant's own calendar is its region, of the State Council's nat", () => {
    expect(ownerOf({ kind: 'calendar', id: '2027.810000' }, { year: 2027, participant: '810000' }, regionOf)).toBe('gba');
    expect(ownerOf({ kind: 'calendar', id: '2027' }, { year: 2027 }, regionOf)).toBe('nat');
    expect(ownerOf({ kind: 'calendar', id: '2027.990000' }, { year: 2027, participant: '990000' }, regionOf)).toBeUndefined();
  });

  it.each<[string, string, object]>([
    ['a national standard', 'nat', { tier: 'national', divisionCodes: ['310000'] }], ['an industry standard', 'nat', { tier: 'industry' }],
    ['a joint standard of one region', 'yrd', { tier: 'local', jointFamilyId: 'f', regionIds: ['yrd'], divisionCodes: ['340000'] }],
    ['a family over two regions', 'nat', { tier: 'local', jointFamilyId: 'f', regionIds: ['yrd', 'jjj'], divisionCodes: ['310000', '110000'] }],
    ['a local standard of a region without a family', 'gba', { tier: 'local', regionIds: ['gba'], divisionCodes: ['440000'], subDivisionCode: '440300' }],
    ['a local standard of a province in a region', 'ccec', { tier: 'local', divisionCodes: ['510000'] }],
    ['a local standard of a province in none', 'nat', { tier: 'local', divisionCodes: ['230000'] }],
    ['a local standard of two regions', 'nat', { tier: 'local', divisionCodes: ['310000', '110000'] }],
    ['an internal standard of a city', 'yrd', { tier: 'internal', divisionCodes: ['310115'] }],
    ['an internal standard of nobody', 'nat', { tier: 'internal', divisionCodes: [] }],
  ])('of %s is %s', (_, expected, content) => expect(owner(content)).toBe(expected));

  it.each<[string, unknown]>([
    ['no tier', {}], ['an unknown tier', { tier: 'county' }], ['a division nobody serves', { tier: 'local', divisionCodes: ['990000'] }],
    ['one of two divisions nobody serves', { tier: 'local', divisionCodes: ['310000', '710000'] }], ['no object', 'local'],
  ])('is not known with %s', (_, content) => expect(owner(content)).toBeUndefined());

  it('is known for every standard of the reference data, and each region owns some', () => {
    const owners = standards.map((standard) => owner(standard));
    expect(new Set(owners)).toEqual(new Set(['nat', 'jjj', 'yrd', 'gba', 'ccec']));
    expect(standards.filter(({ tier }) => tier === 'national' || tier === 'industry').map(owner).every((one) => one === 'nat')).toBe(true);
    expect(standards.every(({ id }) => isArtefactId(id))).toBe(true);
  });
  it('shows joint standards as a tier of their own', () => {
    const regional = standards.filter((standard) => tierOf(standard) === 'regional');
    expect(regional).toHaveLength(13);
    expect(regional.every(({ tier, jointFamilyId }) => tier === 'local' && jointFamilyId)).toBe(true);
  });
});
