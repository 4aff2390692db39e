import { type DigestOf, type EndDifference, DIFFERENCES_MAX, compareEnds } from './compare-ends';
import { equalParts } from './stream-digest';

/** An end that holds `content` by sequence, of which a server reads so much for one answer. */
const endWith = (content: ReadonlyMap<number, string>, first = 1, partsAtOnce = 64): DigestOf => (range, count) => Promise.resolve({
  first, last: Math.max(0, ...content.keys()),
  parts: equalParts(range, count).slice(0, partsAtOnce).map((part) => {
    const own = [...content].filter(([sequence]) => sequence >= part.from && sequence <= part.to && sequence >= first);
    return { ...part, messages: own.length, hash: JSON.stringify(own) };
  }),
});
const upTo = (last: number): Map<number, string> => new Map(Array.from({ length: last }, (_, index) => [index + 1, `m${index + 1}`]));
const changed = (last: number, change: (content: Map<number, string>) => void): Map<number, string> => {
  const content = upTo(last);
  change(content);
  return content;
};
const compare = (region: DigestOf, copy: DigestOf, last: number) => compareEnds(region, copy, { from: 1, to: last });

describe('comparing a stream with its copy', () => {
  it.each<[string, DigestOf, DigestOf, EndDifference[]]>([
    ['finds nothing where there is nothing', endWith(upTo(5_000)), endWith(upTo(5_000)), []],
    ['names what the region lacks', endWith(changed(5_000, (all) => all.delete(4_321))), endWith(upTo(5_000)), [{ kind: 'missing-in-region', sequence: 4_321 }]],
    ['names what the copy lacks', endWith(upTo(5_000)), endWith(changed(5_000, (all) => all.delete(1))), [{ kind: 'missing-in-copy', sequence: 1 }]],
    ['names what is another message', endWith(upTo(70)), endWith(changed(70, (all) => all.set(64, 'other'))), [{ kind: 'changed', sequence: 64 }]],
    ['leaves out what one end has let go at its front', endWith(upTo(300), 120), endWith(upTo(300)), []],
    ['but not what lies behind that', endWith(changed(300, (all) => all.delete(121)), 120), endWith(upTo(300)), [{ kind: 'missing-in-region', sequence: 121 }]],
    ['goes on where an answer ends early', endWith(changed(900, (all) => all.delete(850)), 1, 2), endWith(upTo(900), 1, 3), [{ kind: 'missing-in-region', sequence: 850 }]],
  ])('%s', async (_what, region, copy, differences) => expect(await compare(region, copy, (await copy({ from: 1, to: 1 }, 1)).last)).toMatchObject({ differences }));

  it('says through where, and stops to name when there is too much', async () => {
    expect(await compare(endWith(upTo(500)), endWith(upTo(500)), 500)).toEqual({ through: 500, differences: [] });
    expect((await compare(endWith(new Map()), endWith(upTo(900)), 900)).differences).toHaveLength(DIFFERENCES_MAX);
  });
});
