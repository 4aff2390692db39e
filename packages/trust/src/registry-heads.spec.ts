import { TongbanError, v1 } from '@tongban/contracts';
import { AT, PLACE, directory, people } from '../test/registry-scene';
import { issueReceipt } from './receipts';
import { signRegistryHead, signRegistrySnapshotPage, verifyRegistryHead, verifyRegistrySnapshotPage } from './registry-heads';

const code = (refused: Promise<unknown>): Promise<string | undefined> => refused.then(() => undefined, (error: TongbanError) => error.code);
const nonce = Buffer.from('asked just now');
const fields = { ...PLACE, lastNumber: 7, lastHash: Buffer.alloc(32, 1), realAt: '2026-05-01T00:00:00.000Z', businessAt: AT, nonce };
const head = (changes: object = {}, by = people.hub) => signRegistryHead(by.signer, { ...fields, ...changes });

describe('the head of a registry log', () => {
  it('says how far the log is, and answers this question', async () =>
    expect(await verifyRegistryHead(directory, await head(), { ...PLACE, nonce })).toMatchObject({ owner: 'nat', lastNumber: 7, realAt: fields.realAt, businessAt: AT }));
  it('of an empty log has no hash', async () =>
    expect(await code(verifyRegistryHead(directory, await head({ lastNumber: 0, lastHash: new Uint8Array() }), PLACE))).toBeUndefined());
  it.each([
    ['of another environment', { environment: 'production' }, 'message.wrong-environment'],
    ['of another owner', { owner: 'yrd' }, 'standard.wrong-owner'],
    ['with a hash and no number', { lastNumber: 0 }, 'message.malformed'],
    ['with a number and no hash', { lastHash: new Uint8Array() }, 'message.malformed'],
    ['without real time', { realAt: '' }, 'message.malformed'],
    ['without business time', { businessAt: 'soon' }, 'message.malformed'],
    ['that answers an earlier question', { nonce: Buffer.from('asked before') }, 'digest.mismatch'],
  ])('%s is refused', async (_what, changes, expected) => expect(await code(verifyRegistryHead(directory, await head(changes), { ...PLACE, nonce }))).toBe(expected));
  it('of another hub, or of nobody, is refused', async () => {
    expect(await code(verifyRegistryHead(directory, await head({}, people.otherHub), PLACE))).toBe('signature.unknown-key');
    expect(await code(verifyRegistryHead(directory, { head: (await head()).head }, PLACE))).toBe('signature.missing');
    expect(await code(verifyRegistryHead(directory, {}, PLACE))).toBe('message.malformed');
  });
  it('is not a receipt of the same hub', async () => {
    const { receipt, signature } = await issueReceipt(people.hub.signer, { level: 'RECEIVED', messageId: 'm', issuer: 'hub:nat', at: AT });
    expect(await code(verifyRegistryHead(directory, { head: receipt, signature }, PLACE))).toBe('message.malformed');
  });
});

describe('a page of a snapshot', () => {
  const page = (changes: object = {}, by = people.otherHub) => signRegistrySnapshotPage(by.signer, { ...PLACE, region: 'yrd', asOfNumber: 7, asOfHash: Buffer.alloc(32, 1), at: AT, ...changes });
  const verify = (signed: v1.SignedRegistrySnapshotPage) => verifyRegistrySnapshotPage(directory, signed, { ...PLACE, region: 'yrd' });
  it('is vouched for by the hub that answers, which need not be the owner', async () => expect(await verify(await page())).toMatchObject({ asOfNumber: 7, issuer: 'hub:yrd', owner: 'nat' }));
  it.each([
    ['of another environment', { environment: 'drill' }, 'message.wrong-environment'],
    ['of another owner', { owner: 'gba' }, 'standard.wrong-owner'],
    ['that names another issuer', { region: 'nat' }, 'signature.other-owner'],
  ])('%s is refused', async (_what, changes, expected) => expect(await code(verify(await page(changes)))).toBe(expected));
  it('that another hub signed is refused', async () => expect(await code(verify(await page({}, people.hub)))).toBe('signature.unknown-key'));
  it('is not a head', async () => {
    const { head: bytes, signature } = await head({}, people.otherHub);
    expect(await code(verify(v1.SignedRegistrySnapshotPage.create({ page: bytes, signature })))).toBe('message.malformed');
  });
});
