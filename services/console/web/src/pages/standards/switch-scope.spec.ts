import { scopeParts } from './switch-scope';

describe('what a switch names', () => {
  it('is nothing where it is about everything', () => expect(scopeParts({})).toEqual([]));
  it('is in a fixed order, the ordered pair as one', () => {
    expect(scopeParts({ region: 'yrd', pair: { opener: '440000', counterpart: '810000' }, subject: 'personal-data', itemCode: 'I' }).map(({ name, value }) => `${name}: ${value}`)).toEqual(['subject: personal-data', 'item: I', 'pair: 440000 → 810000', 'region: yrd']);
  });
});
