import { cpSync, rmSync } from 'node:fs';
import { headers, messageIds, streams, subjects } from '@tongban/contracts';
import { REAL_TIME } from '@tongban/domain';
import { DurablePublisher, type RegionTopology, ensureInbox, ensureRecordStreams, readStream } from '@tongban/messaging';
import { BusinessClock, ExchangePublisher, createLogger } from '@tongban/service-kit';
import { MessageIdSeal, Signer, TrustDirectory, generateSigningKey } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { NatsLab, eventually } from '../../../packages/messaging/test/nats-lab';
import { linkRecord, openSequences, standingOf } from '../src/reconciliation/findings';
import { LinkComparison } from '../src/reconciliation/link-comparison';
import { heldMessages } from '../src/reconciliation/link-messages';
import { LinkOffer } from '../src/reconciliation/link-offer';
import { ReconciliationLog } from '../src/reconciliation/reconciliation-log';
import { firstStoredSince, inboxStateOf } from '../src/reconciliation/stored-day';

jest.setTimeout(120_000);

const [FROM, TO] = ['yrd', 'jjj'] as const;
const INBOX = streams.inbox(TO);
const OUTBOX = streams.outbox(FROM);
const LINK = subjects.exchangeToRegion('sandbox', FROM, TO);
const topologyOf = (region: string): RegionTopology => ({ environment: 'sandbox', region, regions: [FROM, TO], participants: [] });
const hub = generateSigningKey(`hub:${FROM}`);
const trust = new TrustDirectory({ version: 1, keys: [hub.public] });
const silent = createLogger('cases', 'silent');

