import { citizenIdCheckCharacter } from './citizen-id';
import { isSyntheticIdentity } from './synthetic';
import { usccCheckCharacter } from './uscc';

const citizenId = (body: string): string => body + citizenIdCheckCharacter(body);
const uscc = (body: string): string => body + usccCheckCharacter(body);

describe('a synthetic identity', () => {
  it.each<[string, boolean, 'citizen-id' | 'uscc', string]>([
    ['a province-level address code', true, 'citizen-id', citizenId('31000019900101001')],
    ['a county-level address code', false, 'citizen-id', citizenId('31011519900101001')],
    ['a prefecture-level address code', false, 'citizen-id', citizenId('31010019900101001')],
    ['a residence permit nobody can hold', true, 'citizen-id', citizenId('81000019001231001')],
    ['a residence permit that may be real', false, 'citizen-id', citizenId('81000019010101001')],
    ['a residence permit of a Macao resident', false, 'citizen-id', citizenId('82000019900101001')],
    ['a residence permit of a Taiwan resident', false, 'citizen-id', citizenId('83000019900101001')],
    ['a number with a wrong check character', false, 'citizen-id', '310000190402290244'],
    ['a province-level registration authority', true, 'uscc', uscc('91310000MA9999X13')],
    ['a county-level registration authority', false, 'uscc', uscc('91310115MA9999X13')],
    ['a code with a wrong check character', false, 'uscc', '91310000MA9999X13L'],
    ['an empty value', false, 'uscc', ''],
  ])('%s: %s', (_, synthetic, kind, value) => expect(isSyntheticIdentity(kind, value)).toBe(synthetic));
});
