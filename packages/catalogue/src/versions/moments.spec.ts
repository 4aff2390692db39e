import fc from 'fast-check';
import { Moments } from './moments';

const span = (moments: readonly number[], at: number): { from: number; to: number } => ({
  from: Math.max(Number.NEGATIVE_INFINITY, ...moments.filter((moment) => moment <= at)), to: Math.min(Number.POSITIVE_INFINITY, ...moments.filter((moment) => moment > at)),
});

describe('moments of change', () => {
  it('has no end on either side of nothing', () => expect(Moments.NONE.spanAround(0)).toEqual({ from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY }));
  it('a span begins with a change and ends before the next', () => {
    const moments = Moments.NONE.with([20, 10]).with([10]);
    expect([9, 10, 19, 20].map((at) => moments.spanAround(at))).toEqual([{ from: Number.NEGATIVE_INFINITY, to: 10 }, { from: 10, to: 20 }, { from: 10, to: 20 }, { from: 20, to: Number.POSITIVE_INFINITY }]);
  });
  it('of whatever number and order gives the span that a look at all of them gives, and the one before stays as it was', () => {
    const few = fc.array(fc.integer({ min: -2_000, max: 2_000 }), { minLength: 1, maxLength: 400 });
    fc.assert(fc.property(fc.array(few, { minLength: 1, maxLength: 8 }), fc.integer({ min: -2_100, max: 2_100 }), (groups, at) => {
      const states = groups.reduce<Moments[]>((all, group) => [...all, (all.at(-1) ?? Moments.NONE).with(group)], []);
      states.forEach((moments, index) => expect(moments.spanAround(at)).toEqual(span(groups.slice(0, index + 1).flat(), at)));
    }), { numRuns: 100 });
  });
});
