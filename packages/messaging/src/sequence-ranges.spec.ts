import fc from 'fast-check';
import { countOfRanges, rangesFrom, rangesInWords, rangesMissing, rangesWithout } from './sequence-ranges';

const LENGTH = 40;
const sequences = fc.uniqueArray(fc.integer({ min: 1, max: LENGTH })).map((all) => all.sort((a, b) => a - b));
const listed = (ranges: readonly { from: number; to: number }[]): number[] => ranges.flatMap(({ from, to }) => Array.from({ length: to - from + 1 }, (_, index) => from + index));
const all = Array.from({ length: LENGTH }, (_, index) => index + 1);

describe('ranges of sequences', () => {
  it('name what is missing of a stretch, and nothing else', () =>
    fc.assert(fc.property(sequences, fc.integer({ min: 1, max: LENGTH }), fc.integer({ min: 0, max: LENGTH }), (given, from, to) => {
      const within = given.filter((sequence) => sequence >= from); // a batch begins where it was asked to
      expect(listed(rangesMissing(within, from, to))).toEqual(all.filter((sequence) => sequence >= from && sequence <= to && !within.includes(sequence)));
    })));

  it('leave out what is known, whichever of the two is longer', () =>
    fc.assert(fc.property(sequences, sequences, (given, known) => {
      const left = rangesWithout(rangesMissing(given, 1, LENGTH), new Set(known));
      expect(listed(left)).toEqual(all.filter((sequence) => !given.includes(sequence) && !known.includes(sequence)));
      expect(countOfRanges(left)).toBe(listed(left).length);
    })));

  it('begin where the stream begins now', () => expect(rangesFrom([{ from: 1, to: 3 }, { from: 5, to: 9 }], 6)).toEqual([{ from: 6, to: 9 }]));

  it('are worded short', () => {
    expect(rangesInWords([{ from: 353, to: 353 }, { from: 400, to: 412 }])).toBe('353, 400–412');
    expect(rangesInWords(Array.from({ length: 7 }, (_, index) => ({ from: 10 * index + 1, to: 10 * index + 2 })))).toBe('1–2, 11–12, 21–22, 31–32, 41–42 (+4)');
  });
});
