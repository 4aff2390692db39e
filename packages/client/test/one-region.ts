import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { CONTRACT_VERSION, HUB, consumers, encode, headers, owners, streams, subjects, v1 } from '@tongban/contracts';
import { shardOf } from '@tongban/domain';
import { DurablePublisher, QueryServer, SourceWatchdog, connectNats, ensureInbox, ensureRecordStreams } from '@tongban/messaging';
import type { ParticipantCredentials } from '@tongban/trust';
import { type NatsConnection, nkeys } from 'nats';
import { PARTICIPANT_API_PREFIX } from '@tongban/contracts';
import { freePort, killServer, natsServer } from '../../../test/harness/server-process';
import { AGENCY, type Arrival, HOME, OPENER, catalogue, eventually, sealingKeys, signingKeyOf, temporaryDirectory } from './sdk-lab';

export type Answers = Partial<v1.HelloReply.$Properties>;
const ENVIRONMENT = 'sandbox';

/**
 * A region's real broker with one participant's account as in production, its real streams, and as much of a hub as an SDK
 * must meet: what it is asked at connecting. What the services do with messages is tested with the services.
 */
export class OneRegion {
  private readonly directory = temporaryDirectory();
  private readonly seed = nkeys.createUser();
  private server: ChildProcess | undefined;
  private nc: NatsConnection | undefined;
  private watchdog: SourceWatchdog | undefined;
  private port = 0;
  hello: Answers = {};
  clock: v1.ClockSetting.$Properties = { revision: 0, anchors: [] };
  receipts: v1.SignedReceipt[] = [];

  get credentials(): ParticipantCredentials {
    return {
      version: 1, kind: 'participant', environment: ENVIRONMENT, region: HOME, participant: OPENER, agencyCode: AGENCY, servers: [`nats://127.0.0.1:${this.port}`],
      nkeySeed: new TextDecoder().decode(this.seed.getSeed()), signingKey: signingKeyOf(owners.participant(OPENER)), sealingKey: sealingKeys[OPENER]!.sealing,
    };
  }

  async reserve(): Promise<void> {
    this.port = await freePort();
  }

  async startBroker(): Promise<void> {
    const inbox = `${streams.inbox(HOME)}.${consumers.participant(OPENER)}`;
    const services: { subject: string; to?: string; stream?: boolean }[] = [
      { subject: subjects.submitAll(ENVIRONMENT, HOME, OPENER) }, { subject: subjects.queryAllOf(ENVIRONMENT, HOME, OPENER) },
      { subject: `$JS.API.CONSUMER.MSG.NEXT.${inbox}`, to: `${PARTICIPANT_API_PREFIX}.CONSUMER.MSG.NEXT.${inbox}`, stream: true },
      { subject: `$JS.API.CONSUMER.INFO.${inbox}`, to: `${PARTICIPANT_API_PREFIX}.CONSUMER.INFO.${inbox}` }, { subject: `$JS.ACK.${inbox}.>` },
    ];
    const config = {
      // As a region has: such a server also delivers to requests that nobody waits for any more, while they are young.
      leafnodes: { remotes: [{ urls: ['nats-leaf://127.0.0.1:1'], account: 'XR' }] },
      server_name: HOME, listen: `127.0.0.1:${this.port}`, max_payload: 5 * 2 ** 20, ping_interval: '3s',
      jetstream: { store_dir: path.join(this.directory.path, 'js'), domain: HOME, sync_interval: 'always', max_file: 100 * 2 ** 30 },
      accounts: {
        XR: {
          jetstream: 'enabled', users: [{ user: 'hub', password: 'hub' }],
          exports: services.map(({ subject, stream }) => ({ service: subject, accounts: ['P'], ...(stream && { response_type: 'stream' }) })),
        },
        P: { users: [{ nkey: this.seed.getPublicKey() }], imports: services.map(({ subject, to }) => ({ service: { account: 'XR', subject }, ...(to && { to }) })) },
      },
    };
    const file = path.join(this.directory.path, 'nats.conf');
    writeFileSync(file, JSON.stringify(config));
    this.server = spawn(natsServer(), ['-c', file], { stdio: 'ignore' });
    this.nc ??= await connectNats({ servers: `127.0.0.1:${this.port}`, name: 'hub', user: 'hub', pass: 'hub', firstConnectWithinMs: 60_000 });
    const { nc } = this;
    await eventually('the broker answers', () => nc.flush().then(() => true, () => false), 20_000);
  }

  async startHub(): Promise<void> {
    const topology = { environment: ENVIRONMENT, region: HOME, regions: [HOME, 'jjj'], participants: [OPENER] } as const;
    await ensureRecordStreams(this.nc!, topology);
    await ensureInbox(this.nc!, topology);
    this.watchdog = new SourceWatchdog({ nc: this.nc!, topology, everyMs: 200, stalledAfterMs: 2_000, onError: () => undefined });
    this.watchdog.start();
    const server = new QueryServer(this.nc!, 'border');
    const serve = (name: 'hello' | 'clock' | 'receipts', answer: () => Uint8Array): void =>
      server.serve(subjects.queryOfAny(ENVIRONMENT, HOME, name), () => Promise.resolve(answer()));
    serve('hello', () => encode(v1.HelloReply, {
      contracts: [{ version: CONTRACT_VERSION, sunsetOn: '' }], region: HOME, environment: ENVIRONMENT, catalogueVersion: catalogue.version,
      catalogueDigest: catalogue.digest, clock: this.clock, ...this.hello,
    }));
    serve('clock', () => encode(v1.ClockSetting, this.clock));
    serve('receipts', () => encode(v1.ReceiptBatch, { receipts: this.receipts }));
  }

  async crashBroker(): Promise<void> {
    await killServer(this.server, this.port);
  }

  /** What the participant has submitted. */
  async submitted(): Promise<{ subject: string; data: Uint8Array; msgId: string; caseNo: string; wrappedKeys: string }[]> {
    const jsm = await this.nc!.jetstreamManager();
    const { state } = await jsm.streams.info(streams.submit(OPENER));
    return Promise.all(Array.from({ length: state.messages }, async (_none, index) => {
      const message = await jsm.streams.getMessage(streams.submit(OPENER), { seq: state.first_seq + index });
      return { subject: message.subject, data: message.data, msgId: message.header.get(headers.msgId), caseNo: message.header.get(headers.ceSubject), wrappedKeys: message.header.get(headers.wrappedKeys) };
    }));
  }

  async deliver({ subject, data, headers: header }: Arrival, msgId: string): Promise<void> {
    const { sequence } = await new DurablePublisher(this.nc!).publish(subject, data, { msgId, headers: header });
    // Apart from the SDK, so that a failure says whose it is.
    await eventually(`the broker has sourced message ${sequence}`, async () => (await this.sourced()) >= sequence, 30_000);
  }
  async deliverReceipts(caseNo: string, receipts: v1.SignedReceipt[], msgId: string): Promise<void> {
    const subject = subjects.exchange(ENVIRONMENT, HOME, HUB, HOME, OPENER, shardOf(caseNo), 'receipts');
    await this.deliver({ subject, data: encode(v1.ReceiptBatch, { caseNo, receipts }), headers: { [headers.ceSubject]: caseNo } }, msgId);
  }

  private async sourced(): Promise<number> {
    const jsm = await this.nc!.jetstreamManager();
    return (await jsm.streams.info(streams.inbox(HOME))).state.last_seq;
  }

  async stop(): Promise<void> {
    await this.watchdog?.stop();
    await this.nc?.close();
    await this.crashBroker();
    this.directory.remove();
  }
}

