import { RefusalCounts } from './refusal-counts';

const of = (by: string) => ({ kind: 'signature-refused', by, seenBy: 'border' });

describe('refusals in series', () => {
  it('are told at once the first time, and as one number at the end of their while', () => {
    const counts = new RefusalCounts(1_000);
    expect(counts.note(of('310000'), 0)).toEqual({ refusal: of('310000'), firstMs: 0, lastMs: 0, count: 1, atLeast: false });
    for (const atMs of [10, 20, 900]) expect(counts.note(of('310000'), atMs)).toBeUndefined();
    expect(counts.due(999)).toEqual([]);
    expect(counts.due(1_000)).toEqual([{ refusal: of('310000'), firstMs: 10, lastMs: 900, count: 3, atLeast: false }]);
  });
  it('keep those of different kinds and credentials apart', () => {
    const counts = new RefusalCounts(1_000);
    expect([counts.note(of('310000'), 0)?.count, counts.note(of('320000'), 0)?.count, counts.note({ ...of('310000'), kind: 'repeated' }, 0)?.count]).toEqual([1, 1, 1]);
  });
  it('end with a while that brings no other, so that the next is told at once', () => {
    const counts = new RefusalCounts(1_000);
    counts.note(of('310000'), 0);
    expect(counts.due(1_000)).toEqual([]);
    expect(counts.note(of('310000'), 1_500)?.count).toBe(1);
  });
  it('say when there were more than were counted, and tell everything when asked to', () => {
    const counts = new RefusalCounts(60_000);
    counts.note(of('310000'), 0);
    counts.note(of('310000'), 5, { count: 20, atLeast: true });
    expect(counts.due(10)).toEqual([]);
    expect(counts.due(10, true)).toEqual([{ refusal: of('310000'), firstMs: 5, lastMs: 5, count: 20, atLeast: true }]);
  });
  it('take no more memory than they may', () => {
    const counts = new RefusalCounts(1_000, 2);
    for (const by of ['1', '2', '3', '4']) expect(counts.note(of(by), 0)).toMatchObject({ count: 1, atLeast: Number(by) > 2 });
    expect(counts.due(5, true)).toEqual([]);
  });
});
