import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BACKBONE_DOMAIN, REGION_CODES, type RegionCode, consumers, jetStreamApi, streams, subjects } from '@tongban/contracts';
import { connectNats, ensureInbox, ensureRecordStreams } from '@tongban/messaging';
import type { JetStreamManager, NatsConnection } from 'nats';
import { findServer } from '../find-servers/find-server';
import { findFreePortBase } from '../launch/busy-ports';
import { eventually } from '../launch/eventually';
import { Guard } from '../launch/guard';
import { startLinks } from '../launch/links';
import type { ManagedProcess } from '../launch/managed-process';
import { countLeafs, startNatsServer } from '../launch/nats-server';
import { cacheDirectory } from '../repository';
import { PARTICIPANT_API_PREFIX } from '@tongban/contracts';
import { hubInboxPrefix } from '@tongban/contracts';
import { BACKBONE } from './layout';
import { type Setup, prepareSetup } from './prepare-setup';

jest.setTimeout(60_000);
const ENV = 'sandbox';
const FIRST: Record<RegionCode, string> = { nat: '210000', jjj: '110000', yrd: '310000', gba: '440000', ccec: '500000' };
const SECOND = '320000';
const PARTICIPANTS = [...REGION_CODES.map((region) => ({ participant: FIRST[region], region })), { participant: SECOND, region: 'yrd' as const }];
const PAIRS = REGION_CODES.flatMap((from) => REGION_CODES.map((to): [RegionCode, RegionCode] => [from, to]));
const OTHER_PAIRS = PAIRS.filter(([from, to]) => from !== to);
const WITHIN = { withinMs: 15_000 };
/** Long enough for a message that is let through to arrive, which takes a few milliseconds here. */
const REFUSAL_MS = 400;
const JETSTREAM_NOT_ENABLED_FOR_ACCOUNT = 10039;

