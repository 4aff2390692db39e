import { readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { REGION_CODES, type RegionCode } from '@tongban/contracts';
import { BACKBONE, type Layout } from '@tongban/data-directory';
import { publicKeyOfSeed } from '@tongban/messaging';
import { readBrokerKeys } from './broker-keys';
import { type BrokerSetup, transportOf } from './broker-setup';
import { certificateNames, filesOf } from './certificates/certificate-files';
import { backboneConfig, regionConfig } from './nats-config';

export type ServerName = RegionCode | typeof BACKBONE;
/** Its hub keeps the copies on the backbone, and watches that server. */
export const NATIONAL: RegionCode = 'nat';
export const SERVERS: readonly ServerName[] = [BACKBONE, ...REGION_CODES];

interface Holder { readonly nkeySeed: string }
interface WatchHolder extends Holder { readonly systemNkeySeed: string }
interface ParticipantHolder extends Holder { readonly region: string; readonly participant: string }

/**
 * The configuration of every server as it follows from the set-up: credentials, leaf seeds, the participants' broker keys, certificates. The same files give the same bytes.
 * @param leafUrls where a region's leaf connection goes instead of to its link. @throws TongbanError `transport.insecure`.
 */
export function wantedConfigs(layout: Layout, setup: BrokerSetup, leafUrls: Readonly<Partial<Record<RegionCode, string>>> = {}): ReadonlyMap<ServerName, string> {
  const { environment } = setup;
  const transport = transportOf(setup);
  const read = <T>(path: string): T => JSON.parse(readFileSync(isAbsolute(path) ? path : join(layout.root, path), 'utf8')) as T;
  const keyAt = (path: string): string => publicKeyOfSeed(read<Holder>(path).nkeySeed);
  const portOf = (url: string): number => Number(new URL(url).port);
  const tls = (name: string) => (transport.profile === 'loopback' ? undefined : filesOf(layout, transport, name));
  const leafSeeds = read<Record<RegionCode, string>>(layout.leafSeeds);
  const [operator, auditor] = [keyAt(setup.operator), keyAt(setup.auditor)];
  const keys = participantKeys(layout, setup, read);
  const watchOf = (region: RegionCode): { watch: string; system: string } => {
    const { nkeySeed, systemNkeySeed } = read<WatchHolder>(layout.watch(region));
    return { watch: publicKeyOfSeed(nkeySeed), system: publicKeyOfSeed(systemNkeySeed) };
  };
  const place = (server: ServerName, { url, monitorUrl }: { readonly url: string; readonly monitorUrl: string }) =>
    ({ clientPort: portOf(url), monitorPort: portOf(monitorUrl), logFile: layout.log(`nats-${server}`), transport, tls: tls(certificateNames.server(server)) });
  const wanted = new Map<ServerName, string>([[BACKBONE, backboneConfig({
    environment, regions: REGION_CODES, leafPort: portOf(setup.backbone.leafUrl), place: place(BACKBONE, setup.backbone),
    leafKeys: Object.fromEntries(REGION_CODES.map((region) => [region, publicKeyOfSeed(leafSeeds[region])])) as Record<RegionCode, string>,
    storeDir: layout.mirrors, keeperKey: keyAt(setup.keeper), systemKey: watchOf(NATIONAL).system,
  })]]);
  for (const region of REGION_CODES) {
    wanted.set(region, regionConfig({
      environment, region, storeDir: layout.streams(region), leafUrl: leafUrls[region] ?? setup.regions[region].leafUrl, leafSeed: leafSeeds[region],
      leafTlsFiles: tls(certificateNames.leaf(region)), place: place(region, setup.regions[region]),
      users: { hub: keyAt(setup.hubs[region]!), operator, auditor, ...watchOf(region), participants: keys.get(region) ?? {} },
    }));
  }
  return wanted;
}

/** By region, then participant. */
function participantKeys(layout: Layout, { participants }: BrokerSetup, read: <T>(path: string) => T): ReadonlyMap<string, Record<string, readonly string[]>> {
  const changed = readBrokerKeys(layout);
  const byRegion = new Map<string, Record<string, readonly string[]>>();
  for (const path of Object.values(participants)) {
    const { participant, region, nkeySeed } = read<ParticipantHolder>(path);
    const own = byRegion.get(region) ?? {};
    own[participant] = changed[participant] ?? [publicKeyOfSeed(nkeySeed)];
    byRegion.set(region, own);
  }
  return byRegion;
}
