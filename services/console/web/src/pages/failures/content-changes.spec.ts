import { contentChanges } from './content-changes';

describe('what a correction changes', () => {
  it.each<[string, unknown, unknown, object[]]>([
    ['nothing', { a: 1 }, { a: 1 }, []],
    ['a value', { fields: { a: 1, b: 'x' } }, { fields: { a: 2, b: 'x' } }, [{ path: 'fields.a', before: '1', after: '2' }]],
    ['what was added and taken away', { a: 1 }, { b: [1] }, [{ path: 'a', before: '1' }, { path: 'b.0', after: '1' }]],
    ['an emptied list', { a: [1] }, { a: [] }, [{ path: 'a', after: '[]' }, { path: 'a.0', before: '1' }]],
  ])('is %s', (_what, before, after, changes) => expect(contentChanges(before, after)).toEqual(changes));
});
