import { decode, owners, v1 } from '@tongban/contracts';
import { judgeReceipt, sha256Hex } from '@tongban/trust';
import { GOOD, HOME, OPENER, OTHER, SdkLab, catalogue, receiptBy, temporaryDirectory, trust } from '../../test/sdk-lab';
import { type HeldReceipt, type HeldReceiptsOptions, heldReceipts, heldReceiptsIn } from './held-receipts';

const MESSAGES = 3;

describe('the receipts that a store holds', () => {
  const directory = temporaryDirectory();
  let lab: SdkLab;
  const sent: { readonly messageId: string; readonly caseNo: string; readonly bytes: Buffer }[] = [];
  beforeAll(async () => {
    lab = await SdkLab.open({ directory: directory.path, participant: OPENER });
    for (let n = 0; n < MESSAGES; n++) {
      const { messageId, caseNo } = await lab.sender.open(GOOD);
      const made = { messageId, caseNo, bytes: (await lab.store.bytes.get(messageId))! };
      sent.push(made);
      await lab.book.take([await receiptBy(owners.hub(HOME), 'RECEIVED', made), await receiptBy(owners.hub(HOME), 'REGISTERED', made, { logIndex: 1, deliveryNo: 1 })]);
      await lab.book.take([await receiptBy(owners.participant(OTHER), 'DELIVERED', made, { logIndex: 1, deliveryNo: 1 })]);
    }
  });
  afterAll(async () => {
    await lab.close();
    directory.remove();
  });
  const held = async (options?: HeldReceiptsOptions): Promise<HeldReceipt[]> => {
    const all: HeldReceipt[] = [];
    for await (const one of heldReceipts(lab.store, OPENER, options)) all.push(one);
    return all;
  };

  it('are all there with what was sent, and prove what they say to somebody else', async () => {
    const all = await held();
    expect(all.map(({ messageId, level }) => `${messageId} ${level}`).sort()).toEqual(sent.flatMap(({ messageId }) => ['RECEIVED', 'REGISTERED', 'DELIVERED'].map((level) => `${messageId} ${level}`)).sort());
    const context = { directory: trust, environment: 'sandbox' as const, regionOf: (participant: string) => catalogue.divisions.regionOf(participant), homeOf: () => HOME };
    for (const { participant, caseNo, messageId, recipient, digest, receipt, message } of await held({ messages: true })) {
      const { bytes } = sent.find((one) => one.messageId === messageId)!;
      expect({ participant, recipient, digest, message }).toEqual({ participant: OPENER, recipient: OTHER, digest: sha256Hex(bytes), message: bytes.toString('base64') });
      const verdict = await judgeReceipt({ signed: Buffer.from(receipt, 'base64'), message: bytes, about: { caseNo, messageId, sender: participant, recipient, digest } }, context);
      expect(verdict).toMatchObject({ digest: 'message', messageId });
      expect(verdict.fault).toBeUndefined();
    }
  });

  it('are those of one case when it is named, without a message unless it is asked for', async () => {
    const { caseNo } = sent[1]!;
    const some = await held({ caseNo });
    expect(some.map((one) => [one.caseNo, one.message])).toEqual([[caseNo, undefined], [caseNo, undefined], [caseNo, undefined]]);
    expect(decode(v1.SignedReceipt, Buffer.from(some[0]!.receipt, 'base64')).signature?.keyId).toBeTruthy();
  });

  it('are read from a directory that no process has open', async () => {
    await expect(heldReceiptsIn(directory.path, OPENER).next()).rejects.toMatchObject({ code: 'store.in-use' });
  });
});
