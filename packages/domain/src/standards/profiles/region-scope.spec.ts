import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RegionScope, bindsStandard, isInScope } from './region-scope';

const REGIONS: readonly RegionScope[] = JSON.parse(readFileSync(join(__dirname, '../../../../catalogue/data/regions.json'), 'utf8')).records;
const region = (id: string): RegionScope => REGIONS.find((one) => one.id === id)!;

describe('whom the rules of a region bind', () => {
  it.each<[string, string, string, boolean]>([
    ['gba', '440300', 'Shenzhen, one of the nine cities', true], ['gba', '440304', 'a district of it', true], ['gba', '441900', 'Dongguan, which has no counties', true],
    ['gba', '440500', 'Shantou, which only routes through it', false], ['gba', '440507', 'a district of Shantou', false], ['gba', '440000', 'the province as a whole', false],
    ['gba', '810000', 'Hong Kong, a member without parts', true], ['gba', '310000', 'another region', false],
    ['yrd', '310115', 'a district of a member that belongs whole', true], ['yrd', '440300', 'another region', false], ['ccec', '511500', 'a city of Sichuan', true], ['jjj', '130100', 'Shijiazhuang', true],
  ])('%s, %s: %s', (id, division, _what, binds) => expect(isInScope(region(id), division)).toBe(binds));

  it('standards whose whole reach lies inside, and neither national nor industry ones', () => {
    const local = { tier: 'local', divisionCodes: ['440000'], subDivisionCode: null };
    expect([local, { ...local, subDivisionCode: '440300' }, { ...local, subDivisionCode: '440500' }, { ...local, divisionCodes: [] }].map((standard) => bindsStandard(region('gba'), standard))).toEqual([false, true, false, false]);
    expect(['local', 'internal', 'national', 'industry'].map((tier) => bindsStandard(region('yrd'), { tier, divisionCodes: ['310000', '320000'] }))).toEqual([true, true, false, false]);
    expect(bindsStandard(region('yrd'), { tier: 'local', divisionCodes: ['310000', '440000'] })).toBe(false);
  });
});
