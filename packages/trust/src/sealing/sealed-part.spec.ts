import * as fc from 'fast-check';
import { TrustDirectory } from '../directory';
import { type SealingKeyRecord, generateSealingKey } from '../keys';
import { OwnSealingKeys } from './own-keys';
import { SEALING_ALGORITHMS } from './scheme';
import { type SealPlace, type SealedFor, openPart, sealPart } from './sealed-part';

const AT = '2026-03-02T09:00:00+08:00';
const SENDER = '310000';
const [shanghai, sichuan, later] = [generateSealingKey(`participant:${SENDER}`, 2), generateSealingKey('participant:510000', 2, 'sm2'), generateSealingKey('participant:510000', 3)];
const directory = new TrustDirectory({ version: 1, keys: [], sealingKeys: [shanghai.public, sichuan.public] });
const PLACE: SealPlace = { caseNo: 'C-1', messageId: 'm-1', messageType: 'X', sender: SENDER };
const plain = Buffer.from('张三 110101199003071234');
const forAll = (participants: readonly string[] = [SENDER, '510000'], from = directory): SealedFor[] => participants.map((participant) => ({ participant, ...from.newestSealingKey(participant, AT)! }));
const opened = ({ sealed, wrappedKeys }: Awaited<ReturnType<typeof sealPart>>, participant: string, { sealing }: { readonly sealing: SealingKeyRecord }, place = PLACE) => openPart(sealed, wrappedKeys, new OwnSealingKeys([sealing]), participant, place);

describe.each(SEALING_ALGORITHMS)('a part sealed by %s', (algorithm) => {
  it('opens for each recipient by the kind of its own key, and for nobody else', async () => {
    const sealed = await sealPart(plain, algorithm, forAll(), PLACE);
    expect([await opened(sealed, SENDER, shanghai), await opened(sealed, '510000', sichuan)].map((bytes) => Buffer.from(bytes).toString())).toEqual([plain.toString(), plain.toString()]);
    await expect(opened(sealed, '110000', shanghai)).rejects.toMatchObject({ code: 'seal.broken' });
    await expect(opened(sealed, '510000', later)).rejects.toMatchObject({ code: 'seal.key-unknown', message: expect.stringContaining('participant:510000#2') });
    expect(sealed.sealed.recipients.every(({ wrappedKey }) => wrappedKey.length === 0)).toBe(true);
  });
  it('says nothing of what it holds, not even that two are alike', async () => {
    const [one, other] = [await sealPart(plain, algorithm, forAll(), PLACE), await sealPart(plain, algorithm, forAll(), PLACE)];
    expect([one.sealed.ciphertext, one.sealed.digest, one.wrappedKeys].map((bytes) => Buffer.from(bytes).includes(plain.subarray(0, 6)))).toEqual([false, false, false]);
    expect(Buffer.from(one.sealed.digest).equals(other.sealed.digest)).toBe(false);
    expect(Buffer.from(one.sealed.ciphertext).equals(other.sealed.ciphertext)).toBe(false);
  });
  it.each<[string, Partial<SealPlace>]>([['case', { caseNo: 'C-2' }], ['message', { messageId: 'm-2' }], ['type', { messageType: 'Y' }], ['sender', { sender: '110000' }]])('does not open in another %s', async (_what, change) => {
    const sealed = await sealPart(plain, algorithm, forAll(), PLACE);
    for (const [participant, keys] of [[SENDER, shanghai], ['510000', sichuan]] as const) await expect(opened(sealed, participant, keys, { ...PLACE, ...change })).rejects.toMatchObject({ code: 'seal.broken' });
  });
  it('does not open with a byte changed, and not without its own wrapped keys', async () => {
    const part = await sealPart(plain, algorithm, forAll(), PLACE);
    const { sealed, wrappedKeys } = part;
    await fc.assert(fc.asyncProperty(fc.constantFrom('ciphertext', 'nonce', 'digest'), fc.nat(), async (member, position) => {
      const bytes = Buffer.from(sealed[member as 'nonce']);
      bytes[position % bytes.length]! ^= 1;
      await expect(opened({ sealed: { ...sealed, [member]: bytes }, wrappedKeys }, '510000', sichuan)).rejects.toMatchObject({ code: 'seal.broken' });
    }), { numRuns: 20 });
    const others = await sealPart(plain, algorithm, forAll(), PLACE);
    for (const foreign of [new Uint8Array(), others.wrappedKeys]) await expect(opened({ sealed, wrappedKeys: foreign }, SENDER, shanghai)).rejects.toMatchObject({ code: 'seal.keys-missing' });
  });
});

describe('the key that is sealed for', () => {
  const rotated = new TrustDirectory({ version: 1, keys: [], sealingKeys: [shanghai.public, sichuan.public] });
  rotated.follow(() => [], (participant, at) => (participant !== '510000' || at < AT ? undefined : [{ ...sichuan.public, validTo: '2026-03-31T00:00:00+08:00' }, { ...later.public, validFrom: AT }]));
  it('is the newest that counts then; what was sealed for the one before opens still', async () => {
    expect(['2026-03-01T09:00:00+08:00', AT].map((at) => rotated.newestSealingKey('510000', at)?.record.keyId)).toEqual(['participant:510000#2', 'participant:510000#3']);
    const own = new OwnSealingKeys([sichuan.sealing, later.sealing]);
    for (const from of [directory, rotated]) {
      const { sealed, wrappedKeys } = await sealPart(plain, 'x25519', forAll(['510000'], from), PLACE);
      expect(Buffer.from(await openPart(sealed, wrappedKeys, own, '510000', PLACE)).equals(plain)).toBe(true);
    }
  });
  it('is read anew where it was made while the process runs', async () => {
    const own = new OwnSealingKeys([sichuan.sealing], () => [sichuan.sealing, later.sealing]);
    const { sealed, wrappedKeys } = await sealPart(plain, 'x25519', forAll(['510000'], rotated), PLACE);
    expect(Buffer.from(await openPart(sealed, wrappedKeys, own, '510000', PLACE)).equals(plain)).toBe(true);
  });
  it('is none where a record ended', () => {
    const ended = new TrustDirectory({ version: 1, keys: [], sealingKeys: [shanghai.public] });
    ended.follow(() => [], () => []);
    expect(ended.newestSealingKey(SENDER, AT)).toBeUndefined();
  });
});
