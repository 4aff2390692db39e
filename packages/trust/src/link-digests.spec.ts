import { decode, encode, v1 } from '@tongban/contracts';
import { TrustDirectory } from './directory';
import { Signer, generateSigningKey } from './keys';
import { signLinkDigest, verifyLinkDigest } from './link-digests';

const [yrd, gba] = ['hub:yrd', 'hub:gba'].map((owner) => generateSigningKey(owner)) as [ReturnType<typeof generateSigningKey>, ReturnType<typeof generateSigningKey>];
const trust = new TrustDirectory({ version: 1, keys: [yrd.public, gba.public] });
const LINK = { environment: 'sandbox', from: 'yrd', to: 'ccec' } as const;
const FIELDS = { environment: v1.Environment.ENVIRONMENT_SANDBOX, fromRegion: 'yrd', toRegion: 'ccec', at: '2026-03-02T09:00:00+08:00', lastSequence: 7 };

describe('the digest of a link', () => {
  it('is known as the word of the sending hub', async () => {
    const { fromRegion, lastSequence } = await verifyLinkDigest(trust, await signLinkDigest(new Signer(yrd.signing), FIELDS), LINK);
    expect([fromRegion, Number(lastSequence)]).toEqual(['yrd', 7]);
  });

  it.each([
    ['another hub\'s word', gba.signing, FIELDS, 'signature.unknown-key'],
    ['another reader\'s', yrd.signing, { ...FIELDS, toRegion: 'gba' }, 'message.malformed'],
    ['another environment\'s', yrd.signing, { ...FIELDS, environment: v1.Environment.ENVIRONMENT_DRILL }, 'message.wrong-environment'],
  ])('is refused when it is %s', async (_what, key, fields, code) => {
    await expect(verifyLinkDigest(trust, await signLinkDigest(new Signer(key), fields), LINK)).rejects.toMatchObject({ code });
  });

  it('is refused when it was changed, or signed as something else', async () => {
    const signed = decode(v1.SignedLinkDigest, await signLinkDigest(new Signer(yrd.signing), FIELDS));
    const changed = encode(v1.SignedLinkDigest, { digest: encode(v1.LinkDigest, { ...decode(v1.LinkDigest, signed.digest), lastSequence: 8 }), signature: signed.signature! });
    await expect(verifyLinkDigest(trust, changed, LINK)).rejects.toMatchObject({ code: 'signature.invalid' });
    const other = encode(v1.LinkDigest, { ...FIELDS, statement: 'tongban.v1.RegistryHead' });
    const signer = new Signer(yrd.signing);
    await expect(verifyLinkDigest(trust, encode(v1.SignedLinkDigest, { digest: other, signature: await signer.sign(other) }), LINK)).rejects.toMatchObject({ code: 'message.malformed' });
  });
});
