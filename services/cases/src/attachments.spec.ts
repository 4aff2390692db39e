import { FILE_CHUNK_BYTES, v1 } from '@tongban/contracts';
import { attachmentRuleOf } from '@tongban/domain';
import { attachmentFileId, digestName, sha256, signAttachmentReceipt } from '@tongban/trust';
import { participantOf, walk } from '../../../test/harness/walks';
import { HomeHub, Standards, base, signer } from '../test/home-hub';
import { caseDocument } from './queries/case-document';

const WALK = walk('F-ARC.normal');
const [OPENING] = WALK.messages;
const AT = '2026-03-02T09:30:00+08:00';
const DIGEST = sha256(Buffer.from('a file'));

describe('the files of a message at its home (T5-C2)', () => {
  const claim = (hub: HomeHub, change: v1.AttachmentFile.$Properties = {}, region = 'yrd') => {
    const [participant, recipient] = [participantOf(WALK.opener.division), participantOf(WALK.counterpart.division)];
    const file = {
      fileId: attachmentFileId('sandbox', { participant, caseNo: hub.caseNo, digest: DIGEST }), caseNo: hub.caseNo, itemCode: WALK.item, participant, recipient, digest: DIGEST, size: 6, mediaType: 'application/pdf',
      chunkBytes: FILE_CHUNK_BYTES, ...change,
    };
    return signAttachmentReceipt(signer, { region, environment: 'sandbox', file, storedAt: AT, keepUntil: '2026-08-31' });
  };
  const send = async (hub: HomeHub, ...attachments: v1.SignedAttachmentReceipt.$Properties[]) => hub.send(OPENING!, { receivedAt: AT, change: { attachments } });

  it('are shown with it when it is registered', async () => {
    const hub = new HomeHub(WALK, new Standards());
    expect(await send(hub, await claim(hub))).toMatchObject({ code: 'REGISTERED' });
    const document = caseDocument(await hub.read(), { releases: hub.releases, region: 'yrd', now: AT, today: '2026-03-02' });
    expect(document.entries[0]?.attachments).toEqual([
      { participant: '310000', fileId: expect.stringMatching(/^[0-9a-f]{32}$/), digest: digestName(DIGEST), size: 6, mediaType: 'application/pdf', storedAt: AT, keepUntil: '2026-08-31' },
    ]);
  });

  it.each<[string, (hub: HomeHub) => Promise<v1.SignedAttachmentReceipt.$Properties>]>([
    ['of another case', (hub) => claim(hub, { caseNo: new HomeHub(WALK, new Standards()).caseNo })],
    ['of another item', (hub) => claim(hub, { itemCode: 'HRSS-SYN-0001' })],
    ['of another participant', (hub) => claim(hub, { participant: '320000' })],
    ['for somebody else', (hub) => claim(hub, { recipient: '440000' })],
    ['that another region claims to have stored', (hub) => claim(hub, {}, 'ccec')],
    ['whose signature is about other bytes', async (hub) => ({ ...(await claim(hub)), signature: (await claim(hub, { size: 7 })).signature })],
    ['without a signature', async (hub) => ({ receipt: (await claim(hub)).receipt })],
    ['that is none', async () => ({ receipt: Buffer.from('nothing') })],
  ])('are refused by their place: one %s', async (_what, wrong) => {
    const hub = new HomeHub(WALK, new Standards());
    expect(await send(hub, await claim(hub), await wrong(hub))).toMatchObject({ code: 'attachment.claim-invalid', detail: expect.stringContaining('attachments.1') });
  });

  it('are held to the rule of the item', async () => {
    const hub = new HomeHub(WALK, new Standards());
    const { fileBytesMax } = attachmentRuleOf(base.attachments, WALK.item);
    expect(await send(hub, await claim(hub, { size: fileBytesMax + 1 }))).toMatchObject({ code: 'attachment.too-large' });
  });
});
