import { createPrivateKey, createPublicKey } from 'node:crypto';
import * as fc from 'fast-check';
import { sm2 } from 'sm-crypto-v2';
import { TrustDirectory } from '../directory';
import { Signer, generateSigningKey } from '../keys';
import { KNOWN_ANSWERS, requireKnownAnswers } from './known-answers';
import { SIGNATURE_ALGORITHMS, SCHEMES } from './scheme';
import { SM2_USER_ID, pointOf } from './sm2-arithmetic';

const AT = '2026-03-02T09:00:00+08:00';
const OWNER = 'participant:310000';

describe('the self-test', () => {
  it('finds that this runtime computes what the standards print', async () => {
    await expect(requireKnownAnswers({ uses: () => true })).resolves.toBeUndefined();
  });
  it.each<[string, Partial<typeof KNOWN_ANSWERS>]>([
    ['SM3', { sm3: { ...KNOWN_ANSWERS.sm3, message: Buffer.from('abd') } }],
    // What a runtime with an empty user id would have computed.
    ['SM2', { sm2: { ...KNOWN_ANSWERS.sm2, z: Buffer.alloc(32) as typeof KNOWN_ANSWERS.sm2.z } }],
    ['Ed25519', { ed25519: { ...KNOWN_ANSWERS.ed25519, message: KNOWN_ANSWERS.sm3.message as typeof KNOWN_ANSWERS.ed25519.message } }],
  ])('refuses a runtime whose %s is another', async (name, planted) => {
    await expect(requireKnownAnswers({ uses: () => true }, { ...KNOWN_ANSWERS, ...planted })).rejects.toMatchObject({ code: 'signature.self-test-failed', message: expect.stringContaining(name) });
  });
});

describe.each(SIGNATURE_ALGORITHMS)('a signature by %s', (algorithm) => {
  const { signing, public: known } = generateSigningKey(OWNER, 1, algorithm);
  const directory = new TrustDirectory({ version: 1, keys: [known, { ...known, keyId: 'participant:310000#2' }] });
  const signer = new Signer(signing);

  it('verifies for its owner, over exactly its bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 2_000 }), fc.nat(), async (bytes, position) => {
      const signature = await signer.sign(bytes);
      expect(await directory.check(OWNER, bytes, signature, AT)).toBeUndefined();
      expect(await directory.check('participant:110000', bytes, signature, AT)).toBe('signature.unknown-key');
      const other = bytes.length === 0 ? Uint8Array.of(0) : bytes.map((byte, at) => (at === position % bytes.length ? byte ^ 1 : byte));
      expect(await directory.check(OWNER, other, signature, AT)).toBe('signature.invalid');
    }), { numRuns: 50 });
  });
  it('is refused when it is cut, is of another algorithm or is no signature', async () => {
    const bytes = Buffer.from('bytes');
    const signature = await signer.sign(bytes);
    const checked = (change: object) => directory.check(OWNER, bytes, { ...signature, ...change }, AT);
    expect(await Promise.all([checked({ value: signature.value.subarray(1) }), checked({ value: Buffer.from('none') }), checked({ algorithm: (signature.algorithm % 2) + 1 })])).toEqual(Array(3).fill('signature.invalid'));
  });
  it('is known to be by one key under two ids', () => {
    expect([directory.isSameKey('participant:310000#1', 'participant:310000#2'), directory.isSameKey('participant:310000#1', 'nobody')]).toEqual([true, false]);
  });
});

/** The other implementation shares no code with this one: JavaScript throughout, where this is OpenSSL. */
describe('SM2 with SM3 interoperates with another implementation', () => {
  const options = { hash: true, der: true, userId: SM2_USER_ID };
  const privateOf = ({ privateKey }: { readonly privateKey: string }) => createPrivateKey({ key: Buffer.from(privateKey, 'base64'), format: 'der', type: 'pkcs8' });
  it('both ways, of its keys and of ours', async () => {
    for (let index = 0; index < 25; index++) {
      const message = Buffer.from(`message ${index}`);
      const theirKeys = sm2.generateKeyPairHex();
      const privateKey = index % 2 === 0 ? privateOf(generateSigningKey(OWNER, 1, 'sm2-sm3').signing) : imported(theirKeys);
      const publicKey = createPublicKey(privateKey);
      const [secret, point] = [privateKey.export({ format: 'der', type: 'pkcs8' }).subarray(36, 68).toString('hex'), `04${pointOf(publicKey).toString('hex')}`];
      const ours = await SCHEMES['sm2-sm3'].sign(privateKey, message);
      const theirs = Buffer.from(sm2.doSignature(message, secret, options), 'hex');
      expect([sm2.doVerifySignature(message, ours.toString('hex'), point, options), await SCHEMES['sm2-sm3'].verify(publicKey, message, theirs)]).toEqual([true, true]);
      expect(sm2.doVerifySignature(message, ours.toString('hex'), point, { ...options, userId: '' })).toBe(false);
    }
  });
});

/** PKCS #8 of a key that the other implementation made. */
const imported = ({ privateKey, publicKey }: { readonly privateKey: string; readonly publicKey: string }) => createPrivateKey({
  key: Buffer.from(`308187020100301306072a8648ce3d020106082a811ccf5501822d046d306b0201010420${privateKey}a144034200${publicKey}`, 'hex'), format: 'der', type: 'pkcs8',
});
