import { owners } from '@tongban/contracts';
import { GOOD, HOME, OPENER, OTHER, SdkLab, WALK, eventually, openingMessage, receiptBy, temporaryDirectory } from '../../test/sdk-lab';
import type { MadeMessage } from '../make/message-maker';
import { newMessageId } from '../make/message-id';
import type { OutboxEntry } from '../store/records';
import { settled } from '../receipts/settled';

/** What left, in order, with the bytes. */
class Region {
  readonly stored: { entry: OutboxEntry; bytes: Buffer }[] = [];
  silent = false;
  readonly submit = (entry: OutboxEntry, bytes: Uint8Array): Promise<void> => {
    if (this.silent) return Promise.reject(new Error('nobody answers'));
    this.stored.push({ entry, bytes: Buffer.from(bytes) });
    return Promise.resolve();
  };
  ids = (): string[] => this.stored.map(({ entry }) => entry.messageId);
}
const DEADLINES = { resendAfterMs: [60_000], verdictAfterMs: 60_000, retryMs: [5] };
const second = (messageId: string) => ({ message: WALK.messages[1]!.message, messageId, fields: { ...WALK.messages[1]!.open, ...WALK.messages[1]!.personal } });
const madeOf = async (lab: SdkLab, messageId: string): Promise<MadeMessage> => {
  const [record, bytes] = [(await lab.store.messages.get(messageId))!, (await lab.store.bytes.get(messageId))!];
  return { ...record, messageId, bytes, headers: {} };
};

describe('the outbox', () => {
  const directory = temporaryDirectory();
  const region = new Region();
  let lab: SdkLab;
  beforeEach(async () => {
    region.stored.length = 0;
    region.silent = false;
    lab = await SdkLab.open({ directory: directory.path, participant: OPENER, submit: region.submit, outbox: DEADLINES });
  });
  afterEach(async () => {
    for (const [messageId] of await lab.store.messages.under('')) await lab.book.take([await receiptBy(owners.hub(HOME), 'REJECTED', await madeOf(lab, messageId))]);
    await lab.close();
  });
  afterAll(() => directory.remove());

  it('sends a case one by one, each when the one before has its verdict, and cases side by side', async () => {
    const [a, b] = [await lab.sender.open(GOOD), await lab.sender.open(GOOD)];
    const a2 = await lab.sender.send(a.caseNo, second(newMessageId()));
    await eventually('both openings', () => region.stored.length === 2);
    expect(region.ids()).toEqual([a.messageId, b.messageId]);
    await lab.book.take([await receiptBy(owners.hub(HOME), 'RECEIVED', await madeOf(lab, a.messageId))]);
    expect(region.ids()).toEqual([a.messageId, b.messageId]);
    await lab.book.take([await receiptBy(owners.hub(HOME), 'REGISTERED', await madeOf(lab, a.messageId), { logIndex: 1, deliveryNo: 1 })]);
    await eventually('the second message', () => region.stored.length === 3);
    expect(region.ids()[2]).toBe(a2.messageId);
    expect((await lab.store.outbox.under('')).map(([, { messageId }]) => messageId)).toEqual([b.messageId, a2.messageId]);
  });

  it('sends no faster than the hub takes, and says when it is worth while again where it is full because of that (G3-C2)', async () => {
    await lab.close();
    lab = await SdkLab.open({ directory: directory.path, participant: OPENER, submit: region.submit, outbox: { ...DEADLINES, keptMax: 3 } });
    lab.outbox.keepTo({ perSecond: 1, burst: 1 });
    for (let number = 1; number <= 3; number++) await lab.sender.open(GOOD);
    await eventually('the first', () => region.stored.length === 1);
    await expect(lab.sender.open(GOOD)).rejects.toMatchObject({ code: 'sender.too-fast', retryAfterMs: expect.any(Number) });
    expect(region.stored).toHaveLength(1);
  });

  it('keeps at it while nobody answers, and sends the same bytes again until RECEIVED', async () => {
    await lab.close();
    lab = await SdkLab.open({ directory: directory.path, participant: OPENER, submit: region.submit, outbox: { ...DEADLINES, resendAfterMs: [15] } });
    region.silent = true;
    const { messageId } = await lab.sender.open(GOOD);
    region.silent = false;
    await eventually('three submissions', () => region.stored.length >= 3);
    expect(new Set(region.stored.map(({ bytes }) => bytes.toString('base64'))).size).toBe(1);
    await lab.book.take([await receiptBy(owners.hub(HOME), 'RECEIVED', await madeOf(lab, messageId))]);
    await eventually('quiet', async () => {
      const before = region.stored.length;
      await new Promise((resolve) => setTimeout(resolve, 40));
      return region.stored.length === before;
    });
  });

  it('answers a repeated request with the first message, and refuses another content under the same id', async () => {
    const messageId = newMessageId();
    const opened = await Promise.all([1, 2, 3].map(() => lab.sender.open({ ...GOOD, messageId })));
    expect(new Set(opened.map(({ caseNo }) => caseNo)).size).toBe(1);
    expect(await lab.store.outbox.under('')).toHaveLength(1);
    await expect(lab.sender.open({ ...GOOD, messageId, localCaseNo: 'SH-2' })).rejects.toMatchObject({ code: 'message.id-reused' });
  });

  it('refuses more than it may keep', async () => {
    await lab.close();
    lab = await SdkLab.open({ directory: directory.path, participant: OPENER, submit: region.submit, outbox: { ...DEADLINES, keptMax: 1 } });
    await lab.sender.open(GOOD);
    await expect(lab.sender.open(GOOD)).rejects.toMatchObject({ code: 'outbox.full' });
  });

  it('stores nothing of a request that is refused', async () => {
    await expect(lab.sender.open({ ...GOOD, counterpart: '990000' })).rejects.toMatchObject({ code: 'division.unknown' });
    await expect(lab.sender.open({ ...GOOD, message: 'ARC-APPLY', fields: {} })).rejects.toMatchObject({ code: 'message.invalid-fields' });
    expect(await lab.store.outbox.under('')).toEqual([]);
  });
});

