import { loadCatalogue } from '@tongban/catalogue';
import { type Flow, compileFlow } from '@tongban/domain';
import { mappingGiven } from './migration-mapping';

const base = loadCatalogue();
const from = compileFlow([...base.flows.values()][0]! as Flow, base.dictionary);
const [first, second, ...others] = [...from.states.keys()];
const to = compileFlow({ ...from.flow, states: from.flow.states.filter(({ id }) => id !== second) }, base.dictionary);
const given = (value: unknown, same = false) => mappingGiven(typeof value === 'string' ? value : JSON.stringify(value), 'map.json', { from, to, same });

describe('a mapping file', () => {
  it('says where states go, and which stay', () => expect(given({ [first!]: second, [second!]: null })).toEqual([{ from: first, to: second }, { from: second }]));
  it('may leave states of the same id to --same, where the version after has them', () =>
    expect(given({ [first!]: null }, true)).toEqual([{ from: first }, ...others.map((state) => ({ from: state, to: state }))]));
  it.each(['no JSON', '[]', '"A"', '{"A": 1}', '{"A": ""}', 'null'])('%s is none', (text) => expect(() => given(text)).toThrow('one JSON object'));
});
