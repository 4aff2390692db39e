import type { AdoptionMatrixRow } from '@tongban/contracts';
import { matrixOf, standingOf } from './adoption-matrix';

const row = (participant: string, id: string, more: Partial<AdoptionMatrixRow> = {}): AdoptionMatrixRow => ({ owner: 'yrd', participant, region: 'yrd', kind: 'standard', id, version: '1', adopted: false, late: false, ...more });
const declared = (status: 'ready' | 'adopted' | 'deferred') => ({ declared: { status, reason: '', at: '' } });

describe('the matrix of adoption', () => {
  it('has participants down and versions across, with holes where nothing is wanted', () => {
    const { versions, participants } = matrixOf([row('320000', 'B'), row('310000', 'B'), row('310000', 'A')]);
    expect(versions.map(({ id }) => id)).toEqual(['A', 'B']);
    expect(participants.map(({ participant, cells }) => [participant, cells.map((cell) => cell?.id)])).toEqual([['310000', ['A', 'B']], ['320000', [undefined, 'B']]]);
  });
  it.each([[{ adopted: true, late: true }, 'adopted'], [{ late: true, ...declared('ready') }, 'late'], [declared('ready'), 'ready'], [declared('deferred'), 'deferred'], [{}, 'none'], [declared('adopted'), 'none']] as const)('%j stands at %s', (more, standing) => expect(standingOf(row('1', 'A', more))).toBe(standing));
});
