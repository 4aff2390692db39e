import { AheadOfPace } from './ahead-of-pace';

describe('how far somebody is ahead of its pace', () => {
  it('is nothing within what may come at once, and grows with what comes beyond it', () => {
    const ahead = new AheadOfPace({ perSecond: 10, burst: 10 });
    const seen = Array.from({ length: 40 }, () => ahead.took(0, 1));
    expect([seen[9], seen[10], seen[39]]).toEqual([0, 100, 3_000]);
  });
  it('is nothing for whoever keeps to its pace, however long', () => {
    const ahead = new AheadOfPace({ perSecond: 10, burst: 10 });
    expect(Math.max(...Array.from({ length: 1_000 }, (_unused, index) => ahead.took(index * 100, 1)))).toBe(0);
  });
  it('goes back while nothing comes, and bears instants out of order', () => {
    const ahead = new AheadOfPace({ perSecond: 10, burst: 0 });
    for (let index = 0; index < 20; index++) ahead.took(1_000, 1);
    expect(ahead.took(900, 1)).toBe(2_100);
    expect(ahead.took(60_000, 1)).toBe(100);
  });
});
