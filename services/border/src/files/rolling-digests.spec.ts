import { createHash } from 'node:crypto';
import { RollingDigests } from './rolling-digests';

const [A, B, C] = ['a', 'b', 'c'].map((text) => Buffer.from(text)) as [Buffer, Buffer, Buffer];
const SHA = createHash('sha256').update('abc').digest();

describe('the digest of a file as it is stored', () => {
  const after = (...taken: [number, Buffer][]): Buffer | undefined => {
    const rolling = new RollingDigests();
    for (const [number, data] of taken) rolling.took('f', number, data, 10 + number);
    return rolling.digest('f', 3, 12);
  };
  it('is known when all chunks came here in order, also after a beginning that was given up', () => {
    expect(after([0, A], [1, B], [2, C])).toEqual(SHA);
    expect(after([0, C], [1, C], [0, A], [1, B], [2, C])).toEqual(SHA);
  });
  it.each<[string, [number, Buffer][]]>([
    ['the first chunk', [[1, B], [2, C]]], ['one in between', [[0, A], [2, C]]], ['the last one', [[0, A], [1, B]]], ['nothing twice', [[0, A], [1, B], [1, B], [2, C]]], ['any', []],
  ])('is not known when it did not see %s', (_what, taken) => expect(after(...taken)).toBeUndefined());
  it('is not known when somebody else stored the file since', () => {
    const rolling = new RollingDigests();
    rolling.took('f', 0, A, 1);
    expect(rolling.digest('f', 1, 2)).toBeUndefined();
  });
  it('is told once, and apart for each file', () => {
    const rolling = new RollingDigests();
    for (const file of ['f', 'g']) rolling.took(file, 0, A, 1);
    expect([rolling.digest('f', 1, 1) !== undefined, rolling.digest('f', 1, 1), rolling.digest('g', 1, 1) !== undefined]).toEqual([true, undefined, true]);
  });
});
