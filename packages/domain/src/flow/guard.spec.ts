import fc from 'fast-check';
import { guardFields, guardLeaves, guardStates, holds, reduceGuard } from './guard';
import type { Fields, Guard } from './model';

const visited = new Set(['BEEN']);
const HOLDS: readonly [string, Guard | undefined, Fields, boolean][] = [
  ['no guard', undefined, {}, true],
  ['a listed value', { field: 'a', in: ['X', 'Y'] }, { a: 'Y' }, true],
  ['another value', { field: 'a', in: ['X'] }, { a: 'Y' }, false],
  ['an absent field in a list', { field: 'a', in: ['X'] }, {}, false],
  ['no conversion of text', { field: 'a', in: [true] }, { a: 'true' }, false],
  ['no conversion of numbers', { field: 'a', in: ['1'] }, { a: 1 }, false],
  ['false as a value', { field: 'a', in: [false] }, { a: false }, true],
  ['presence', { field: 'a', present: true }, { a: false }, true],
  ['absence', { field: 'a', present: false }, {}, true],
  ['one state visited', { visited: ['NEVER', 'BEEN'] }, {}, true],
  ['no state visited', { visited: ['NEVER'] }, {}, false],
  ['none of the states', { notVisited: ['NEVER'] }, {}, true],
  ['not none of the states', { notVisited: ['NEVER', 'BEEN'] }, {}, false],
  ['all', { all: [{ field: 'a', present: true }, { visited: ['BEEN'] }] }, { a: 1 }, true],
  ['not all', { all: [{ field: 'a', present: true }, { visited: ['NEVER'] }] }, { a: 1 }, false],
  ['any', { any: [{ field: 'a', present: true }, { visited: ['NEVER'] }] }, { a: 1 }, true],
  ['none', { any: [] }, {}, false],
  ['not', { not: { field: 'a', in: ['X'] } }, {}, true],
];

const states = ['S1', 'S2', 'S3'];
const leaf: fc.Arbitrary<Guard> = fc.oneof(
  fc.record({ field: fc.constantFrom('a', 'b'), in: fc.subarray(['X', 'Y', 'Z'], { minLength: 1 }) }),
  fc.record({ field: fc.constantFrom('a', 'b'), present: fc.boolean() }),
  fc.record({ visited: fc.subarray(states, { minLength: 1 }) }),
  fc.record({ notVisited: fc.subarray(states, { minLength: 1 }) }));
const { guard } = fc.letrec<{ guard: Guard }>((tie) => ({
  guard: fc.oneof({ maxDepth: 4 }, leaf,
    fc.record({ all: fc.array(tie('guard'), { maxLength: 3 }) }), fc.record({ any: fc.array(tie('guard'), { maxLength: 3 }) }), fc.record({ not: tie('guard') })),
}));
const fields: fc.Arbitrary<Fields> = fc.record({ a: fc.constantFrom('X', 'Y', 'Z'), b: fc.constantFrom('X', 'Y') }, { requiredKeys: [] });
const past = fc.subarray(states).map((list) => new Set(list));

describe('a guard', () => {
  it.each(HOLDS)('%s', (_what, tested, values, expected) => expect(holds(tested, values, visited)).toBe(expected));

  it('means the same after the past is worked in, and then asks for no state', () => fc.assert(fc.property(guard, fields, past, (tested, values, been) => {
    const reduced = reduceGuard(tested, been);
    expect(typeof reduced === 'boolean' ? reduced : holds(reduced, values)).toBe(holds(tested, values, been));
    if (typeof reduced !== 'boolean') expect(guardStates(reduced)).toEqual([]);
  })));

  it('names the fields and states it reads once, with their place', () => {
    const tested: Guard = { all: [{ field: 'a', present: true }, { not: { any: [{ field: 'a', in: ['X'] }, { visited: ['S1', 'S2'] }] } }, { notVisited: ['S1'] }] };
    expect(guardFields(tested)).toEqual(['a']);
    expect(guardStates(tested)).toEqual(['S1', 'S2']);
    expect(guardLeaves(tested).map((x) => x.path)).toEqual(['.all[0]', '.all[1].not.any[0]', '.all[1].not.any[1]', '.all[2]']);
  });
});