describe('a link, read at one end and told at the other (T5-C3)', () => {
  let lab: NatsLab;
  let sender: NatsConnection;
  let reader: NatsConnection;
  let log: ReconciliationLog;
  let offer: LinkOffer;
  let told: string[];
  beforeAll(async () => {
    lab = await NatsLab.start(FROM, TO);
    lab.startBackbone();
    for (const region of [FROM, TO]) lab.startRegion(region);
    [sender, reader] = await Promise.all([lab.connect(FROM), lab.connect(TO)]);
    for (const [nc, region] of [[sender, FROM], [reader, TO]] as const) await ensureRecordStreams(nc, topologyOf(region));
    for (const [nc, region] of [[sender, FROM], [reader, TO]] as const) await ensureInbox(nc, topologyOf(region));
    log = new ReconciliationLog({ nats: reader, publisher: new DurablePublisher(reader), region: TO, now: () => new Date().toISOString() });
    offer = offerOf(sender);
    await send(1, 400);
  });
  beforeEach(() => { told = []; });
  afterAll(() => lab?.stop());

  const offerOf = (nats: NatsConnection): LinkOffer => new LinkOffer({
    environment: 'sandbox', region: FROM, topology: topologyOf(FROM), nats, signer: new Signer(hub.signing), clock: new BusinessClock(REAL_TIME), log: silent,
    exchange: new ExchangePublisher(new DurablePublisher(nats), new MessageIdSeal(hub.signing)),
  });
  const compare = (sinceMs?: number): Promise<void> => new LinkComparison({
    environment: 'sandbox', region: TO, trust, log,
    held: (_from, sequence) => heldMessages(reader, INBOX, LINK, Math.max(1, sequence), 100),
    inboxSince: (instantMs) => firstStoredSince(reader, INBOX, instantMs), inboxState: () => inboxStateOf(reader, INBOX),
    ask: (_from, name, bytes) => (name === 'links.digest' ? offer.digest(bytes) : offer.resend(bytes)),
    onGap: (_from, differences) => told.push(...differences.map(({ kind, message }) => `${kind} ${message.sequence}`)),
    onSetBack: (_from, { readThrough, lastSequence }) => told.push(`set back from ${readThrough} to ${lastSequence}`),
    onRepaired: (_from, sequences) => told.push(...sequences.map((sequence) => `repaired ${sequence}`)),
  }, FROM).round(sinceMs);

  async function send(first: number, last: number): Promise<void> {
    const publisher = new DurablePublisher(sender);
    const one = (number: number) => publisher.publish(subjects.exchange('sandbox', FROM, '310000', TO, 'hub', '05', 'message'), Buffer.from(`message ${number}`), { msgId: `m${number}`, headers: { [headers.ceSubject]: `case-${number}` } });
    for (let number = first; number <= last; number++) await one(number);
    await eventually('all have come', async () => (await contents()).includes(`message ${last}`), 30_000);
  }
  /** What the INBOX holds, in its order. */
  async function contents(): Promise<string[]> {
    const { state } = await (await reader.jetstreamManager()).streams.info(INBOX);
    const all: string[] = [];
    for (let next = state.first_seq; next <= state.last_seq;) {
      const entries = await readStream(reader, INBOX, next);
      if (entries.length === 0) break;
      all.push(...entries.filter(({ headers: stored }) => !messageIds.isSkip(stored[headers.msgId] ?? '')).map(({ data }) => Buffer.from(data).toString()));
      next = entries.at(-1)!.seq + 1;
    }
    return all;
  }
  async function takeOut(...numbers: number[]): Promise<void> {
    const jsm = await reader.jetstreamManager();
    for (const number of numbers) await jsm.streams.deleteMessage(INBOX, (await contentsAt(`message ${number}`)), false);
  }
  async function contentsAt(content: string): Promise<number> {
    const { state } = await (await reader.jetstreamManager()).streams.info(INBOX);
    for (let next = state.first_seq; next <= state.last_seq;) {
      const entries = await readStream(reader, INBOX, next);
      const found = entries.find(({ data }) => Buffer.from(data).toString() === content);
      if (found) return found.seq;
      next = (entries.at(-1)?.seq ?? state.last_seq) + 1;
    }
    throw new Error(`no ${content} in ${INBOX}`);
  }
  const standing = async () => standingOf(FROM, await linkRecord(log, FROM));

  it('agrees, and goes on from where it compared', async () => {
    await compare();
    expect(told).toEqual([]);
    expect(await standing()).toMatchObject({ comparedThrough: 400, open: 0, findings: [] });
    await send(401, 410);
    await compare();
    expect(await standing()).toMatchObject({ comparedThrough: 410, open: 0 });
  });

  it('a gap is found, is on record with its cases, and is filled from the other end; nothing of it is found twice', async () => {
    await takeOut(57, 58, 399);
    await compare();
    expect(told).toEqual([]); // compared before: the memory of the store tells of holes, and whoever asks for the whole day
    await compare(Date.now() - 3_600_000);
    expect(told).toEqual(['missing 57', 'missing 58', 'missing 399']);
    expect(await standing()).toMatchObject({ open: 3, findings: [{ sequence: 399, caseNo: 'case-399', difference: 'missing' }, { sequence: 58 }, { sequence: 57 }] });
    await eventually('they come again', async () => (await contents()).slice(-3).join() === 'message 57,message 58,message 399');
    told = [];
    await compare(Date.now() - 3_600_000);
    expect(told).toEqual(['repaired 57', 'repaired 58', 'repaired 399']);
    const { open, findings } = await standing();
    expect([open, findings.map(({ repairedAt, inboxSequence }) => [typeof repairedAt, (inboxSequence ?? 0) > 400])]).toEqual([0, Array.from({ length: 3 }, () => ['string', true])]);
  });

  it('what was sent again and is lost again comes once more', async () => {
    await (await reader.jetstreamManager()).streams.deleteMessage(INBOX, (await linkRecord(log, FROM)).findings.find(({ sequence }) => sequence === 58)!.inboxSequence!, false);
    await send(411, 411);
    await compare(Date.now() - 3_600_000);
    const [again = 0] = openSequences(await linkRecord(log, FROM));
    expect(told.filter((what) => what.startsWith('missing'))).toEqual([`missing ${again}`]);
    await eventually('it comes', async () => (await contents()).at(-1) === 'message 58');
    await compare();
    expect(openSequences(await linkRecord(log, FROM))).toEqual([]);
  });

  it('a sender that was set back to an older store is noticed, moved on, and what it sent in the meantime under used numbers comes', async () => {
    await lab.shutDown(FROM);
    const saved = `${lab.storeOf(FROM)}-saved`;
    cpSync(lab.storeOf(FROM), saved, { recursive: true });
    lab.startRegion(FROM);
    sender = await lab.connect(FROM);
    offer = offerOf(sender);
    await send(501, 540); // what a backup does not have
    await compare();
    const { comparedThrough = 0 } = await standing();

    await lab.shutDown(FROM);
    rmSync(lab.storeOf(FROM), { recursive: true });
    cpSync(saved, lab.storeOf(FROM), { recursive: true });
    lab.startRegion(FROM);
    sender = await lab.connect(FROM);
    offer = offerOf(sender);
    const publisher = new DurablePublisher(sender);
    for (const number of [601, 602]) await publisher.publish(subjects.exchange('sandbox', FROM, '310000', TO, 'hub', '05', 'message'), Buffer.from(`message ${number}`), { msgId: `m${number}` });
    told = [];
    await compare();
    const lastOfBackup = comparedThrough - 40;
    expect(told[0]).toBe(`set back from ${comparedThrough} to ${lastOfBackup + 2}`);
    expect(told.filter((what) => what.startsWith('changed'))).toEqual([`changed ${lastOfBackup + 1}`, `changed ${lastOfBackup + 2}`]);
    expect(told.filter((what) => what.startsWith('surplus'))).toHaveLength(38);
    await eventually('what was hidden comes', async () => (await contents()).slice(-2).join() === 'message 601,message 602', 30_000);
    const { state } = await (await sender.jetstreamManager()).streams.info(OUTBOX);
    expect(state.last_seq).toBeGreaterThan(comparedThrough);
    await compare();
    expect(await standing()).toMatchObject({ open: 0, setBacks: [{ readThrough: comparedThrough, lastSequence: lastOfBackup + 2 }] });
    await send(701, 701);
    await compare();
    expect((await standing()).comparedThrough).toBeGreaterThan(comparedThrough);
  });
});
