import { streams, subjects } from '@tongban/contracts';
import type { NatsConnection } from 'nats';
import { appendExpecting, connectNats, DurablePublisher, ensureCaseYear, ensureStream, readSubject, SequenceConflict } from '../src/index';
import { NatsLab } from './nats-lab';

const log = (caseNo: string): string => subjects.caseLog('jjj', '2026', '07', caseNo);
const LOG = streams.cases('jjj', '2026');
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

jest.setTimeout(60_000); // seconds on an idle machine; the suite may share two cores with others

describe('publishing and the case log', () => {
  let lab: NatsLab;
  let nc: NatsConnection;
  let publisher: DurablePublisher;
  beforeAll(async () => {
    lab = await NatsLab.start('jjj');
    lab.startRegion('jjj', { alone: true });
    nc = await lab.connect('jjj');
    publisher = new DurablePublisher(nc);
    await ensureCaseYear(nc, { region: 'jjj', year: '2026' });
  });
  afterAll(() => lab.stop());

  it('stores a repeated message id once', async () => {
    const first = await publisher.publish(log('once'), bytes('a'), { msgId: 'once' });
    expect(await publisher.publish(log('once'), bytes('a'), { msgId: 'once' })).toEqual({ ...first, duplicate: true });
  });

  it('lets exactly one of twenty concurrent openings win', async () => {
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, (_, index) =>
      appendExpecting(nc, publisher, LOG, { subject: log('race'), data: bytes(`opening ${index}`), expected: 0, msgId: `race ${index}` })));
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes) if (outcome.status === 'rejected') expect(outcome.reason).toBeInstanceOf(SequenceConflict);
    expect(await readSubject(nc, LOG, log('race'))).toHaveLength(1);
  });

  it('reads past a stored message without content', async () => {
    const first = await publisher.publish(log('empty'), bytes('before'), { msgId: 'empty 1' });
    await nc.jetstream().publish(log('empty'), new Uint8Array());
    const after = await publisher.publish(log('empty'), bytes('after'), { msgId: 'empty 3' });
    expect((await readSubject(nc, LOG, log('empty'))).map(({ seq, data }) => [seq, data.length])).toEqual([[first.sequence, 6], [first.sequence + 1, 0], [after.sequence, 5]]);
  });

  it('recognises its own append when the acknowledgement was lost, also after others went on', async () => {
    const append = { subject: log('lost'), data: bytes('mine'), expected: 0, msgId: 'lost 1' };
    const first = await appendExpecting(nc, publisher, LOG, append);
    await appendExpecting(nc, publisher, LOG, { ...append, data: bytes('next'), expected: first.sequence, msgId: 'lost 2' });
    expect(await appendExpecting(nc, publisher, LOG, append)).toEqual({ ...first, duplicate: true });
    await expect(appendExpecting(nc, publisher, LOG, { ...append, data: bytes('forged') })).rejects.toMatchObject({ code: 'log.conflict' });
  });

  it('reads a long log whole and in order, from any entry on, among other cases', async () => {
    let expected = 0;
    const sequences: number[] = [];
    for (let index = 0; index < 300; index++) {
      const stored = await appendExpecting(nc, publisher, LOG, { subject: log('long'), data: bytes(`entry ${index}`), expected, msgId: `long ${index}`, headers: { 'Tb-Log-Index': String(index) } });
      sequences.push((expected = stored.sequence));
      if (index % 50 === 0) await publisher.publish(log('other'), bytes('noise'), { msgId: `other ${index}` });
    }
    const entries = await readSubject(nc, LOG, log('long'));
    expect(entries.map((entry) => entry.seq)).toEqual(sequences);
    expect(new TextDecoder().decode(entries[299]!.data)).toBe('entry 299');
    expect(entries[299]!.headers).toEqual({ 'Nats-Msg-Id': 'long 299', 'Nats-Expected-Last-Subject-Sequence': String(sequences[298]), 'Tb-Log-Index': '299' });
    expect(Date.parse(entries[299]!.time)).toBeGreaterThan(Date.now() - 60_000);
    expect((await readSubject(nc, LOG, log('long'), sequences[290])).map((entry) => entry.seq)).toEqual(sequences.slice(290));
    expect(await readSubject(nc, LOG, log('absent'))).toEqual([]);
    await expect(readSubject(nc, LOG, log('long'), 1, { entriesMax: 299 })).rejects.toMatchObject({ code: 'case.too-long' });
  });

  it('tells a full stream, a message too large and a stream nobody serves apart', async () => {
    const jsm = await nc.jetstreamManager();
    await ensureStream(jsm, { name: 'SMALL', subjects: ['small'], discard: 'new', max_bytes: 2_000, max_msg_size: 1_000, storage: 'file' });
    await expect(publisher.publish('small', new Uint8Array(1_500), { msgId: 'big' })).rejects.toMatchObject({ code: 'message.too-large' });
    await publisher.publish('small', new Uint8Array(800), { msgId: '1' });
    await publisher.publish('small', new Uint8Array(800), { msgId: '2' });
    await expect(publisher.publish('small', new Uint8Array(800), { msgId: '3' })).rejects.toMatchObject({ code: 'hub.storage-full', traits: { retryable: true } });
    await expect(new DurablePublisher(nc, { backoffMs: [5, 5] }).publish('nowhere', bytes('x'), { msgId: 'x' })).rejects.toMatchObject({ code: 'hub.unreachable' });
  });

  it('finishes a publish through a crash of the server, once', async () => {
    await lab.crash('jjj');
    const pending = new DurablePublisher(nc, { timeoutMs: 1_000 }).publish(log('crash'), bytes('a'), { msgId: 'crash' });
    lab.startRegion('jjj', { alone: true });
    const { sequence } = await pending;
    expect((await readSubject(nc, LOG, log('crash'))).map((entry) => entry.seq)).toEqual([sequence]);
  });

  it('does not wait for ever for a server that is not there', async () => {
    await expect(connectNats({ servers: '127.0.0.1:1', name: 'nobody', firstConnectWithinMs: 300 })).rejects.toMatchObject({ code: 'hub.unreachable' });
  });
});
