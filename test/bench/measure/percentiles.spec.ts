import { latencyOf, spreadOf } from './percentiles';

describe('latencies', () => {
  const hundred = Array.from({ length: 100 }, (_, index) => 100 - index);
  it.each([
    ['a hundred', hundred, { p50: 50, p99: 99, max: 100, count: 100 }], ['one', [7], { p50: 7, p99: 7, max: 7, count: 1 }],
    ['numbers that sort as words do not', [9, 10, 100], { p50: 10, p99: 100, max: 100, count: 3 }], ['nothing', [], { p50: Number.NaN, p99: Number.NaN, max: Number.NaN, count: 0 }],
  ])('of %s', (_, values, expected) => expect(latencyOf(values)).toEqual(expected));
});

describe('the spread of rounds', () => {
  it.each([
    [[3, 1, 2], { median: 2, min: 1, max: 3 }], [[10, 9], { median: 9.5, min: 9, max: 10 }], [[4], { median: 4, min: 4, max: 4 }],
  ])('of %j', (values, expected) => expect(spreadOf(values)).toEqual(expected));
});
