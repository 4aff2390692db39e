import fc from 'fast-check';
import { type LinkMessage, compareMessages, differing, partsOf, summarise, within } from './link-parts';

const message = (sequence: number, digestHex = `d${sequence}`): LinkMessage => ({ sequence, messageId: `m${sequence}`, digestHex });
const sent = [3, 4, 9, 12, 40, 41, 63].map((sequence) => message(sequence));
const RANGE = { from: 1, to: 64 };

/** What a reader does: parts that differ are asked for in smaller parts, until the messages themselves are compared. */
function bisect(range: { from: number; to: number }, theirs: readonly LinkMessage[], held: readonly LinkMessage[]): ReturnType<typeof compareMessages> {
  return differing(partsOf(range, 4).map((part) => summarise(part, theirs)), held).flatMap((part) =>
    (part.to - part.from < 4 ? compareMessages(within(theirs, part), within(held, part)) : bisect(part, theirs, held)));
}

describe('the two ends of a link', () => {
  it.each([
    [{ from: 1, to: 8 }, 4, [[1, 2], [3, 4], [5, 6], [7, 8]]], [{ from: 5, to: 9 }, 2, [[5, 7], [8, 9]]], [{ from: 5, to: 6 }, 64, [[5, 5], [6, 6]]], [{ from: 7, to: 6 }, 3, []],
  ])('the parts of %j in %d are the whole', (range, count, expected) => expect(partsOf(range, count).map(({ from, to }) => [from, to])).toEqual(expected));

  it('agree when they hold the same, whatever lies outside the range', () => {
    expect(differing(partsOf(RANGE, 8).map((part) => summarise(part, sent)), [...sent, message(70)])).toEqual([]);
  });

  it.each([
    ['a message that did not come', sent.filter(({ sequence }) => sequence !== 40), [{ kind: 'missing', message: message(40) }]],
    ['a message with other content', sent.map((one) => (one.sequence === 12 ? message(12, 'other') : one)), [{ kind: 'changed', message: message(12) }]],
    ['a message that its sender has no more', [...sent, message(50)].sort((a, b) => a.sequence - b.sequence), [{ kind: 'surplus', message: message(50) }]],
    ['a message that is there twice', [...sent, message(41)].sort((a, b) => a.sequence - b.sequence), [{ kind: 'surplus', message: message(41) }]],
  ])('differ by %s, and that is found', (_what, held, expected) => {
    expect(compareMessages(sent, held)).toEqual(expected);
    expect(bisect(RANGE, sent, held)).toEqual(expected);
  });

  it('what is found by parts is what differs message by message', () => {
    const sequences = fc.uniqueArray(fc.integer({ min: 1, max: 64 })).map((all) => [...all].sort((a, b) => a - b).map((sequence) => message(sequence)));
    const holding = sequences.chain((all) => fc.tuple(fc.constant(all), fc.subarray(all), sequences.map((others) => others.map(({ sequence }) => message(sequence, 'x')))));
    fc.assert(fc.property(holding, ([all, kept, others]) => {
      const held = [...kept, ...others.filter(({ sequence }) => kept.every((one) => one.sequence !== sequence))].sort((a, b) => a.sequence - b.sequence);
      expect(bisect(RANGE, all, held)).toEqual(compareMessages(all, held));
    }));
  });
});
