import { isAllHere } from './ownership';

describe('whether all that the server waits for is here', () => {
  const facts = (unsettled: number, upTo: number) => ({ num_ack_pending: unsettled, delivered: { stream_seq: upTo } });

  it('counts each message once, however often it was delivered', () => {
    expect(isAllHere(facts(2, 42), [41, 42])).toBe(true);
    expect(isAllHere(facts(2, 42), [42, 42])).toBe(false);
    expect(isAllHere(facts(0, 42), [])).toBe(true);
  });

  it('does not take what was delivered since for what a predecessor still has', () => {
    // 40 and 41 are in the hands of one that was killed; 42 came here; 43 and 44 came while the server answered.
    expect(isAllHere(facts(3, 42), [42, 43, 44])).toBe(false);
    expect(isAllHere(facts(3, 42), [40, 41, 42, 43, 44])).toBe(true);
  });

  it('says no when the server says nothing of what it delivered', () => {
    expect(isAllHere({ num_ack_pending: 1 }, [1])).toBe(false);
  });
});
