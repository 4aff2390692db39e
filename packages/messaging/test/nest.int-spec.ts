import { Controller, type INestMicroservice, Logger, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { fieldFault, streams, TongbanError } from '@tongban/contracts';
import { type NatsConnection, nanos } from 'nats';
import {
  DurablePublisher, ensureConsumer, ensureRecordStreams, ensureStream, type JetStreamContext, JetStreamServer, type ObservedQuery, OnDurable, OnQuery,
  QueryClient, QueryServer, type Settlement,
} from '../src/index';
import { eventually, NatsLab } from './nats-lab';

const seen: { text: string; context: JetStreamContext }[] = [];
const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

@Controller()
class CaseHandlers {
  @OnDurable('submission')
  async take(payload: Uint8Array, context: JetStreamContext): Promise<void> {
    if (text(payload) === 'poison') throw new TongbanError('message.malformed', 'not decodable');
    seen.push({ text: text(payload), context });
  }
  @OnQuery('echo')
  async echo(payload: Uint8Array): Promise<Uint8Array> {
    return payload;
  }
  @OnQuery('refuse')
  async refuse(): Promise<Uint8Array> {
    throw new TongbanError('query.invalid', 'limit is wrong', [fieldFault('limit', 'field.range')]);
  }
  @OnQuery('break')
  async break(): Promise<Uint8Array> {
    throw new RangeError('quoting 张三');
  }
}
@Module({ controllers: [CaseHandlers] })
class CaseModule {}

jest.setTimeout(60_000); // seconds on an idle machine; the suite may share two cores with others

describe('a NestJS service over JetStream', () => {
  let lab: NatsLab;
  let nc: NatsConnection;
  let app: INestMicroservice;
  let server: JetStreamServer;
  const settlements: Settlement[] = [];
  const queries: ObservedQuery[] = [];
  const logged = jest.spyOn(Logger, 'error');
  beforeAll(async () => {
    lab = await NatsLab.start('jjj');
    lab.startRegion('jjj', { alone: true });
    nc = await lab.connect('jjj');
    await ensureRecordStreams(nc, { environment: 'sandbox', region: 'jjj', regions: ['jjj', 'yrd'], participants: [] });
    const jsm = await nc.jetstreamManager();
    for (const name of ['Y2026', 'Y2027']) {
      await ensureStream(jsm, { name, subjects: [`${name}.>`] });
      await ensureConsumer(jsm, name, { durable_name: 'c', ack_policy: 'explicit', ack_wait: nanos(5_000) });
    }
    server = new JetStreamServer({
      nc, region: 'jjj', bindings: [{ pattern: 'submission', stream: 'Y2026', consumer: 'c', lane: (message) => message.subject }],
      querySubject: (pattern) => `svc.test.${pattern}`, queryQueue: 'cases',
      observe: (settlement) => settlements.push(settlement), observeQuery: (query) => queries.push(query),
    });
    app = await NestFactory.createMicroservice(CaseModule, { strategy: server, logger: ['error', 'warn'] });
    await app.listen();
  });
  afterAll(async () => {
    await app.close();
    await lab.stop();
  });

  it('hands bytes and where they come from to the handler', async () => {
    const { sequence } = await new DurablePublisher(nc).publish('Y2026.case', Buffer.from('hello'), { msgId: '1', headers: { 'ce-id': 'm-1' } });
    await eventually('it is handled', () => seen.length === 1);
    const { context } = seen[0]!;
    expect(seen[0]!.text).toBe('hello');
    expect(context).toMatchObject({ subject: 'Y2026.case', stream: 'Y2026', streamSequence: sequence, attempt: 1, headers: { 'ce-id': 'm-1' } });
    const jsm = await nc.jetstreamManager();
    expect(Date.parse(context.storedAt)).toBe(Math.floor((await jsm.streams.getMessage('Y2026', { seq: sequence })).time.getTime()));
  });

  it('keeps the code of what a handler throws, and logs nothing of its own', async () => {
    await new DurablePublisher(nc).publish('Y2026.case', Buffer.from('poison'), { msgId: '2' });
    await eventually('it is parked', () => settlements.some((settlement) => settlement.outcome === 'parked'));
    expect(settlements.find((settlement) => settlement.outcome === 'parked')).toMatchObject({ code: 'message.malformed', attempt: 1 });
    const jsm = await nc.jetstreamManager();
    expect((await jsm.streams.info(streams.failed('jjj'))).state.messages).toBe(1);
    expect(logged).not.toHaveBeenCalled();
  });

  it('runs the handler of a consumer once more on what it gave up on, outside its lane', async () => {
    const message = { subject: 'Y2026.case', data: Buffer.from('again'), headers: { 'ce-id': 'm-2' }, stream: 'Y2026', consumer: 'c', streamSequence: 2, storedAt: '2026-03-02T01:00:00.000Z' };
    expect(await server.runAgain('Y2026', 'c', message)).toBe(true);
    expect(seen.at(-1)).toMatchObject({ text: 'again', context: { subject: 'Y2026.case', headers: { 'ce-id': 'm-2' }, streamSequence: 2, storedAt: '2026-03-02T01:00:00.000Z', attempt: 1 } });
    await expect(server.runAgain('Y2026', 'c', { ...message, data: Buffer.from('poison') })).rejects.toMatchObject({ code: 'message.malformed' });
    expect(await server.runAgain('Y2026', 'd', message)).toBe(false);
  });

  it('binds a new stream while it runs, once', async () => {
    const binding = { pattern: 'submission', stream: 'Y2027', consumer: 'c' };
    await server.addBinding(binding);
    await server.addBinding(binding);
    await new DurablePublisher(nc).publish('Y2027.case', Buffer.from('new year'), { msgId: '1' });
    await eventually('it is handled', () => seen.at(-1)?.text === 'new year');
    await expect(server.addBinding({ ...binding, consumer: 'd', pattern: 'nobody' })).rejects.toThrow('no durable handler');
  });

  it('answers queries with the reply or the fault', async () => {
    const client = new QueryClient(nc);
    expect(text(await client.request('svc.test.echo', Buffer.from('ping')))).toBe('ping');
    expect(await client.request('svc.test.echo', new Uint8Array())).toHaveLength(0);
    await expect(client.request('svc.test.refuse', new Uint8Array())).rejects.toMatchObject({
      code: 'query.invalid', message: 'limit is wrong', faults: [expect.objectContaining({ path: 'limit', code: 'field.range' })],
    });
    // The words of an unforeseen error stay inside.
    await expect(client.request('svc.test.break', new Uint8Array())).rejects.toMatchObject({ code: 'hub.internal', message: 'RangeError' });
    expect(queries.at(-1)).toMatchObject({ subject: 'svc.test.break', error: { code: 'hub.internal' } });
    expect(logged).not.toHaveBeenCalled();
  });

  it('says when nobody answers', async () => {
    const client = new QueryClient(nc);
    await expect(client.request('svc.test.nobody', new Uint8Array())).rejects.toMatchObject({ code: 'region.unreachable' });
    await expect(client.request('svc.test.nobody', new Uint8Array(), { unreachable: 'hub.starting' })).rejects.toMatchObject({ code: 'hub.starting' });
    nc.subscribe('svc.test.mute', { callback: () => undefined });
    await expect(client.request('svc.test.mute', new Uint8Array(), { timeoutMs: 50 })).rejects.toMatchObject({ code: 'region.unreachable' });
  });

  it('refuses queries beyond what it may have in hand, and answers those in hand when it closes', async () => {
    const busy = new QueryServer(nc, 'q', undefined, 2);
    let release: () => void = () => undefined;
    const gate = new Promise<void>((resolve) => (release = resolve));
    busy.serve('svc.test.busy', async (payload) => gate.then(() => payload));
    const client = new QueryClient(nc);
    const inHand = [client.request('svc.test.busy', Buffer.from('a')), client.request('svc.test.busy', Buffer.from('b'))];
    await expect(client.request('svc.test.busy', Buffer.from('c'))).rejects.toMatchObject({ code: 'hub.busy', traits: { retryable: true } });
    const closing = busy.close();
    release();
    await closing;
    expect((await Promise.all(inHand)).map(text)).toEqual(['a', 'b']);
  });
});
