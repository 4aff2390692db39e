import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkDivisionCode } from './division-code';
import { DivisionDirectory, type DivisionRecord } from './divisions';

const { records } = JSON.parse(readFileSync(join(__dirname, '../../../catalogue/data/divisions.json'), 'utf8')) as { records: DivisionRecord[] };
const regions = JSON.parse(readFileSync(join(__dirname, '../../../catalogue/data/regions.json'), 'utf8')) as { records: { id: string; memberCodes: string[] }[] };
const divisions = new DivisionDirectory(records);

describe('the directory of divisions', () => {
  it('has 34 participants, each of them its own', () => {
    expect(divisions.participants()).toHaveLength(34);
    for (const participant of divisions.participants()) expect(divisions.participantOf(participant.code)).toBe(participant);
  });

  it.each([['310000', '310000'], ['310115', '310000'], ['510100', '510000'], ['659001', '650000'], ['660000', '660000'], ['810000', '810000']])(
    'resolves %s to participant %s', (code, participant) => expect(divisions.participantOf(code)?.code).toBe(participant));

  it.each([
    ['310115', 'addressable'], ['710000', 'not-addressable'], ['710100', 'not-addressable'], ['990000', 'unknown'], ['830000', 'unknown'],
    ['', 'unknown'], ['31', 'unknown'], ['3101150', 'unknown'], ['３10115', 'unknown'], ['310115\n', 'unknown'],
  ])('says that %j is %s', (code, status) => {
    expect(divisions.resolve(code).status).toBe(status);
    expect(divisions.isKnown(code)).toBe(status !== 'unknown');
    expect(divisions.participantOf(code) !== undefined).toBe(status === 'addressable');
  });

  it('places every participant in the region that lists it, and all others in the national one', () => {
    for (const participant of divisions.participants()) {
      const region = regions.records.find(({ memberCodes }) => memberCodes.includes(participant.code))?.id ?? 'nat';
      expect([participant.code, divisions.regionOf(participant)]).toEqual([participant.code, region]);
    }
    expect(divisions.regionOf('510100')).toBe('ccec');
  });

  it('names who asks for a region that is none', () => {
    expect(() => divisions.regionOf('990000')).toThrow(expect.objectContaining({ code: 'division.unknown' }));
    expect(() => divisions.regionOf('710000')).toThrow(expect.objectContaining({ code: 'division.not-addressable' }));
  });

  it.each<[string, Partial<DivisionRecord>]>([
    ['a code given twice', {}], ['a code below the province', { code: '310100' }], ['a region that does not exist', { code: '990000', regionId: 'xyz' }],
  ])('refuses records with %s', (_, change) =>
    expect(() => new DivisionDirectory([...records, { ...(records[0] as DivisionRecord), ...change }])).toThrow(expect.objectContaining({ code: 'hub.internal' })));
});

describe('the division code', () => {
  it.each([['310000', 'province'], ['510100', 'prefecture'], ['310115', 'county']])('%s is of the level %s', (code, level) =>
    expect(checkDivisionCode(code, divisions)).toEqual({ valid: true, level, provinceCode: `${code.slice(0, 2)}0000`, participant: divisions.participantOf(code) }));
  it('is valid where it exists but cannot be addressed', () =>
    expect(checkDivisionCode('710000', divisions)).toEqual({ valid: true, level: 'province', provinceCode: '710000', participant: undefined }));
  it.each([['', 'empty'], ['3101', 'length'], ['31011a', 'charset'], ['011000', 'unknown']])('%j is refused: %s', (code, reason) =>
    expect(checkDivisionCode(code, divisions)).toEqual({ valid: false, reason }));
});