describe('receipts', () => {
  const directory = temporaryDirectory();
  let lab: SdkLab;
  beforeAll(async () => {
    lab = await SdkLab.open({ directory: directory.path, participant: OPENER, outbox: DEADLINES });
  });
  afterAll(async () => {
    await lab.close();
    directory.remove();
  });
  const sent = async (): Promise<MadeMessage> => madeOf(lab, (await lab.sender.open(GOOD)).messageId);

  it('settle a message at their level or beyond', async () => {
    const made = await sent();
    const waiting = settled(lab.store, lab.book, made.messageId, 'REGISTERED');
    await lab.book.take([await receiptBy(owners.hub(HOME), 'RECEIVED', made)]);
    await lab.book.take([await receiptBy(owners.hub(HOME), 'REGISTERED', made, { logIndex: 1, deliveryNo: 1 }), await receiptBy(owners.participant(OTHER), 'DELIVERED', made)]);
    expect(await waiting).toMatchObject({ level: 'REGISTERED', issuer: owners.hub(HOME), logIndex: 1, deliveryNo: 1, caseNo: made.caseNo });
    await lab.book.take([await receiptBy(owners.participant(OTHER), 'TAKEN', made)]);
    expect((await settled(lab.store, lab.book, made.messageId, 'DELIVERED')).level).toBe('DELIVERED');
    expect((await lab.book.of(made.messageId)).map(({ level }) => level)).toEqual(['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN']);
  });

  it('of a rejection carry its code and faults', async () => {
    const made = await sent();
    const faults = [{ path: 'some.path', code: 'field.required', zh: '缺失', en: 'missing' }];
    await lab.book.take([await receiptBy(owners.hub(HOME), 'REJECTED', made, { code: 'message.not-allowed', detail: 'why', faults })]);
    await expect(settled(lab.store, lab.book, made.messageId, 'RECEIVED')).rejects.toMatchObject({ code: 'message.not-allowed', message: 'why', faults });
  });

  it('by the recipient reject what was registered', async () => {
    const made = await sent();
    await lab.book.take([
      await receiptBy(owners.hub(HOME), 'REGISTERED', made, { logIndex: 1, deliveryNo: 1 }), await receiptBy(owners.participant(OTHER), 'REJECTED', made, { code: 'a.code-of-tomorrow' }),
    ]);
    expect((await settled(lab.store, lab.book, made.messageId, 'REGISTERED')).level).toBe('REGISTERED');
    await expect(settled(lab.store, lab.book, made.messageId, 'TAKEN')).rejects.toMatchObject({ code: 'recipient.rejected' });
  });

  it('of older messages than memory holds are read from disk', async () => {
    const made = await sent();
    await lab.book.take([await receiptBy(owners.hub(HOME), 'RECEIVED', made)]);
    for (let count = 0; count < 256; count++) lab.book.began(newMessageId());
    expect((await settled(lab.store, lab.book, made.messageId, 'RECEIVED')).level).toBe('RECEIVED');
    const waiting = settled(lab.store, lab.book, made.messageId, 'TAKEN');
    await lab.book.take([await receiptBy(owners.participant(OTHER), 'TAKEN', made)]);
    expect((await waiting).level).toBe('TAKEN');
    expect((await lab.book.of(made.messageId)).map(({ level }) => level)).toEqual(['RECEIVED', 'TAKEN']);
  });

  it('that came with a rejection which the hub only reported do not hide it', async () => {
    const made = await sent();
    const refused = expect(settled(lab.store, lab.book, made.messageId, 'REGISTERED')).rejects.toMatchObject({ code: 'message.not-allowed' });
    await Promise.all([lab.book.take([await receiptBy(owners.hub(HOME), 'RECEIVED', made)]), lab.book.takeReported(made.messageId, 'message.not-allowed')]);
    await refused;
  });

  it('that come again change nothing, and only the same bytes are taken without a look at the signature', async () => {
    const made = await sent();
    const receipt = await receiptBy(owners.hub(HOME), 'REGISTERED', made, { logIndex: 1, deliveryNo: 1 });
    await lab.book.take([receipt]);
    expect((await lab.book.enter([receipt])).ops).toEqual([]);
    const forged = await receiptBy(owners.hub(HOME), 'REGISTERED', made, { logIndex: 1, deliveryNo: 1 });
    forged.signature!.value![0]! ^= 1;
    await expect(lab.book.enter([forged])).rejects.toMatchObject({ code: 'signature.invalid' });
    expect(await lab.book.of(made.messageId)).toHaveLength(1);
  });

  it('that do not come are pending, and unknown messages are not found', async () => {
    const made = await sent();
    await expect(settled(lab.store, lab.book, made.messageId, 'RECEIVED', { timeoutMs: 20 })).rejects.toMatchObject({ code: 'receipt.pending' });
    await expect(settled(lab.store, lab.book, newMessageId(), 'RECEIVED')).rejects.toMatchObject({ code: 'find.nothing' });
    await expect(settled(lab.store, lab.book, made.messageId, 'RECEIVED', { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'client.closed' });
  });

  it('of others, about other bytes, or by somebody without that claim count for nothing', async () => {
    const made = await sent();
    const other = { ...made, bytes: Buffer.from('other bytes') };
    expect((await lab.book.enter([await receiptBy(owners.hub(HOME), 'REGISTERED', other)])).ignored).toBe(1);
    expect((await lab.book.enter([await receiptBy(owners.hub(HOME), 'REGISTERED', await openingMessage())])).ignored).toBe(1);
    for (const [issuer, level] of [[owners.hub('ccec'), 'REGISTERED'], [owners.participant(OPENER), 'TAKEN'], [owners.participant(OTHER), 'RECEIVED']] as const)
      await expect(lab.book.enter([await receiptBy(issuer, level, made)])).rejects.toMatchObject({ code: 'signature.unknown-key' });
    const forged = await receiptBy(owners.hub(HOME), 'REGISTERED', made);
    forged.signature!.value![0]! ^= 1;
    await expect(lab.book.enter([forged])).rejects.toMatchObject({ code: 'signature.invalid' });
    expect(await lab.book.of(made.messageId)).toEqual([]);
  });
});
