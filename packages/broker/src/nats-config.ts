import { createHash } from 'node:crypto';
import { BACKBONE_DOMAIN, BROKER_PAYLOAD_BYTES_MAX, type EnvironmentCode, type RegionCode } from '@tongban/contracts';
import { EXCHANGE, type RegionUsers, SYSTEM, regionAccounts } from './accounts';
import { BACKBONE } from '@tongban/data-directory';
import { leafPermissions } from './leaf-permissions';
import { leafTls, listenerTls } from './tls-config';
import { LOOPBACK_HOST, type TlsFiles, type Transport, requireSecure } from './transport';
import { SYSTEM_WATCH_PERMISSIONS } from './watch-account';

/** Headers travel inside the payload limit of the server. */
const HEADER_ROOM_BYTES = 1024 * 1024;
const LOG_BYTES_MAX = 16 * 1024 * 1024;
const LOG_FILES_MAX = 3;
/** Only a ceiling for the sum of the streams' own limits; the free space of the disk is checked apart. */
const STORE_BYTES_MAX = 1024 ** 4;
const MEMORY_BYTES_MAX = 64 * 1024 * 1024;

export interface ServerPlace {
  readonly clientPort: number;
  readonly monitorPort: number;
  readonly logFile: string;
  readonly transport: Transport;
  /** Of the server; none on loopback. */
  readonly tls?: TlsFiles;
}

/** What every server has: black-holed links noticed in seconds and not in minutes (NATS.md §1.4.3), bounded logs. */
const every = (name: string, place: ServerPlace): Record<string, unknown> => ({
  server_name: name,
  listen: `${hostOf(place)}:${place.clientPort}`,
  ...listenerTls(place.transport.profile, place.tls),
  // What monitoring tells is for this machine alone, and it asks nobody who he is.
  http: `${LOOPBACK_HOST}:${place.monitorPort}`,
  max_payload: BROKER_PAYLOAD_BYTES_MAX + HEADER_ROOM_BYTES,
  ping_interval: '3s',
  ping_max: 2,
  log_file: place.logFile,
  logfile_size_limit: LOG_BYTES_MAX,
  logfile_max_num: LOG_FILES_MAX,
  system_account: SYSTEM,
});

/** @throws TongbanError `transport.insecure`: such a configuration is not even written. */
function hostOf({ transport }: ServerPlace): string {
  requireSecure(transport);
  return transport.host;
}

export interface BackboneSettings {
  readonly environment: EnvironmentCode;
  readonly place: ServerPlace;
  readonly leafPort: number;
  readonly regions: readonly RegionCode[];
  /** Public key of each region's leaf connection. */
  readonly leafKeys: Readonly<Record<RegionCode, string>>;
  /** Where the copies of the regions' streams lie, and the public key of who keeps them. */
  readonly storeDir: string;
  readonly keeperKey: string;
  /** Public key of who watches the server: the national hub. */
  readonly systemKey: string;
}

/**
 * The national server: it routes between the regions' leaf nodes and keeps copies of their streams of record. A copy is synced when the server does so by itself (2 minutes),
 * not with every message: after a power failure it reads again from the region what it lost, and the region's own store is synced always.
 */
export function backboneConfig({ environment, place, leafPort, regions, leafKeys, storeDir, keeperKey, systemKey }: BackboneSettings): string {
  return write({
    ...every(BACKBONE, place),
    // A leaf that learned the server's own address would go round a proxy put before it (NATS.md §1.4.2).
    leafnodes: { listen: `${hostOf(place)}:${leafPort}`, no_advertise: true, ...listenerTls(place.transport.profile, place.tls) },
    jetstream: { store_dir: storeDir, domain: BACKBONE_DOMAIN, max_file: STORE_BYTES_MAX, max_mem: MEMORY_BYTES_MAX },
    accounts: {
      [SYSTEM]: { users: [{ nkey: systemKey, permissions: SYSTEM_WATCH_PERMISSIONS }] },
      [EXCHANGE]: { jetstream: 'enabled', users: [{ nkey: keeperKey }, ...regions.map((region) => ({ nkey: leafKeys[region], permissions: leafPermissions(environment, region, regions) }))] },
    },
  });
}

export interface RegionSettings {
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly place: ServerPlace;
  readonly storeDir: string;
  readonly leafUrl: string;
  readonly leafSeed: string;
  /** What the leaf connection shows and believes; none on loopback. */
  readonly leafTlsFiles?: TlsFiles;
  readonly users: RegionUsers;
}

/** A region's server: its own JetStream domain, every acknowledged write on disk (`sync_interval: always`). */
export function regionConfig({ environment, region, place, storeDir, leafUrl, leafSeed, leafTlsFiles, users }: RegionSettings): string {
  return write({
    ...every(leafName(region, leafSeed), place),
    jetstream: { store_dir: storeDir, domain: region, sync_interval: 'always', max_file: STORE_BYTES_MAX, max_mem: MEMORY_BYTES_MAX },
    leafnodes: { reconnect: '1s', remotes: [{ urls: [leafUrl], account: EXCHANGE, nkey: leafSeed, ...leafTls(place.transport.profile, leafTlsFiles) }] },
    accounts: regionAccounts(environment, region, users),
  });
}

/**
 * The backbone takes a leaf connection under a name that it has already for the same one come back, and closes the first, whoever's credentials the second has (measured on 2.15.1). So a hub
 * that knew the name of another region's server could cut its link for ever: it does not.
 */
const leafName = (region: RegionCode, leafSeed: string): string => `${region}-${createHash('sha256').update(`name of ${leafSeed}`).digest('hex').slice(0, 16)}`;

/** The server reads JSON as its own format; quoted strings are safe from its `$` variables. */
const write = (config: Record<string, unknown>): string => `# Generated by npm start; changes are overwritten.\n${JSON.stringify(config, null, 2)}\n`;
