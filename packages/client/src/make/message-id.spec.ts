import { correlationIdOf, newMessageId, newTraceparent } from './message-id';

describe('ids', () => {
  it('of messages are UUIDv7 and sort by their millisecond', () => {
    const ids = [0, 1, 1_700_000_000_000, 1_700_000_000_001, 2 ** 48 - 1].map((ms) => newMessageId(ms));
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect([...ids].sort()).toEqual(ids);
    expect(newMessageId(1)).not.toBe(newMessageId(1));
  });
  it('matches the example of RFC 9562', () => expect(newMessageId(0x017f22e279b0, Buffer.from('0cc318c4dc0c0c07398f', 'hex'))).toBe('017f22e2-79b0-7cc3-98c4-dc0c0c07398f'));
  it('of a case are the same on both sides', () => {
    expect(correlationIdOf('310115-20260302-7K3M9QX-4')).toBe(correlationIdOf('310115-20260302-7K3M9QX-4'));
    expect(correlationIdOf('a')).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(correlationIdOf('a')).not.toBe(correlationIdOf('b'));
  });
  it('of traces are W3C', () => expect(newTraceparent()).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/));
});
