import { endsOf, firstToEnd, sourceState } from './stall';

describe('a source between regions', () => {
  const source = (lag: number, activeMsAgo: number, error?: string) => ({ name: 'S', lag, activeMsAgo, ...(error !== undefined && { error }) });
  it.each([[source(0, 500), 'level'], [source(3, 500), 'behind'], [source(3, 60_000), 'stalled'], [source(0, 60_000), 'stalled'], [source(0, -1), 'unknown'], [source(0, 1, 'no responders'), 'error']] as const)('%j is %s', (one, state) => expect(sourceState(one)).toBe(state));
});
describe('the two ends of a link', () => {
  it.each([[3, 3, { kind: 'equal' }], [5, 3, { kind: 'unequal', by: 2 }], [3, 4, { kind: 'unequal', by: 1 }], [undefined, 3, { kind: 'one-end' }], [3, undefined, { kind: 'one-end' }]])('%p sent and %p received: %j', (sent, received, ends) => expect(endsOf(sent, received)).toEqual(ends));
});
it('the key that ends first is told, of those that end', () => {
  expect(firstToEnd([{ validTo: '2027' }, {}, { validTo: '2026' }])).toBe('2026');
  expect(firstToEnd([{}])).toBeUndefined();
});
