import { resolve } from 'node:path';
import { type EnvironmentCode, REGION_CODES, type RegionCode } from '@tongban/contracts';
import { DATA_FORMAT, readStamp, writeStamp } from '@tongban/data-directory';
import { publicKeyOfSeed } from '@tongban/messaging';
import { type Identities, type ParticipantPlace, collectIdentities } from './identities';
import { BACKBONE, type Layout, RELATIVE, layoutOf } from './layout';
import { backboneConfig, regionConfig } from './nats-config';
import { PORT_BASE_DEFAULT, type Ports, portsFrom } from './ports';
import { makePrivateDirectory, writePrivateFile, writePrivateJson } from './private-file';
import { redisConfig } from './redis-config';
import { type SetupFile, readSetupFile } from './setup-file';

/**
 * Two, because what holds for others is decided by two persons (DESIGN §5). In the sandbox both keys lie on one machine, so that one
 * command can take a bundle through its approval; anywhere else that would make one person of the two.
 */
export const SANDBOX_STEWARDS: readonly string[] = ['steward-1', 'steward-2'];

export interface SetupOptions {
  readonly dataDir: string;
  readonly participants: readonly ParticipantPlace[];
  /** Default: the one of the set-up that is there, else 4300. */
  readonly portBase?: number;
  /** A Redis that somebody else runs. Default: one of our own. */
  readonly redisUrl?: string;
  readonly environment?: EnvironmentCode;
  /** Where a region's leaf connection goes instead of to its link. */
  readonly leafUrls?: Readonly<Partial<Record<RegionCode, string>>>;
}

export interface Setup {
  readonly layout: Layout;
  readonly file: SetupFile;
  readonly ports: Ports;
  readonly participants: readonly ParticipantPlace[];
  readonly identities: Identities;
  /** Whether the data directory was empty before. */
  readonly isNew: boolean;
  readonly redisIsOurs: boolean;
}

/**
 * Makes or refreshes the set-up of one environment in its data directory: keys, credentials, server configurations and
 * `setup.json`. Keys are made once and kept; everything else follows from them and the options, so repeating it changes
 * nothing. @throws TongbanStartError when the directory holds a set-up of another version.
 */
export function prepareSetup(options: SetupOptions): Setup {
  const layout = layoutOf(resolve(options.dataDir));
  const existing = readSetupFile(layout.setup);
  readStamp(layout.root); // refuses what a later release wrote
  const environment = options.environment ?? existing?.environment ?? 'sandbox';
  const portBase = options.portBase ?? existing?.portBase ?? PORT_BASE_DEFAULT;
  const ports = portsFrom(portBase);
  const stewards = environment === 'sandbox' ? SANDBOX_STEWARDS : [];
  const file = setupFile(environment, portBase, ports, stewards, options);
  const identities = collectIdentities(layout, {
    environment, regions: REGION_CODES, participants: options.participants, stewards, serverOf: (region) => file.regions[region].url, backbone: file.backbone.url,
  });
  const setup: Setup = {
    layout, file, ports, participants: options.participants, identities, isNew: existing === undefined, redisIsOurs: options.redisUrl === undefined,
  };
  for (const directory of [layout.root, layout.logs, layout.redis, layout.provinces]) makePrivateDirectory(directory);
  writeCredentials(setup);
  writeServerConfigs(setup, options.leafUrls ?? {});
  writeStamp(layout.root, { format: DATA_FORMAT, environment });
  writePrivateJson(layout.setup, file); // last: it says that everything else is there
  return setup;
}

function setupFile(environment: EnvironmentCode, portBase: number, ports: Ports, stewards: readonly string[], { participants, redisUrl }: SetupOptions): SetupFile {
  const nats = (port: number): string => `nats://127.0.0.1:${port}`;
  const leaf = (port: number): string => `nats-leaf://127.0.0.1:${port}`;
  const http = (port: number): string => `http://127.0.0.1:${port}`;
  return {
    version: 1,
    environment,
    portBase,
    backbone: { url: nats(ports.backbone.client), leafUrl: leaf(ports.backbone.leaf), monitorUrl: http(ports.backbone.monitor) },
    regions: Object.fromEntries(REGION_CODES.map((region) => [region, {
      url: nats(ports.regions[region].client), monitorUrl: http(ports.regions[region].monitor), leafUrl: leaf(ports.regions[region].link),
      redisUrl: redisUrl ?? `redis://127.0.0.1:${ports.redis}`,
    }])) as SetupFile['regions'],
    trustDirectory: RELATIVE.trust,
    hubs: Object.fromEntries(REGION_CODES.map((region) => [region, RELATIVE.hub(region)])) as SetupFile['hubs'],
    participants: Object.fromEntries(participants.map(({ participant }) => [participant, RELATIVE.participant(participant)])),
    operator: RELATIVE.operator,
    auditor: RELATIVE.auditor,
    keeper: RELATIVE.keeper,
    stewards: Object.fromEntries(stewards.map((person) => [person, RELATIVE.steward(person)])),
  };
}

function writeCredentials({ layout, identities }: Setup): void {
  for (const hub of Object.values(identities.hubs)) writePrivateJson(layout.hub(hub.region), hub);
  for (const participant of identities.participants) writePrivateJson(layout.participant(participant.participant), participant);
  for (const steward of identities.stewards) writePrivateJson(layout.steward(steward.person), steward);
  writePrivateJson(layout.operator, identities.operator);
  writePrivateJson(layout.auditor, identities.auditor);
  writePrivateJson(layout.keeper, identities.keeper);
  writePrivateJson(layout.leafSeeds, identities.leafSeeds);
  writePrivateJson(layout.trust, identities.trust);
}

function writeServerConfigs({ layout, file, ports, identities }: Setup, leafUrls: NonNullable<SetupOptions['leafUrls']>): void {
  const { environment } = file;
  const { hubs, leafSeeds, operator, auditor, keeper, participants } = identities;
  writePrivateFile(layout.natsConfig(BACKBONE), backboneConfig({
    environment, regions: REGION_CODES, leafPort: ports.backbone.leaf,
    place: { clientPort: ports.backbone.client, monitorPort: ports.backbone.monitor, logFile: layout.log(`nats-${BACKBONE}`) },
    leafKeys: Object.fromEntries(REGION_CODES.map((region) => [region, publicKeyOfSeed(leafSeeds[region])])) as Record<RegionCode, string>,
    storeDir: layout.mirrors, keeperKey: publicKeyOfSeed(keeper.nkeySeed),
  }));
  for (const region of REGION_CODES) {
    const own = participants.filter((participant) => participant.region === region);
    writePrivateFile(layout.natsConfig(region), regionConfig({
      environment, region, storeDir: layout.streams(region), leafUrl: leafUrls[region] ?? file.regions[region].leafUrl, leafSeed: leafSeeds[region],
      place: { clientPort: ports.regions[region].client, monitorPort: ports.regions[region].monitor, logFile: layout.log(`nats-${region}`) },
      users: {
        hub: publicKeyOfSeed(hubs[region].nkeySeed),
        operator: publicKeyOfSeed(operator.nkeySeed),
        auditor: publicKeyOfSeed(auditor.nkeySeed),
        participants: Object.fromEntries(own.map(({ participant, nkeySeed }) => [participant, publicKeyOfSeed(nkeySeed)])),
      },
    }));
  }
  writePrivateFile(layout.redisConfig, redisConfig({ port: ports.redis, dir: layout.redis, logFile: layout.log('redis') }));
}
