import { type EndState, type MirrorProgress, type MirrorStanding, mirrorReport } from './mirror-state';

const OF = { region: 'yrd', stream: 'S' };
const end = (lastSequence: number): EndState => ({ lastSequence });
const before = (copied: number, movedAtMs: number, apart = false): MirrorProgress => ({ copied, movedAtMs, apart });
const at = (copy: EndState | undefined, original: EndState, progress?: MirrorProgress, isOther = false): [MirrorStanding, number, number] => {
  const { report: { standing, lag, idleForMs } } = mirrorReport(OF, copy, original, isOther, progress, 10_000, 5_000);
  return [standing, lag, idleForMs];
};

describe('how a copy stands', () => {
  it.each<[string, EndState | undefined, EndState, MirrorProgress | undefined, [MirrorStanding, number, number]]>([
    ['it has everything', end(7), end(7), before(7, 0), ['level', 0, 0]],
    ['nothing is there to copy', undefined, end(0), undefined, ['level', 0, 0]],
    ['there is none yet', undefined, end(7), undefined, ['behind', 7, 0]],
    ['it was seen once', end(5), end(7), undefined, ['behind', 2, 0]],
    ['it moves', end(5), end(7), before(4, 0), ['behind', 2, 0]],
    ['it has not moved for a moment', end(5), end(7), before(5, 6_000), ['behind', 2, 4_000]],
    ['it has not moved for long', end(5), end(7), before(5, 5_000), ['stalled', 2, 5_000]],
    ['the region was set back', end(9), end(7), before(9, 0), ['ahead', 2, 0]],
    ['the other history went on', end(7), end(9), before(7, 0, true), ['apart', 2, 10_000]],
    ['it was found to be the same after all', end(8), end(9), before(7, 0, true), ['behind', 1, 0]],
  ])('%s', (_when, copy, original, progress, expected) => expect(at(copy, original, progress)).toEqual(expected));

  it('the same number is another message', () => {
    expect(at(end(7), end(7), undefined, true)).toEqual(['apart', 0, 0]);
    expect(at(end(7), end(9), before(7, 10_000), true)).toEqual(['apart', 2, 0]);
  });
});
