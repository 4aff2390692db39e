import { daysToKeyEnd } from './key-end';

const NOW = Date.parse('2026-03-02T00:00:00+08:00');
const key = (use: 'signing' | 'sealing', validTo?: string) => ({ keyId: 'participant:310000#1', use, algorithm: 'ed25519', publicKey: 'A', ...(validTo && { validTo }) });

describe('when a participant runs out of keys', () => {
  it.each<[string, Parameters<typeof daysToKeyEnd>[0]['keys'], number | undefined]>([
    ['never, with keys that have no end', [key('signing'), key('sealing')], undefined],
    ['with the first use that has none left', [key('signing', '2026-03-12T00:00:00+08:00'), key('sealing')], 10],
    ['with the last key of a use', [key('signing', '2026-03-12T00:00:00+08:00'), key('signing', '2026-04-01T00:00:00+08:00')], 30],
    ['never, where the next one has no end', [key('signing', '2026-03-12T00:00:00+08:00'), key('signing')], undefined],
    ['in the past', [key('signing', '2026-03-01T00:00:00+08:00')], -1],
    ['never, without a key', [], undefined],
  ])('%s', (_when, keys, days) => expect(daysToKeyEnd({ keys }, NOW)).toBe(days));
});
