import { owners, v1 } from '@tongban/contracts';
import { GOOD, HOME, OPENER, OTHER, SILENT, SdkLab, eventually, receiptBy, temporaryDirectory } from '../../test/sdk-lab';
import type { MadeMessage } from '../make/message-maker';
import type { RecipientRejection } from '../options';
import { Rejections } from './rejections';

const FAULTS = [{ path: 'id_number', code: 'field.identifier', zh: '标识号码校验不通过', en: 'The identifier fails its check' }];

describe('rejections by recipients', () => {
  const directory = temporaryDirectory();
  let lab: SdkLab;
  let made: MadeMessage;
  const open = async (): Promise<void> => void (lab = await SdkLab.open({ directory: directory.path, participant: OPENER }));
  beforeEach(async () => {
    await open();
    const { messageId } = await lab.sender.open(GOOD);
    const record = (await lab.store.messages.get(messageId))!;
    made = { ...record, messageId, bytes: (await lab.store.bytes.get(messageId))!, headers: {} };
  });
  afterEach(() => lab.close());
  afterAll(() => directory.remove());
  const registered = () => receiptBy(owners.hub(HOME), 'REGISTERED', made, { logIndex: 1, deliveryNo: 1 });
  const rejected = () => receiptBy(owners.participant(OTHER), 'REJECTED', made, { deliveryNo: 1, code: 'message.invalid-fields', faults: FAULTS });
  const effect = (of: keyof typeof v1.RejectionEffect) => [{ messageId: made.messageId, sender: OPENER, deliveryNo: 1, effect: v1.RejectionEffect[of] }];
  const listen = async (handle: (told: RecipientRejection) => void): Promise<Rejections> => {
    const rejections = new Rejections(lab.store, lab.book, SILENT);
    await rejections.use(handle);
    return rejections;
  };
  const handled = () => eventually('it is handled', async () => (await lab.store.rejections.keysUnder(made.caseNo)).length === 0);

  it('are told once with code and faults and what they did, although the receipt comes again', async () => {
    const told: RecipientRejection[] = [];
    const rejections = await listen((one) => told.push(one));
    await lab.book.take([await registered(), await rejected()], effect('REJECTION_EFFECT_RETURNED'));
    await handled();
    await lab.book.take([await rejected()], effect('REJECTION_EFFECT_RETURNED'));
    expect(await lab.store.rejections.keysUnder(made.caseNo)).toEqual([]);
    await rejections.close();
    expect(told).toEqual([{
      caseNo: made.caseNo, messageId: made.messageId, returned: true,
      receipt: expect.objectContaining({ level: 'REJECTED', issuer: owners.participant(OTHER), code: 'message.invalid-fields', faults: FAULTS }),
    }]);
  });

  it('wait on disk for a handler, and for one that does not fail', async () => {
    await lab.book.take([await registered(), await rejected()], effect('REJECTION_EFFECT_TOO_LATE'));
    let asked = 0;
    const failing = await listen(() => {
      asked++;
      throw new Error('not today');
    });
    await eventually('it was asked', () => asked === 1);
    await failing.close();
    await lab.close();
    await open();
    const told: RecipientRejection[] = [];
    const rejections = await listen((one) => told.push(one));
    await handled();
    await rejections.close();
    expect(told.map(({ messageId, returned }) => [messageId, returned])).toEqual([[made.messageId, false]]);
  });

  it('are not what a hub rejects: that is the verdict of the message', async () => {
    await lab.book.take([await receiptBy(owners.hub(HOME), 'REJECTED', made, { code: 'message.not-allowed' })]);
    expect(await lab.store.rejections.keysUnder(made.caseNo)).toEqual([]);
  });
});
