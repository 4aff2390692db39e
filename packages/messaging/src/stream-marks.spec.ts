import { type LossKind, type SeenStream, type StreamMark, lossInWords, nextMark } from './stream-marks';

const NOW = '2026-03-02T01:00:00.000Z';
const MARK: StreamMark = { created: 'first', firstSequence: 1, lastSequence: 200, absent: 2 };
const seen = (change: Partial<SeenStream> = {}): SeenStream =>
  ({ created: 'first', firstSequence: 1, lastSequence: 210, absent: 2, absentUpToMark: 2, expires: false, deletesInside: false, ...change });

describe('a mark of a stream', () => {
  it.each<[LossKind, number, SeenStream | undefined]>([
    ['gone', 0, undefined],
    ['made-anew', 0, seen({ created: 'second', lastSequence: 0, absent: 0, absentUpToMark: 0 })],
    ['made-anew', 500, seen({ created: 'second', lastSequence: 500 })],
    ['cut', 99, seen({ lastSequence: 99 })],
    ['front', 4, seen({ firstSequence: 4 })],
    ['holes', 3, seen({ absent: 5, absentUpToMark: 5 })],
    ['holes', 3, seen({ absent: 5, absentUpToMark: 5, expires: true })],
  ])('shows a loss: %s (%d)', (kind, has, now) => {
    const next = nextMark(MARK, now, NOW)!;
    expect(next.loss).toEqual({ kind, had: 200, has, foundAt: NOW });
    for (const text of Object.values(lossInWords('CASES_JJJ_2026', next.loss!))) expect(text).toMatch(kind === 'front' ? /^CASES_JJJ_2026 .*\b4\b/ : /^CASES_JJJ_2026 .*\b200\b/);
  });

  it.each<[string, StreamMark | undefined, SeenStream | undefined]>([
    ['a stream seen for the first time', undefined, seen()],
    ['a stream that grew', MARK, seen()],
    ['a stream as it was', MARK, seen({ lastSequence: 200 })],
    ['retention at the front', MARK, seen({ expires: true, firstSequence: 150, absent: 0, absentUpToMark: 0 })],
    ['room made for newer messages of a subject', MARK, seen({ deletesInside: true, firstSequence: 50, absent: 90, absentUpToMark: 80 })],
    ['a number used up without a message above the mark', MARK, seen({ absent: 3 })],
    ['an empty stream made anew', { ...MARK, lastSequence: 0 }, seen({ created: 'second', lastSequence: 5 })],
    ['an empty stream removed', { ...MARK, lastSequence: 0 }, undefined],
  ])('shows none for %s', (_what, mark, now) => expect(nextMark(mark, now, NOW)?.loss).toBeUndefined());

  it('keeps the loss and goes on with what there is', () => {
    const lost = nextMark(MARK, seen({ created: 'second', lastSequence: 3, absent: 0 }), NOW)!;
    const later = nextMark(lost, seen({ created: 'second', lastSequence: 900, absent: 0, absentUpToMark: 0 }), 'later')!;
    expect(later).toMatchObject({ created: 'second', lastSequence: 900, loss: { kind: 'made-anew', had: 200, foundAt: NOW } });
  });
});
