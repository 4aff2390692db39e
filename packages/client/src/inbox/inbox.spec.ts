import { decode, encode, v1 } from '@tongban/contracts';
import { readReceipt, receiptLevelName } from '@tongban/trust';
import { GOOD, NOW, OPENER, OTHER, SdkLab, type SdkOptions, arrivalOf, catalogue, eventually, flows, makerOf, openingMessage, temporaryDirectory } from '../../test/sdk-lab';
import { planOpening } from '../make/opening';
import type { MadeMessage } from '../make/message-maker';
import type { Delivery } from '../options';
import { deliveryKey } from '../store/records';

class Sent {
  readonly batches: string[][] = [];
  readonly receipts: v1.Receipt[] = [];
  readonly submit = (_caseNo: string, bytes: Uint8Array): Promise<void> => {
    const batch = decode(v1.ReceiptBatch, bytes).receipts.map(readReceipt);
    this.batches.push(batch.map(({ level }) => receiptLevelName(level)));
    this.receipts.push(...batch);
    return Promise.resolve();
  };
  levels = (): string[] => this.receipts.map(({ level }) => receiptLevelName(level));
}

describe('the inbox', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  let sent: Sent;
  let lab: SdkLab;
  let made: MadeMessage;
  const open = async (options: Partial<SdkOptions> = {}): Promise<SdkLab> => {
    sent = new Sent();
    return SdkLab.open({ directory: directory.path, participant: OTHER, submitReceipts: sent.submit, ...options });
  };
  beforeEach(async () => {
    directory = temporaryDirectory();
    lab = await open();
    made = await openingMessage();
  });
  afterEach(async () => {
    await lab.close();
    directory.remove();
  });
  /** Messages 2, 3 … of the case: for the inbox any registered message of it will do. */
  const following = async (): Promise<MadeMessage> => openingMessage({ caseNo: made.caseNo });

  it('gives a delivery to the handler with everything it needs, once, and answers DELIVERED and TAKEN together', async () => {
    await lab.close();
    lab = await open({ togetherWithinMs: 30_000 });
    const seen: Delivery[] = [];
    await lab.taker.use((delivery, step) => {
      seen.push(delivery);
      step.put('seen', delivery.messageId);
    });
    const arrival = await arrivalOf(made, 1, OTHER);
    await lab.inbox.take(arrival);
    await eventually('the receipts', () => sent.batches.length > 0);
    await lab.inbox.take(arrival);
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({
      caseNo: made.caseNo, deliveryNo: 1, logIndex: 1, messageId: made.messageId, kind: 'application', own: false, side: 'opener', ownDivision: GOOD.counterpart,
      itemCode: GOOD.item, onBehalfOf: GOOD.onBehalfOf, sender: { participant: OPENER, division: GOOD.opener }, registered: { level: 'REGISTERED' },
    });
    expect({ ...seen[0]!.fields.open, ...seen[0]!.fields.personal }).toEqual(GOOD.fields);
    expect(sent.batches).toEqual([['DELIVERED', 'TAKEN']]);
    expect(await lab.store.app.get('seen')).toBe(made.messageId);
    expect(await lab.store.owed.under('')).toEqual([]);
  });

  it('without a handler keeps the delivery and answers DELIVERED only', async () => {
    await lab.inbox.take(await arrivalOf(made, 1, OTHER));
    await eventually('the receipt', () => sent.batches.length > 0);
    expect(sent.batches).toEqual([['DELIVERED']]);
    await lab.taker.use(() => undefined);
    await eventually('the second receipt', () => sent.batches.length > 1);
    expect(sent.levels()).toEqual(['DELIVERED', 'TAKEN']);
  });

  it('hands over by number whatever the order of arrival; a missing one is waited for', async () => {
    const seen: number[] = [];
    await lab.taker.use(({ deliveryNo }) => void seen.push(deliveryNo));
    const arrivals = [await arrivalOf(made, 1, OTHER), await arrivalOf(await following(), 2, OTHER), await arrivalOf(await following(), 3, OTHER)];
    await lab.inbox.take(arrivals[2]!);
    await lab.inbox.take(arrivals[1]!);
    await eventually('both on disk', async () => (await lab.store.inbox.under('')).length === 2);
    expect(seen).toEqual([]);
    await lab.inbox.take(arrivals[0]!);
    await eventually('all three', () => seen.length === 3);
    expect(seen).toEqual([1, 2, 3]);
  });

  it('reports a gap that lasts', async () => {
    await lab.close();
    lab = await open({ taker: { gapPatienceMs: 0 } });
    await lab.taker.use(() => undefined);
    await lab.inbox.take(await arrivalOf(made, 2, OTHER));
    await eventually('the problem', () => lab.taker.problems().length > 0);
    expect(lab.taker.problems()).toMatchObject([{ kind: 'gap', code: 'delivery.gap', caseNo: made.caseNo, deliveryNo: 1 }]);
    await lab.inbox.take(await arrivalOf(await following(), 1, OTHER));
    await eventually('it goes on', async () => (await lab.store.heads.get(made.caseNo)) === 2);
    expect(lab.taker.problems()).toEqual([]);
  });

  it('tells the handler of own messages and answers nothing', async () => {
    await lab.close();
    const own: boolean[] = [];
    lab = await SdkLab.open({ directory: `${directory.path}/own`, participant: OPENER, submitReceipts: sent.submit });
    await lab.taker.use((delivery) => void own.push(delivery.own));
    await lab.inbox.take(await arrivalOf(made, 1, OPENER));
    await eventually('the handler', () => own.length > 0);
    await eventually('the head', async () => (await lab.store.heads.get(made.caseNo)) === 1);
    expect(own).toEqual([true]);
    expect(await lab.store.owed.under('')).toEqual([]);
  });

  it('trusts own messages by the bytes that this store sent, and looks at the signature of all others', async () => {
    await lab.close();
    lab = await SdkLab.open({ directory: `${directory.path}/own`, participant: OPENER, submitReceipts: sent.submit });
    const { messageId, caseNo } = await lab.sender.open(GOOD);
    const bytes = (await lab.store.bytes.get(messageId))!;
    const signed = decode(v1.SignedMessage, made.bytes);
    signed.signature!.value![0]! ^= 1;
    await lab.inbox.take(await arrivalOf({ ...made, caseNo, messageId, bytes }, 1, OPENER));
    await lab.inbox.take(await arrivalOf({ ...made, bytes: encode(v1.SignedMessage, signed) }, 1, OPENER));
    expect((await lab.store.inbox.get(deliveryKey(caseNo, 1)))?.fault).toBeUndefined();
    expect(await lab.store.inbox.get(deliveryKey(made.caseNo, 1))).toMatchObject({ fault: 'signature.invalid' });
  });

  it('rejects what the sender should not have sent, with paths and no values, and goes on', async () => {
    const maker = makerOf(OPENER);
    const plan = planOpening({ ...GOOD, caseNo: made.caseNo }, { catalogue, flows, participant: OPENER, now: NOW });
    const { open, personal } = plan.flow.messages.splitFields(plan.message, { ...GOOD.fields, id_number: '310000190001011081' });
    const wrong = await maker.sign(await maker.envelope({ ...GOOD, division: undefined, ...plan }, open, personal));
    const seen: number[] = [];
    await lab.taker.use(({ deliveryNo }) => void seen.push(deliveryNo));
    await lab.inbox.take(await arrivalOf(wrong, 1, OTHER));
    await lab.inbox.take(await arrivalOf(await following(), 2, OTHER));
    await eventually('the second', () => seen.length > 0);
    await eventually('all receipts', () => sent.receipts.length === 4);
    expect(seen).toEqual([2]);
    const rejected = sent.receipts.find(({ level }) => receiptLevelName(level) === 'REJECTED')!;
    expect(rejected).toMatchObject({ code: 'message.invalid-fields', messageId: wrong.messageId, deliveryNo: 1 });
    expect(rejected.faults).toMatchObject([{ path: 'id_number', code: 'field.identifier' }]);
    expect(JSON.stringify(rejected.faults)).not.toContain('310000190001011081');
  });

  it('tries a failing handler again, undoing what it wrote, and gives up where a person can see it', async () => {
    await lab.close();
    lab = await open({ taker: { handlerRetryMs: [1, 1] } });
    let attempts = 0;
    let fails = true;
    await lab.taker.use(async (delivery, step) => {
      attempts++;
      step.put('attempt', attempts);
      if (fails) throw new Error('the handler\'s own trouble');
      await step.send(delivery.caseNo, { message: 'C-ACK', messageId: '018f22e2-79b0-7cc3-98c4-dc0c0c07398f', fields: { acked_message_id: delivery.messageId, received_at: NOW } });
    });
    await lab.inbox.take(await arrivalOf(made, 1, OTHER));
    await eventually('the problem', () => lab.taker.problems().length > 0);
    expect(attempts).toBe(3);
    expect(lab.taker.problems()).toMatchObject([{ kind: 'handler', code: 'handler.failed', caseNo: made.caseNo }]);
    expect(JSON.stringify(lab.taker.problems())).not.toContain('own trouble');
    expect(await lab.store.app.get('attempt')).toBeUndefined();
    fails = false;
    lab.taker.retry(made.caseNo);
    await eventually('it is taken', async () => (await lab.store.heads.get(made.caseNo)) === 1);
    expect(await lab.store.app.get('attempt')).toBe(4);
    expect((await lab.store.outbox.under('')).map(([, { messageId }]) => messageId)).toEqual(['018f22e2-79b0-7cc3-98c4-dc0c0c07398f']);
  });

  it('sets aside what its home did not register, and looks again later', async () => {
    const good = await arrivalOf(made, 1, OTHER);
    const [forger] = [await arrivalOf(await openingMessage(), 1, OTHER)];
    await lab.inbox.take({ ...good, headers: { ...good.headers, 'Tb-Registered': forger.headers['Tb-Registered']! } });
    await lab.inbox.take({ ...good, subject: good.subject.replace('delivery', 'receipts'), data: Buffer.from('nonsense') });
    expect((await lab.store.setAside.under('')).map(([, { code }]) => code).sort()).toEqual(['digest.mismatch', 'message.malformed']);
    expect(await lab.store.inbox.under('')).toEqual([]);
    await lab.inbox.reexamine();
    expect(await lab.store.setAside.under('')).toHaveLength(2);
    await lab.inbox.take(good);
    expect(await lab.store.inbox.under('')).toHaveLength(1);
  });
});
