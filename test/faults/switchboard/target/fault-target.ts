import { type EnvironmentCode, REGION_CODES, type RegionCode, hubInboxPrefix } from '@tongban/contracts';
import { Interventions, type Layout, LinkControl, type RunFile, type SetupFile, layoutOf, readRunFile, readSetupFile } from '@tongban/local';
import { connectNats } from '@tongban/messaging';
import {
  HubCredentialsSchema, OperatorCredentialsSchema, type ParticipantCredentials, ParticipantCredentialsSchema, readCredentials,
} from '@tongban/trust';
import { join } from 'node:path';
import type { NatsConnection } from 'nats';
import { NotRunning } from '../words';

const CONNECT_WITHIN_MS = 5_000;

/** A running environment, found by its data directory. Process ids are read anew each time: processes have successors. */
export class FaultTarget {
  readonly layout: Layout;
  readonly links: LinkControl;
  readonly interventions: Interventions;
  readonly setup: SetupFile;

  private constructor(dataDir: string) {
    this.layout = layoutOf(dataDir);
    const setup = readSetupFile(this.layout.setup);
    if (!setup) throw notRunning(dataDir);
    this.setup = setup;
    this.links = new LinkControl(this.layout.links);
    this.interventions = new Interventions(this.layout.interventions);
  }

  /** @throws NotRunning when no environment runs there. */
  static open(dataDir: string): FaultTarget {
    const target = new FaultTarget(dataDir);
    target.run(); // throws
    return target;
  }

  get environment(): EnvironmentCode {
    return this.setup.environment;
  }
  get isRunning(): boolean {
    return readRunFile(this.layout.run) !== undefined;
  }
  /** @throws NotRunning when it has ended since. */
  run(): RunFile {
    const run = readRunFile(this.layout.run);
    if (!run) throw notRunning(this.layout.root);
    return run;
  }
  /** Undefined while it is down, or when it is no process of this environment. */
  pidOf(name: string): number | undefined {
    return this.run().processes[name];
  }

  /** Works with the rights of a region's hub. */
  withHub<T>(region: RegionCode, work: (nc: NatsConnection) => Promise<T>): Promise<T> {
    const { servers, nkeySeed, tls } = readCredentials(HubCredentialsSchema, this.layout.hub(region));
    return connected({ servers, nkeySeed, tls, name: `fault-hub-${region}`, inboxPrefix: hubInboxPrefix(region) }, work);
  }
  /** Works with the rights of an operator, at one region. */
  withOperator<T>(region: RegionCode, work: (nc: NatsConnection) => Promise<T>): Promise<T> {
    const { nkeySeed, tls, regions } = readCredentials(OperatorCredentialsSchema, this.layout.operator);
    return connected({ servers: regions[region]?.servers ?? [], nkeySeed, tls, name: `fault-operator-${region}` }, work);
  }
  /** Works in the account of one participant, which is what a faulty provincial system could do. */
  withParticipant<T>({ servers, nkeySeed, tls, participant }: ParticipantCredentials, work: (nc: NatsConnection) => Promise<T>): Promise<T> {
    return connected({ servers, nkeySeed, tls, name: `fault-participant-${participant}` }, work);
  }
  /** Credentials of the participants of a region, by code. */
  participantsOf(region: RegionCode): ParticipantCredentials[] {
    return Object.keys(this.setup.participants).sort()
      .map((code) => readCredentials(ParticipantCredentialsSchema, join(this.layout.root, this.setup.participants[code]!)))
      .filter((credentials) => credentials.region === region);
  }
}

/** The regions a request is about. */
export const regionsOf = (region: RegionCode | undefined): readonly RegionCode[] => (region ? [region] : REGION_CODES);

async function connected<T>(settings: Omit<Parameters<typeof connectNats>[0], 'firstConnectWithinMs'>, work: (nc: NatsConnection) => Promise<T>): Promise<T> {
  const nc = await connectNats({ ...settings, firstConnectWithinMs: CONNECT_WITHIN_MS });
  try {
    return await work(nc);
  } finally {
    await nc.close();
  }
}

const notRunning = (dataDir: string): NotRunning => new NotRunning(
  `${dataDir} 中没有正在运行的环境：先运行 npm start，或用 --data 指定它的数据目录`,
  `no environment runs in ${dataDir}: run npm start first, or name its data directory with --data`);
