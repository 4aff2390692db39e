import * as fc from 'fast-check';
import { SharedMap } from './shared-map';

type Step = { readonly key: string; readonly value?: number };

describe('the shared map', () => {
  it('is a map, and what was before a change stays', () => {
    const steps = fc.array(fc.record<Step>({ key: fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', '键'), value: fc.option(fc.nat(), { nil: undefined }) as fc.Arbitrary<number> }), { maxLength: 40 });
    fc.assert(fc.property(steps, (changes) => {
      let shared = SharedMap.from<number>();
      const plain = new Map<string, number>();
      for (const { key, value } of changes) {
        const before = [...shared.entries()];
        const next: SharedMap<number> = value === undefined ? shared.without(key) : shared.with(key, value);
        expect([...shared.entries()]).toEqual(before);
        if (value === undefined) plain.delete(key);
        else plain.set(key, value);
        shared = next;
        expect(shared.size).toBe(plain.size);
        expect(shared.get(key)).toBe(plain.get(key));
      }
      expect(new Map(shared.entries())).toEqual(plain);
      expect([...shared.values()].sort()).toEqual([...plain.values()].sort());
      expect(SharedMap.from(plain).size).toBe(plain.size);
    }));
  });
});
