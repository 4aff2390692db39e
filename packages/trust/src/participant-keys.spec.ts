import { TrustDirectory, isValidAt } from './directory';
import { type PublicKeyRecord, Signer, type SigningKeyRecord, generateSigningKey } from './keys';
import { ParticipantSigner } from './participant-signer';
import { isUsableKey } from './usable-key';

const OWNER = 'participant:310000';
const bytes = Buffer.from('exact bytes');
const first = generateSigningKey(OWNER, 1);
const second = generateSigningKey(OWNER, 2, 'sm2-sm3');
const day = (date: string): string => `${date}T09:00:00+08:00`;
const [BEFORE, OVERLAP, AFTER] = [day('2026-03-02'), day('2026-03-10'), day('2026-03-20')];

/** In force from the overlap on: both keys, the first until the end of it. */
const rotating: readonly PublicKeyRecord[] = [{ ...first.public, validTo: day('2026-03-15') }, { ...second.public, validFrom: day('2026-03-09') }];
function directoryWith(registered: (at: string) => readonly PublicKeyRecord[] | undefined): TrustDirectory {
  const directory = new TrustDirectory({ version: 1, keys: [first.public] });
  directory.follow((participant, at) => (participant === '310000' ? registered(at) : undefined));
  return directory;
}
const checked = async (directory: TrustDirectory, key: SigningKeyRecord, at: string) => directory.check(OWNER, bytes, await new Signer(key).sign(bytes), at);

describe('the keys of a participant', () => {
  it('are those it was set up with until a record takes effect, and then those of the record, each within its own bounds', async () => {
    const directory = directoryWith((at) => (at < OVERLAP ? undefined : rotating));
    expect(await Promise.all([BEFORE, OVERLAP, AFTER].map((at) => checked(directory, first.signing, at)))).toEqual([undefined, undefined, 'signature.unknown-key']);
    expect(await Promise.all([BEFORE, OVERLAP, AFTER].map((at) => checked(directory, second.signing, at)))).toEqual(['signature.unknown-key', undefined, undefined]);
  });
  it('are none once the record has ended, those of the set-up neither', async () => {
    const directory = directoryWith(() => []);
    expect(await checked(directory, first.signing, OVERLAP)).toBe('signature.unknown-key');
    expect(directory.keysOf('310000', OVERLAP)).toEqual([]);
  });
  it('do not make it anybody else, and nobody else it', async () => {
    const directory = directoryWith(() => rotating);
    const signature = await new Signer(second.signing).sign(bytes);
    expect(await directory.check('participant:110000', bytes, signature, OVERLAP)).toBe('signature.unknown-key');
    expect(await directory.check('hub:yrd', bytes, signature, OVERLAP)).toBe('signature.unknown-key');
  });
});

describe('a key', () => {
  const bounds = { validFrom: '2026-03-01T00:00:00+08:00', validTo: '2026-03-31T00:00:00+08:00' };
  it.each<[string, boolean]>([['2026-02-28T23:59:59+08:00', false], ['2026-03-01T00:00:00+08:00', true], ['2026-03-31T00:00:00+08:00', true], ['2026-03-30T16:00:01Z', false], ['soon', false]])('at %s holds: %s', (at, holds) => expect(isValidAt(bounds, at)).toBe(holds));
});

describe('a participant that signs', () => {
  it('uses the newest of its keys that counts at the moment: the new one takes over by itself', async () => {
    let now = BEFORE;
    const directory = directoryWith((at) => (at < OVERLAP ? undefined : rotating));
    const signer = new ParticipantSigner([first.signing, second.signing], { participant: '310000', directory, now: () => now });
    const used: string[] = [];
    for (now of [BEFORE, OVERLAP, AFTER]) {
      const signature = await signer.sign(bytes);
      used.push(signature.keyId);
      expect(await directory.check(OWNER, bytes, signature, now)).toBeUndefined();
    }
    expect(used).toEqual(['participant:310000#1', 'participant:310000#2', 'participant:310000#2']);
  });
  it('is refused by name where none of them counts', async () => {
    const directory = directoryWith(() => []);
    const signature = await new ParticipantSigner([first.signing, second.signing], { participant: '310000', directory, now: () => BEFORE }).sign(bytes);
    expect(await directory.check(OWNER, bytes, signature, BEFORE)).toBe('signature.unknown-key');
  });
});

describe('a registered key', () => {
  const [ed, sm2] = [first.public.publicKey, second.public.publicKey];
  const outside = Buffer.from(sm2, 'base64').fill(0xff, 27);
  it.each<[string, boolean, string, string, string]>([
    ['Ed25519', true, 'signing', 'ed25519', ed], ['SM2', true, 'signing', 'sm2-sm3', sm2], ['SM2 to seal with', true, 'sealing', 'sm2', sm2],
    ['of another algorithm', false, 'signing', 'sm2-sm3', ed], ['of another use', false, 'sealing', 'ed25519', ed], ['that is no point of the curve', false, 'signing', 'sm2-sm3', outside.toString('base64')],
    ['cut short', false, 'signing', 'ed25519', Buffer.from(ed, 'base64').subarray(0, 40).toString('base64')], ['that is no base64', false, 'signing', 'ed25519', `${ed}!`],
  ])('%s is usable: %s', (_what, usable, use, algorithm, publicKey) => expect(isUsableKey({ use, algorithm, publicKey })).toBe(usable));
});
