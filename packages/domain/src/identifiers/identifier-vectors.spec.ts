import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { checkCitizenId } from './citizen-id';
import { checkDivisionCode } from './division-code';
import { DivisionDirectory, type DivisionRecord } from './divisions';
import { isSyntheticIdentity } from './synthetic';
import { checkUscc } from './uscc';

interface Vector {
  readonly recordType: 'algorithm' | 'vector'; readonly id: string; readonly algorithm: 'citizen-id' | 'uscc' | 'division-code';
  readonly value: string; readonly valid: boolean; readonly reason: string | null; readonly synthetic: boolean;
  readonly gender?: string; readonly birthDate?: string; readonly divisionCode?: string | null; readonly innerCheckValid?: boolean;
}
const data = <T>(file: string): { readonly records: readonly T[] } =>
  JSON.parse(readFileSync(join(__dirname, '../../../catalogue/data', file), 'utf8')) as { records: T[] };
const vectors = data<Vector>('identifiers.json').records.filter(({ recordType }) => recordType === 'vector');
const divisions = new DivisionDirectory(data<DivisionRecord>('divisions.json').records);
const of = (algorithm: Vector['algorithm']): Vector[] => vectors.filter((vector) => vector.algorithm === algorithm);

describe('the identifier vectors of the reference data', () => {
  it('cover all three identifiers', () =>
    expect([of('citizen-id').length, of('uscc').length, of('division-code').length]).toEqual([21, 18, 5]));

  it.each(of('citizen-id'))('$id $value', (vector) => {
    const found = checkCitizenId(vector.value, { todayDate: '2026-03-02' });
    expect(found).toEqual(vector.valid
      ? { valid: true, addressCode: vector.divisionCode ?? vector.value.slice(0, 6), birthDate: vector.birthDate, gender: vector.gender }
      : { valid: false, reason: vector.reason });
    expect(checkCitizenId(vector.value)).toEqual(found);
  });

  it.each(of('uscc'))('$id $value', (vector) => {
    const found = checkUscc(vector.value);
    if (!vector.valid) return expect(found).toEqual({ valid: false, reason: vector.reason });
    expect(found).toMatchObject({ valid: true, warnings: vector.reason === null ? [] : [vector.reason] });
    if (vector.divisionCode !== undefined) expect(found).toMatchObject({ divisionCode: vector.divisionCode });
  });

  it.each(of('division-code'))('$id $value', (vector) =>
    expect(checkDivisionCode(vector.value, divisions)).toMatchObject(vector.valid ? { valid: true, level: 'province' } : { valid: false, reason: vector.reason }));

  it.each(vectors.filter(({ algorithm, valid }) => algorithm !== 'division-code' && valid))('$id is synthetic: $synthetic', ({ algorithm, value, synthetic }) =>
    expect(isSyntheticIdentity(algorithm as 'citizen-id' | 'uscc', value)).toBe(synthetic));
});
