import { OWNER_GROUP, consumers, streams, subjects } from '@tongban/contracts';
import type { NatsConnection } from 'nats';
import { assertServer, DurablePublisher, ensureCaseYear, ensureConsumer, ensureInbox, ensureRecordStreams, ensureStream, type RegionTopology, SANDBOX_STORAGE } from '../src/index';
import { NatsLab } from './nats-lab';

const NAT: RegionTopology = {
  environment: 'sandbox', region: 'nat', regions: ['nat', 'jjj', 'yrd', 'gba', 'ccec'],
  participants: Array.from({ length: 22 }, (_, index) => `${11 + index}0000`),
};

jest.setTimeout(60_000); // seconds on an idle machine; the suite may share two cores with others

describe('the topology of a region', () => {
  let lab: NatsLab;
  let nc: NatsConnection;
  beforeAll(async () => {
    lab = await NatsLab.start('nat');
    lab.startRegion('nat', { alone: true });
    nc = await lab.connect('nat');
  });
  afterAll(() => lab.stop());

  const bringUp = async (topology: RegionTopology): Promise<void> => {
    await ensureRecordStreams(nc, topology);
    await ensureInbox(nc, topology);
    await ensureCaseYear(nc, { region: 'nat', year: '2026' });
  };
  const census = async (): Promise<Record<string, number>> => {
    const jsm = await nc.jetstreamManager();
    const found: Record<string, number> = {};
    for await (const stream of jsm.streams.list()) found[stream.config.name] = stream.state.consumer_count;
    return found;
  };

  it('is made with every stream and consumer', async () => {
    await bringUp(NAT);
    const found = await census();
    expect(Object.keys(found)).toHaveLength(22 + 16);
    expect(found).toMatchObject({
      [streams.submit('110000')]: 1, [streams.outbox('nat')]: 4, [streams.inbox('nat')]: 8 + 22 + 2, [streams.files('nat')]: 0, [streams.cases('nat', '2026')]: 1,
      [streams.rejected('nat')]: 0, [streams.failed('nat')]: 0, [streams.clock('nat')]: 0, [streams.standards('nat')]: 0, [streams.heads('nat')]: 0, [streams.held('nat')]: 1, [streams.keys('nat')]: 0, [streams.reconciliation('nat')]: 0, [streams.security('nat')]: 0, [streams.audit('nat')]: 0, [streams.alerts('nat')]: 0, [streams.timers('nat')]: 1,
    });
  });

  it('is the same after it is asked for again, and keeps what it holds', async () => {
    const publisher = new DurablePublisher(nc);
    await publisher.publish(subjects.submit('sandbox', 'nat', '110000', 'nat', 'message'), Buffer.from('kept'), { msgId: 'kept' });
    const before = await census();
    await bringUp(NAT);
    expect(await census()).toEqual(before);
    const jsm = await nc.jetstreamManager();
    expect((await jsm.streams.info(streams.submit('110000'))).state.messages).toBe(1);
  });

  it('has what was done about failed messages beside them, also where an earlier release made the stream', async () => {
    const jsm = await nc.jetstreamManager();
    const failed = streams.failed('nat');
    await jsm.streams.update(failed, { ...(await jsm.streams.info(failed)).config, subjects: [subjects.failedAll('nat')] });
    const publisher = new DurablePublisher(nc);
    await publisher.publish(subjects.failed('nat', 'border'), Buffer.from('of before'), { msgId: 'of before' });
    await bringUp(NAT);
    expect(await publisher.publish(subjects.failureActions('nat', 1), Buffer.from('step'), { msgId: 'step' })).toMatchObject({ stream: failed, sequence: 2 });
    expect((await jsm.streams.getMessage(failed, { seq: 1 })).string()).toBe('of before');
  });

  it('takes a changed limit over', async () => {
    await ensureRecordStreams(nc, { ...NAT, storage: { ...SANDBOX_STORAGE, outboxBytes: 600 * 2 ** 20 } });
    const jsm = await nc.jetstreamManager();
    expect((await jsm.streams.info(streams.outbox('nat'))).config.max_bytes).toBe(600 * 2 ** 20);
    expect((await jsm.consumers.info(streams.outbox('nat'), consumers.source('yrd'))).config).toMatchObject({
      ack_policy: 'flow_control', flow_control: true, deliver_subject: 'dlv.nat.yrd', filter_subject: 'xr.sandbox.nat.*.yrd.>',
    });
  });

  it('gives each consumer of the hub one owner, and makes one that had none into one that has', async () => {
    const jsm = await nc.jetstreamManager();
    const policyOf = async (stream: string, consumer: string): Promise<unknown> => {
      const { priority_policy: policy, priority_groups: groups } = (await jsm.consumers.info(stream, consumer)).config as unknown as Record<string, unknown>;
      return [policy, groups];
    };
    const owned: [string, string][] = [
      [streams.submit('110000'), consumers.border], [streams.inbox('nat'), consumers.lane('7of8')], [streams.cases('nat', '2026'), consumers.dispatcher], [streams.held('nat'), consumers.releaser]];
    for (const [stream, consumer] of owned) expect(await policyOf(stream, consumer)).toEqual(['pinned_client', [OWNER_GROUP]]);
    expect(await policyOf(streams.inbox('nat'), consumers.participant('110000'))).toEqual([undefined, undefined]);
    const [stream, consumer] = owned[0]!;
    const { config } = await jsm.consumers.info(stream, consumer);
    const { priority_groups: _groups, priority_policy: _policy, priority_timeout: _timeout, metadata: _metadata, ...before } = config as unknown as Record<string, unknown>;
    await jsm.consumers.delete(stream, consumer);
    await ensureConsumer(jsm, stream, { ...before, durable_name: consumer });
    expect(await policyOf(stream, consumer)).toEqual([undefined, undefined]);
    await bringUp(NAT);
    expect(await policyOf(stream, consumer)).toEqual(['pinned_client', [OWNER_GROUP]]);
  });

  it('refuses what a server cannot change, and flags it does not echo, naming both', async () => {
    const jsm = await nc.jetstreamManager();
    await expect(ensureStream(jsm, { name: streams.failed('nat'), storage: 'memory', subjects: ['fail.nat.*'] }))
      .rejects.toMatchObject({ code: 'topology.mismatch', message: expect.stringMatching(/FAILED_NAT.*storage/) });
    await expect(ensureStream(jsm, { name: 'FROM_THE_FUTURE', subjects: ['future'], flag_of_a_later_server: true }))
      .rejects.toMatchObject({ code: 'topology.mismatch', message: expect.stringContaining('flag_of_a_later_server') });
  });

  it('says so when the disk has no room for the limits', async () => {
    await expect(ensureCaseYear(nc, { region: 'nat', year: '2027', storage: { ...SANDBOX_STORAGE, caseYearBytes: 2 ** 44 } }))
      .rejects.toMatchObject({ code: 'hub.storage-full' });
  });

  it('asks the server for scheduled messages, and would not go on without them', async () => {
    const { config } = await (await nc.jetstreamManager()).streams.info(streams.timers('nat'));
    expect(config).toMatchObject({ allow_msg_schedules: true, allow_rollup_hdrs: true, allow_msg_ttl: true, persist_mode: 'async', discard: 'old', max_msgs_per_subject: 1 });
  });

  it('keeps only the latest setting of the clock', async () => {
    const publisher = new DurablePublisher(nc);
    for (const revision of ['1', '2', '3']) await publisher.publish(subjects.clock('nat'), Buffer.from(revision), { msgId: revision });
    const jsm = await nc.jetstreamManager();
    expect((await jsm.streams.getMessage(streams.clock('nat'), { last_by_subj: subjects.clock('nat') })).string()).toBe('3');
    expect((await jsm.streams.info(streams.clock('nat'))).state.messages).toBe(1);
  });

  it('stops with a sentence when the server is too old', () => {
    expect(() => assertServer(nc)).not.toThrow();
    expect(() => assertServer(nc, '99.0.0')).toThrow(expect.objectContaining({ code: 'server.too-old', message: expect.stringContaining('99.0.0') }));
  });
});
