import { v1 } from '@tongban/contracts';
import { TrustDirectory } from './directory';
import { Signer, generateSigningKey } from './keys';
import { VerifiedSignatures, signatureIdentity } from './verified-signatures';

const AT = '2026-03-02T09:00:00+08:00';
const bytes = Buffer.from('exact bytes');
const mine = generateSigningKey('participant:310000');

/** A memory that tells what was asked of it. */
class Watched extends VerifiedSignatures {
  readonly hits: boolean[] = [];
  override has(identity: string): boolean {
    const known = super.has(identity);
    this.hits.push(known);
    return known;
  }
}

describe('a signature that was verified before', () => {
  it('is not verified again, and only it', async () => {
    const verified = new Watched();
    const directory = new TrustDirectory({ version: 1, keys: [mine.public] }, verified);
    const signature = await new Signer(mine.signing).sign(bytes);
    const ask = (what: Uint8Array, by = signature) => directory.check('participant:310000', what, by, AT);
    expect([await ask(bytes), await ask(bytes)]).toEqual([undefined, undefined]);
    const flipped = Buffer.from(signature.value);
    flipped[0]! ^= 1;
    expect(await ask(Buffer.from('other bytes'))).toBe('signature.invalid');
    expect(await ask(bytes, new v1.Signature({ ...signature, value: flipped }))).toBe('signature.invalid');
    expect(await ask(Buffer.from('other bytes'))).toBe('signature.invalid');
    expect(verified.hits).toEqual([false, true, false, false, false]);
  });

  it('is still judged by owner and time of its key', async () => {
    const directory = new TrustDirectory({ version: 1, keys: [{ ...mine.public, validTo: '2026-03-03T00:00:00+08:00' }] });
    const signature = await new Signer(mine.signing, directory).sign(bytes);
    expect(await directory.check('participant:310000', bytes, signature, AT)).toBeUndefined();
    expect(await directory.check('participant:310000', bytes, signature, '2026-03-04T00:00:00+08:00')).toBe('signature.unknown-key');
    expect(await directory.check('participant:110000', bytes, signature, AT)).toBe('signature.unknown-key');
  });

  it('may be one that the process made itself, with the key that everybody knows', async () => {
    const verified = new Watched();
    const directory = new TrustDirectory({ version: 1, keys: [mine.public] }, verified);
    const own = await new Signer(mine.signing, directory).sign(bytes);
    expect(await directory.check('participant:310000', bytes, own, AT)).toBeUndefined();
    const impostor = { ...generateSigningKey('participant:310000').signing, keyId: mine.signing.keyId };
    const forged = await new Signer(impostor, directory).sign(bytes);
    expect(await directory.check('participant:310000', bytes, forged, AT)).toBe('signature.invalid');
    expect(verified.hits).toEqual([true, false]);
  });

  it('is forgotten when others were used since', () => {
    const verified = new VerifiedSignatures(2);
    verified.add('a');
    verified.add('b');
    expect(verified.has('a')).toBe(true);
    verified.add('c');
    expect(['a', 'b', 'c'].map((identity) => verified.has(identity))).toEqual([true, false, true]);
  });

  it('has another identity wherever key, signature or bytes differ', () => {
    const identities = [['k', 'ab', 'c'], ['k', 'a', 'bc'], ['ka', 'b', 'c'], ['k', 'ab', 'd']].map(([key, value, what]) => signatureIdentity(key!, Buffer.from(value!), Buffer.from(what!)));
    expect(new Set(identities).size).toBe(identities.length);
  });
});
