import { resolve } from 'node:path';
import { type EnvironmentCode, REGION_CODES, type RegionCode, TongbanError } from '@tongban/contracts';
import { DATA_FORMAT, readStamp, writeStamp } from '@tongban/data-directory';
import { LOOPBACK, LOOPBACK_HOST, type Transport, clientUrl, isLoopback, leafUrl, requireSecure, wantedConfigs } from '@tongban/broker';
import { type Identities, type ParticipantPlace, collectIdentities } from './identities';
import { type Layout, RELATIVE, layoutOf } from './layout';
import { PORT_BASE_DEFAULT, type Ports, portsFrom } from './ports';
import { makePrivateDirectory, writePrivateFile, writePrivateJson } from './private-file';
import { redisConfig } from './redis-config';
import { type SetupFile, readSetupFile } from './setup-file';
import { withTls } from './with-tls';

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
  /** How connections are protected; the certificates must be there (`ensureCertificates`). Default: as the set-up that is there, else loopback. */
  readonly transport?: Transport;
  /** Sandbox only: participants send personal parts in plain, to see that a search for them finds any. Default false. */
  readonly unsealed?: boolean;
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
 * nothing. @throws TongbanStartError when the directory holds a set-up of another version. @throws TongbanError `transport.insecure` or `transport.certificate-missing`.
 */
export function prepareSetup(options: SetupOptions): Setup {
  const layout = layoutOf(resolve(options.dataDir));
  const existing = readSetupFile(layout.setup);
  readStamp(layout.root); // refuses what a later release wrote
  const environment = options.environment ?? existing?.environment ?? 'sandbox';
  const portBase = options.portBase ?? existing?.portBase ?? PORT_BASE_DEFAULT;
  const ports = portsFrom(portBase);
  const stewards = environment === 'sandbox' ? SANDBOX_STEWARDS : [];
  const transport = options.transport ?? existing?.transport ?? LOOPBACK;
  requireSecure(transport);
  if (options.redisUrl !== undefined) requireSecureRedis(options.redisUrl);
  const file = setupFile(environment, portBase, ports, stewards, transport, options);
  const identities = withTls(layout, transport, collectIdentities(layout, {
    environment, regions: REGION_CODES, participants: options.participants, stewards, serverOf: (region) => file.regions[region].url, backbone: file.backbone.url, ...(options.unsealed !== undefined && { unsealed: options.unsealed }),
  }));
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

function setupFile(environment: EnvironmentCode, portBase: number, ports: Ports, stewards: readonly string[], transport: Transport, { participants, redisUrl }: SetupOptions): SetupFile {
  const nats = (port: number): string => clientUrl(transport, LOOPBACK_HOST, port);
  const leaf = (port: number): string => leafUrl(transport, LOOPBACK_HOST, port);
  const http = (port: number): string => `http://${LOOPBACK_HOST}:${port}`;
  return {
    version: 1,
    environment,
    portBase,
    ...(transport.profile !== 'loopback' && { transport }),
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
  for (const watch of Object.values(identities.watches)) writePrivateJson(layout.watch(watch.region), watch);
  for (const participant of identities.participants) writePrivateJson(layout.participant(participant.participant), participant);
  for (const steward of identities.stewards) writePrivateJson(layout.steward(steward.person), steward);
  writePrivateJson(layout.operator, identities.operator);
  writePrivateJson(layout.auditor, identities.auditor);
  writePrivateJson(layout.keeper, identities.keeper);
  writePrivateJson(layout.leafSeeds, identities.leafSeeds);
  writePrivateJson(layout.trust, identities.trust);
}

function writeServerConfigs({ layout, file, ports }: Setup, leafUrls: NonNullable<SetupOptions['leafUrls']>): void {
  for (const [server, config] of wantedConfigs(layout, file, leafUrls)) writePrivateFile(layout.natsConfig(server), config);
  writePrivateFile(layout.redisConfig, redisConfig({ port: ports.redis, dir: layout.redis, logFile: layout.log('redis') }));
}

/** Views hold what cases are about. @throws TongbanError `transport.insecure` when they would pass a network in the clear. */
function requireSecureRedis(url: string): void {
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'rediss:' && !isLoopback(hostname)) throw new TongbanError('transport.insecure', `Redis at ${hostname} without TLS`);
}
