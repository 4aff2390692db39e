import { heardMsAgo } from './hub-status';

describe('when a source was last heard', () => {
  it.each([[-1, -1], [0, 0], [999_999, 1], [1_499_999_999, 1_500]])('is %d ns in whole milliseconds, and never is never', (ns, ms) => expect(Object.is(heardMsAgo(ns), ms)).toBe(true));
});