describe('the generated accounts and permissions, on real servers', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-permissions-'));
  const guard = new Guard();
  const servers: ManagedProcess[] = [];
  const connections: NatsConnection[] = [];
  const hubs = new Map<RegionCode, NatsConnection>();
  let setup: Setup;

  const connect = async (name: string, region: RegionCode, nkeySeed: string, inboxPrefix?: string): Promise<NatsConnection> => {
    const nc = await connectNats({ name, servers: setup.file.regions[region].url, nkeySeed, inboxPrefix });
    connections.push(nc);
    return nc;
  };
  const asParticipant = (participant: string): Promise<NatsConnection> => {
    const { region, nkeySeed } = setup.identities.participants.find((one) => one.participant === participant)!;
    return connect(participant, region as RegionCode, nkeySeed);
  };
  const hub = (region: RegionCode): NatsConnection => hubs.get(region)!;
  const jsm = (region: RegionCode): Promise<JetStreamManager> => hub(region).jetstreamManager();
  const count = async (region: RegionCode, stream: string): Promise<number> => (await (await jsm(region)).streams.info(stream)).state.messages;
  const exchange = (from: RegionCode, to: RegionCode, participant: string): string => subjects.exchange(ENV, from, FIRST[from], to, participant, '00', 'delivery');
  const refused = async (asked: Promise<unknown>): Promise<string> => asked.then(() => 'answered', (error: { code?: string }) => error.code ?? String(error));

  beforeAll(async () => {
    const binary = await findServer('nats-server', { cacheDir: cacheDirectory(), env: process.env, say: () => undefined });
    setup = prepareSetup({ dataDir: directory, participants: PARTICIPANTS, portBase: await findFreePortBase() });
    servers.push(await startLinks(setup, guard));
    for (const server of [BACKBONE, ...REGION_CODES] as const) servers.push(await startNatsServer(setup, server, binary, guard));
    for (const region of REGION_CODES) hubs.set(region, await connect(`hub ${region}`, region, setup.identities.hubs[region].nkeySeed, hubInboxPrefix(region)));
    expect(await eventually(async () => ((await countLeafs(setup)) === REGION_CODES.length ? true : undefined), WITHIN)).toBe(true);
    const topology = (region: RegionCode) => ({
      environment: ENV, region, regions: REGION_CODES, participants: PARTICIPANTS.filter((one) => one.region === region).map((one) => one.participant),
    } as const);
    for (const region of REGION_CODES) await ensureRecordStreams(hub(region), topology(region));
    for (const region of REGION_CODES) await ensureInbox(hub(region), topology(region));
  });
  afterAll(async () => {
    await Promise.all(connections.map((nc) => nc.close()));
    await Promise.all(servers.map((server) => server.stop(5_000)));
    guard.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('lets a participant hear the heads that its own region tells, and tell none', async () => {
    const [own, second] = await Promise.all([asParticipant(FIRST.yrd), asParticipant(SECOND)]);
    const heard: string[] = [];
    for (const nc of [own, second]) nc.subscribe('head.>', { callback: (_error, { subject, data }) => void heard.push(`${subject} ${Buffer.from(data).toString('utf8')}`) });
    const forged = new Promise((resolve) => hub('yrd').subscribe(subjects.registryHeads(ENV, 'yrd'), { callback: (_error, message) => resolve(message.string()), max: 2 }));
    await Promise.all([own.flush(), second.flush(), hub('yrd').flush()]);
    own.publish(subjects.registryHead(ENV, 'yrd', 'nat'), 'forged');
    await own.flush();
    hub('jjj').publish(subjects.registryHead(ENV, 'jjj', 'nat'), 'of another region');
    hub('yrd').publish(subjects.registryHead(ENV, 'yrd', 'nat'), 'true');
    await eventually(async () => (heard.filter((one) => one === `${subjects.registryHead(ENV, 'yrd', 'nat')} true`).length === 2 ? true : undefined), WITHIN);
    // What the forger tells is heard in its own account alone.
    expect(await forged).toBe('true');
    expect(heard.filter((one) => one.endsWith('another region'))).toEqual([]);
    expect(heard.filter((one) => one.endsWith('forged')).length).toBeLessThanOrEqual(1);
  });

  it('sources messages in every pair of regions, the own one included', async () => {
    for (const [from, to] of PAIRS) await hub(from).jetstream().publish(exchange(from, to, FIRST[to]), `${from}-${to}`);
    for (const to of REGION_CODES) {
      const messages = await (await hub(to).jetstream().consumers.get(streams.inbox(to), consumers.participant(FIRST[to])))
        .fetch({ max_messages: REGION_CODES.length, expires: WITHIN.withinMs });
      const heard: string[] = [];
      for await (const message of messages) {
        heard.push(message.string());
        message.ack();
      }
      expect(heard.sort()).toEqual(REGION_CODES.map((from) => `${from}-${to}`).sort());
    }
  });

  it('lets services ask each other in every pair of regions', async () => {
    for (const region of REGION_CODES) {
      for (const name of ['cases.show', 'clock.set', 'store.settle'] as const) hub(region).subscribe(subjects.service(ENV, region, name), { callback: (_, message) => void message.respond(Buffer.from(region)) });
      await hub(region).flush();
    }
    for (const [from, to] of OTHER_PAIRS) {
      const ask = async (): Promise<string | undefined> =>
        hub(from).request(subjects.service(ENV, to, 'cases.show'), undefined, { timeout: 1000 }).then((answer) => answer.string(), () => undefined);
      expect(await eventually(ask, WITHIN)).toBe(to); // the interest of a subscription takes a moment to cross the leafs
    }
    // Everything else is for the region's own operator.
    const asked = OTHER_PAIRS.flatMap(([from, to]) => (['clock.set', 'store.settle'] as const).map((name) => refused(hub(from).request(subjects.service(ENV, to, name), undefined, { timeout: REFUSAL_MS }))));
    expect((await Promise.all(asked)).filter((answer) => answer === 'answered')).toEqual([]);
  });

  it('lets the operator ask the services of each region, and nothing else', async () => {
    const operator = await connect('operator', 'yrd', setup.identities.operator.nkeySeed);
    hub('yrd').subscribe(subjects.service(ENV, 'yrd', 'clock.show'), { callback: (_, message) => void message.respond(Buffer.from('here')) });
    await hub('yrd').flush();
    expect((await operator.request(subjects.service(ENV, 'yrd', 'clock.show'))).string()).toBe('here');
    expect(await refused(operator.request(`${PARTICIPANT_API_PREFIX}.INFO`, undefined, { timeout: REFUSAL_MS }))).toBe('503');
    expect(await refused(operator.request(exchange('yrd', 'yrd', FIRST.yrd), 'x', { timeout: REFUSAL_MS }))).toBe('503');
  });

  it('lets an auditor read what streams and consumers hold, and nothing else', async () => {
    const auditor = await connect('auditor', 'yrd', setup.identities.auditor.nkeySeed);
    const outbox = streams.outbox('yrd');
    const record = exchange('yrd', 'jjj', FIRST.jjj);
    await hub('yrd').jetstream().publish(record, 'a record');
    const ask = (request: string, body = '{}', timeout = WITHIN.withinMs) => auditor.request(`${PARTICIPANT_API_PREFIX}.${request}`, body, { timeout });
    expect((await ask('STREAM.LIST')).json<{ streams: { config: { name: string } }[] }>().streams.map(({ config }) => config.name)).toContain(outbox);
    expect((await ask(`CONSUMER.LIST.${outbox}`)).json<{ total: number }>().total).toBe(REGION_CODES.length - 1);
    expect((await ask(`DIRECT.GET.${outbox}`, JSON.stringify({ last_by_subj: record }))).string()).toBe('a record');
    const before = await count('yrd', outbox);
    for (const request of [`STREAM.PURGE.${outbox}`, `STREAM.DELETE.${outbox}`, `STREAM.UPDATE.${outbox}`, `STREAM.MSG.DELETE.${outbox}`, `CONSUMER.CREATE.${outbox}`, `CONSUMER.DELETE.${outbox}.${consumers.source('jjj')}`,
      `CONSUMER.MSG.NEXT.${streams.inbox('yrd')}.${consumers.participant(FIRST.yrd)}`]) expect(`${request} ${await refused(ask(request, '{}', REFUSAL_MS))}`).toBe(`${request} 503`);
    for (const subject of [record, subjects.clock('yrd'), subjects.service(ENV, 'yrd', 'clock.set')]) expect(await refused(auditor.request(subject, 'x', { timeout: REFUSAL_MS }))).toBe('503');
    // Nor by naming a subject of a stream as the reply to a read.
    auditor.publish(`${PARTICIPANT_API_PREFIX}.STREAM.LIST`, '{}', { reply: record });
    auditor.publish(`${PARTICIPANT_API_PREFIX}.DIRECT.GET.${outbox}`, '{"seq":1}', { reply: record });
    await ask('STREAM.LIST'); // answered after both
    await hub('yrd').jetstream().publish(record, 'fence');
    expect(await count('yrd', outbox)).toBe(before + 1);
  });

  describe('a participant', () => {
    const submission = (participant: string): string => subjects.submit(ENV, 'yrd', participant, 'yrd', 'message');
    let nc: NatsConnection;
    beforeAll(async () => { nc = await asParticipant(FIRST.yrd); });

    it('submits as itself', async () => {
      const ack = await nc.jetstream().publish(submission(FIRST.yrd), 'mine', { msgID: 'one' });
      expect(ack.stream).toBe(streams.submit(FIRST.yrd));
    });
    it('cannot submit as another, nor write into any other stream', async () => {
      const attempts = [submission(SECOND), exchange('yrd', 'yrd', FIRST.yrd), exchange('yrd', 'jjj', FIRST.jjj), subjects.rejected('yrd', FIRST.yrd), subjects.clock('yrd'), subjects.caseLog('yrd', '2026', '00', 'x')];
      const before = await Promise.all([streams.submit(SECOND), streams.outbox('yrd'), streams.inbox('yrd'), streams.rejected('yrd'), streams.clock('yrd')].map((stream) => count('yrd', stream)));
      for (const subject of attempts) expect(await refused(nc.request(subject, 'x', { timeout: REFUSAL_MS }))).toBe('503');
      const after = await Promise.all([streams.submit(SECOND), streams.outbox('yrd'), streams.inbox('yrd'), streams.rejected('yrd'), streams.clock('yrd')].map((stream) => count('yrd', stream)));
      expect(after).toEqual(before);
    });
    it('pulls and acknowledges from its own inbox consumer through the import', async () => {
      await hub('yrd').jetstream().publish(exchange('yrd', 'yrd', FIRST.yrd), 'for me');
      const consumer = await nc.jetstream({ apiPrefix: PARTICIPANT_API_PREFIX }).consumers.get(streams.inbox('yrd'), consumers.participant(FIRST.yrd));
      const message = await consumer.next({ expires: WITHIN.withinMs });
      expect(message?.string()).toBe('for me');
      expect(await message!.ackAck()).toBe(true);
      expect((await (await jsm('yrd')).consumers.info(streams.inbox('yrd'), consumers.participant(FIRST.yrd))).num_ack_pending).toBe(0);
    });
    it('reaches no other consumer, no stream and no management of JetStream', async () => {
      const inbox = streams.inbox('yrd');
      const requests = ['STREAM.NAMES', `STREAM.INFO.${inbox}`, `STREAM.MSG.GET.${inbox}`, `STREAM.PURGE.${inbox}`, `STREAM.DELETE.${inbox}`,
        `CONSUMER.MSG.NEXT.${inbox}.${consumers.participant(SECOND)}`, `CONSUMER.INFO.${inbox}.${consumers.participant(SECOND)}`,
        `CONSUMER.MSG.NEXT.${inbox}.${consumers.lane('0of8')}`, `CONSUMER.CREATE.${inbox}`, `CONSUMER.DELETE.${inbox}.${consumers.participant(FIRST.yrd)}`, `DIRECT.GET.${inbox}`];
      for (const request of requests) {
        expect(`${request} ${await refused(nc.request(`${PARTICIPANT_API_PREFIX}.${request}`, '{"batch":1}', { timeout: REFUSAL_MS }))}`).toBe(`${request} 503`);
        // Under the usual prefix the server answers for the participant's own account, which has no JetStream.
        const own = await nc.request(`$JS.API.${request}`, '{}', { timeout: REFUSAL_MS }).then((answer) => answer.json<{ error?: { err_code: number } }>().error?.err_code, (error: { code?: string }) => error.code);
        expect([JETSTREAM_NOT_ENABLED_FOR_ACCOUNT, '503']).toContain(own);
      }
    });
    it('hears nothing by subscribing widely', async () => {
      const heard: string[] = [];
      const wide = await asParticipant(FIRST.yrd);
      for (const subject of ['>', 'xr.>', 'sub.>', '$JS.>']) wide.subscribe(subject, { callback: (_, message) => void heard.push(message.subject) });
      await wide.flush();
      await hub('yrd').jetstream().publish(exchange('yrd', 'yrd', SECOND), 'for another');
      await (await asParticipant(SECOND)).jetstream().publish(submission(SECOND), 'of another');
      await wide.flush();
      expect(heard).toEqual([]);
      await wide.close();
    });
    it('cannot forge a message by naming its subject as the reply of a submission or of a pull', async () => {
      const counts = (): Promise<number[]> => Promise.all([streams.outbox('yrd'), streams.inbox('yrd')].map((stream) => count('yrd', stream)));
      const [away = 0, inside = 0] = await counts();
      const forged = { away: subjects.exchange(ENV, 'yrd', SECOND, 'jjj', FIRST.jjj, '00', 'message'), inside: subjects.exchange(ENV, 'yrd', SECOND, 'yrd', FIRST.yrd, '00', 'message') };
      await hub('yrd').jetstream().publish(exchange('yrd', 'yrd', FIRST.yrd), 'bait');
      for (const reply of Object.values(forged)) {
        nc.publish(submission(FIRST.yrd), 'legal', { reply });
        nc.publish(`${PARTICIPANT_API_PREFIX}.CONSUMER.MSG.NEXT.${streams.inbox('yrd')}.${consumers.participant(FIRST.yrd)}`, '{"batch":1}', { reply });
      }
      await nc.flush();
      await hub('yrd').jetstream().publish(exchange('yrd', 'yrd', FIRST.yrd), 'fence'); // whatever was forged was stored before this
      expect(await counts()).toEqual([away, inside + 2]);
      expect(await refused((await jsm('yrd')).streams.getMessage(streams.outbox('yrd'), { last_by_subj: forged.away }))).toBe('404');
      expect(await refused((await jsm('yrd')).streams.getMessage(streams.inbox('yrd'), { last_by_subj: forged.inside }))).toBe('404');
    });
    it('is answered on its own queries only', async () => {
      hub('yrd').subscribe(subjects.queryOfAny(ENV, 'yrd', 'hello'), { callback: (_, message) => void message.respond(Buffer.from(message.subject)) });
      await hub('yrd').flush();
      const own = subjects.query(ENV, 'yrd', FIRST.yrd, 'hello');
      expect((await nc.request(own)).string()).toBe(own);
      expect(await refused(nc.request(subjects.query(ENV, 'yrd', SECOND, 'hello'), undefined, { timeout: REFUSAL_MS }))).toBe('503');
      expect(await refused(nc.request(subjects.service(ENV, 'yrd', 'hub.status'), undefined, { timeout: REFUSAL_MS }))).toBe('503');
    });
  });

  it.each(OTHER_PAIRS)('a lying hub %s cannot write, purge or read in %s', async (from, to) => {
    const outbox = streams.outbox(to);
    const counts = (): Promise<number[]> => Promise.all([outbox, streams.inbox(to)].map((stream) => count(to, stream)));
    const before = await counts();
    const lies = [
      exchange(to, from, FIRST[from]), exchange(to, to, FIRST[to]), subjects.submit(ENV, to, FIRST[to], to, 'message'), subjects.clock(to), subjects.caseLog(to, '2026', '00', 'x'),
      ...['STREAM.PURGE', 'STREAM.INFO', 'STREAM.DELETE', 'STREAM.MSG.GET'].map((request) => `$JS.${to}.API.${request}.${outbox}`),
      `$JS.${to}.API.CONSUMER.DELETE.${outbox}.${consumers.source(from)}`,
      // Nor is what feeds the backbone's copies, or what they hold: not even those of its own streams.
      ...['CREATE', 'DELETE', 'RESET'].map((request) => `${jetStreamApi(to)}.CONSUMER.${request}.${outbox}.${consumers.mirror}`), subjects.mirrorDelivery(to, outbox),
      ...['STREAM.LIST', `STREAM.DELETE.${streams.outbox(from)}`, `STREAM.MSG.GET.${outbox}`, `STREAM.SNAPSHOT.${outbox}`].map((request) => `${jetStreamApi(BACKBONE_DOMAIN)}.${request}`),
      // A third region's source is not its own to reset.
      ...REGION_CODES.filter((third) => third !== from && third !== to).map((third) => `$JS.${to}.API.CONSUMER.RESET.${outbox}.${consumers.source(third)}`),
    ];
    const answers = await Promise.all(lies.map((subject) => refused(hub(from).request(subject, '{}', { timeout: REFUSAL_MS }))));
    expect(answers.filter((answer) => answer === 'answered')).toEqual([]);
    expect(await counts()).toEqual(before);
  });

  it('a lying hub hears nothing of what others send each other', async () => {
    const heard: string[] = [];
    for (const subject of [subjects.sourceDelivery('jjj', 'yrd'), subjects.service(ENV, 'yrd', 'cases.show'), `${hubInboxPrefix('yrd')}.>`]) {
      hub('gba').subscribe(subject, { callback: (_, message) => void heard.push(message.subject) });
    }
    await hub('gba').flush();
    const before = await count('yrd', streams.inbox('yrd'));
    await hub('jjj').jetstream().publish(exchange('jjj', 'yrd', FIRST.yrd), 'secret');
    await refused(hub('jjj').request(subjects.service(ENV, 'yrd', 'cases.show'), 'x', { timeout: REFUSAL_MS }));
    expect(await eventually(async () => ((await count('yrd', streams.inbox('yrd'))) > before ? true : undefined), WITHIN)).toBe(true);
    expect(heard).toEqual([]);
  });
});
