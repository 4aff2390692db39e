import { type v1 as wire, encode, headers, owners, v1 } from '@tongban/contracts';
import { sha256, signErasureOrder } from '@tongban/trust';
import { GOOD, HOME, OPENER, OTHER, SILENT, SdkLab, signerOf, temporaryDirectory, trust } from '../../test/sdk-lab';
import { deliveryKey } from '../store/records';
import { forgetErased } from './erased';

const AT = '2026-03-03T09:00:00+08:00';

describe('a lawful erasure, as the SDK is told of it', () => {
  const directory = temporaryDirectory();
  let lab: SdkLab;
  let messageId: string;
  let caseNo: string;
  let bytes: Buffer;
  beforeEach(async () => {
    lab = await SdkLab.open({ directory: directory.path, participant: OPENER });
    ({ messageId, caseNo } = await lab.sender.open(GOOD));
    bytes = (await lab.store.bytes.get(messageId))!;
    const record = (await lab.store.messages.get(messageId))!;
    await lab.store.commit([
      lab.store.messages.put(messageId, { ...record, wrappedKeys: 'a2V5cw==' }),
      lab.store.inbox.put(deliveryKey(caseNo, 1), { message: bytes.toString('base64'), registered: '', wrappedKeys: 'a2V5cw==' }),
    ]);
  });
  afterEach(() => lab.close());
  afterAll(() => directory.remove());

  const orderBy = (owner: string, over: Pick<wire.ErasureOrder.$Properties, 'caseNo' | 'messages'> = {}) => signErasureOrder(signerOf(owner), {
    environment: 'sandbox', region: owner.split(':')[1]!, actionId: 'order-1', caseNo, messages: [{ messageId, sender: OPENER, digest: sha256(bytes) }], at: AT, ...over,
  });
  const told = async (order: wire.SignedErasureOrder.$Properties | undefined) => forgetErased({ store: lab.store, trust, environment: 'sandbox', homeOf: () => HOME, logger: SILENT }, {
    [headers.ceSubject]: caseNo, ...(order && { [headers.erased]: Buffer.from(encode(v1.CaseErased, { actionId: 'order-1', order })).toString('base64') }),
  });
  const kept = async () => ({ own: (await lab.store.messages.get(messageId))?.wrappedKeys, pending: await lab.store.inbox.get(deliveryKey(caseNo, 1)) });

  it('takes the keys away and leaves what is not taken yet unopened, as often as it is told', async () => {
    for (let times = 0; times < 2; times++) {
      await told(await orderBy(owners.hub(HOME)));
      const { own, pending } = await kept();
      expect([own, pending?.wrappedKeys, pending?.fault]).toEqual([undefined, undefined, 'seal.erased']);
      expect(await lab.store.erased.get(sha256(bytes).toString('hex'))).toBe('order-1');
    }
  });

  it.each<[string, () => Promise<wire.SignedErasureOrder.$Properties | undefined>]>([
    ['nobody signed', async () => ({ order: (await orderBy(owners.hub(HOME))).order })],
    ['the other side signed', () => orderBy(owners.participant(OTHER))],
    ['is about another case', () => orderBy(owners.hub(HOME), { caseNo: 'another' })],
    ['is about other bytes', () => orderBy(owners.hub(HOME), { messages: [{ messageId, sender: OPENER, digest: sha256(Buffer.from('other')) }] })],
    ['is not there', () => Promise.resolve(undefined)],
  ])('changes nothing by an order that %s', async (_what, order) => {
    await told(await order());
    expect(await kept()).toMatchObject({ own: 'a2V5cw==', pending: { wrappedKeys: 'a2V5cw==' } });
    expect((await kept()).pending?.fault).toBeUndefined();
  });
});
