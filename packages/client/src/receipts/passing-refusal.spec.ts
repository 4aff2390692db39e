import { messageIds, owners } from '@tongban/contracts';
import { GOOD, HOME, NOW, OPENER, OTHER, SdkLab, eventually, receiptBy, temporaryDirectory } from '../../test/sdk-lab';
import type { MadeMessage } from '../make/message-maker';
import type { OutboxEntry } from '../store/records';
import { passingRefusal } from './passing-refusal';
import { settled } from './settled';

/** What was put into the region, with what told a second time from a repeat. */
interface Stored { readonly bytes: Buffer; readonly againAtMs: number | undefined }

describe('a refusal that passes', () => {
  let directory: ReturnType<typeof temporaryDirectory>;
  let lab: SdkLab;
  let stored: Stored[];
  const open = async (refusedAfterMs: number): Promise<void> => {
    const submit = (_entry: OutboxEntry, bytes: Uint8Array, _signal: AbortSignal, againAtMs?: number): Promise<void> => Promise.resolve(void stored.push({ bytes: Buffer.from(bytes), againAtMs }));
    lab = await SdkLab.open({ directory: directory.path, participant: OPENER, submit, outbox: { resendAfterMs: [60_000], verdictAfterMs: 60_000, refusedAfterMs: [refusedAfterMs] } });
    await lab.outbox.start();
  };
  beforeEach(async () => {
    directory = temporaryDirectory();
    stored = [];
    await open(5);
  });
  afterEach(async () => {
    await lab.close();
    directory.remove();
  });
  const sent = async (): Promise<MadeMessage> => {
    const { messageId } = await lab.sender.open(GOOD);
    await eventually('it is submitted', () => stored.length === 1);
    return { ...(await lab.store.messages.get(messageId))!, messageId, bytes: (await lab.store.bytes.get(messageId))!, headers: {} };
  };
  const refused = async (made: MadeMessage, at = NOW): Promise<void> => {
    const { length } = stored;
    await lab.book.take([await receiptBy(owners.hub(HOME), 'RECEIVED', made), await receiptBy(owners.hub(HOME), 'REJECTED', made, { code: 'standard.not-current', at })]);
    await eventually('it is sent again', () => stored.length === length + 1);
  };

  it('is no verdict: the same bytes are sent again until there is one, and nobody takes them for a repeat', async () => {
    const made = await sent();
    const waiting = settled(lab.store, lab.book, made.messageId, 'REGISTERED');
    await refused(made);
    await refused(made, '2026-03-02T09:31:00+08:00');
    await lab.book.take([await receiptBy(owners.hub(HOME), 'REGISTERED', made, { logIndex: 1, deliveryNo: 1 })]);
    expect((await waiting).level).toBe('REGISTERED');
    expect(stored.every(({ bytes }) => bytes.equals(made.bytes))).toBe(true);
    const ids = stored.map(({ againAtMs }) => messageIds.submission(made.messageId, made.digestHex, againAtMs));
    expect([new Set(ids).size, ids[0]]).toEqual([3, messageIds.submission(made.messageId, made.digestHex)]);
    await eventually('it leaves the outbox', async () => (await lab.store.outbox.under('')).length === 0);
    expect(await lab.store.messages.get(made.messageId)).not.toHaveProperty('refusedCode');
  });

  it('is said to who waited in vain, and the message stays', async () => {
    const made = await sent();
    await refused(made);
    await expect(settled(lab.store, lab.book, made.messageId, 'REGISTERED', { timeoutMs: 20 })).rejects.toMatchObject({ code: 'standard.not-current', traits: { retryable: true } });
    expect(await lab.store.outbox.under('')).toHaveLength(1);
  });

  it('gives way to a final rejection, and does not come back after it', async () => {
    const made = await sent();
    await refused(made);
    await lab.book.take([await receiptBy(owners.hub(HOME), 'REJECTED', made, { code: 'schema.version-unknown' })]);
    await lab.book.take([await receiptBy(owners.hub(HOME), 'REJECTED', made, { code: 'standard.not-current', at: '2026-03-02T09:32:00+08:00' })]);
    await expect(settled(lab.store, lab.book, made.messageId, 'REGISTERED')).rejects.toMatchObject({ code: 'schema.version-unknown' });
    expect(await lab.store.outbox.under('')).toEqual([]);
  });

  it('is remembered by the next process, which sends again as well', async () => {
    const made = await sent();
    await lab.close();
    await open(60_000);
    await lab.book.take([await receiptBy(owners.hub(HOME), 'REJECTED', made, { code: 'item.suspended' })]);
    await lab.close();
    stored = [];
    await open(5);
    await eventually('it is sent again', () => stored.length === 1);
    expect(stored[0]!.againAtMs).toBeGreaterThan(0);
  });

  it('may be known only by report', async () => {
    const made = await sent();
    await lab.book.takeReported(made.messageId, 'item.suspended');
    await eventually('it is sent again', () => stored.length === 2);
    await lab.book.takeReported(made.messageId, 'item.withdrawn');
    await expect(settled(lab.store, lab.book, made.messageId, 'REGISTERED')).rejects.toMatchObject({ code: 'item.withdrawn' });
  });

  it.each([
    [owners.hub(HOME), 'standard.not-current', 'standard.not-current'], [owners.hub(HOME), 'item.withdrawn', undefined], [owners.hub(HOME), 'x.unknown', undefined],
    [owners.hub(HOME), '', undefined], [owners.participant(OTHER), 'standard.not-current', undefined],
  ])('of %s with %j is %j', (issuer, code, expected) => expect(passingRefusal({ issuer, code })).toBe(expected));
});
