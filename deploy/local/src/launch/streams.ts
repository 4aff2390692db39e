import { REGION_CODES, type RegionCode } from '@tongban/contracts';
import { type RegionTopology, assertServer, connectNats, ensureInbox, ensureRecordStreams } from '@tongban/messaging';
import { hubInboxPrefix } from '@tongban/contracts';
import type { Setup } from '../setup/prepare-setup';

/**
 * Makes every region's streams in two passes: first what is sourced, then what sources it. A source whose other end is not
 * there yet would only try again after a long pause. Hubs make sure of their own streams too, so this may be left out.
 */
export async function ensureStreams(setup: Setup): Promise<void> {
  const { environment } = setup.file;
  const connections = await Promise.all(REGION_CODES.map(async (region) => {
    const nc = await connectNats({
      servers: setup.file.regions[region].url, nkeySeed: setup.identities.hubs[region].nkeySeed, tls: setup.identities.hubs[region].tls, inboxPrefix: hubInboxPrefix(region), name: `launcher-streams-${region}`,
    });
    return { nc, topology: topologyOf(setup, environment, region) };
  }));
  try {
    for (const { nc } of connections) assertServer(nc);
    await Promise.all(connections.map(({ nc, topology }) => ensureRecordStreams(nc, topology)));
    await Promise.all(connections.map(({ nc, topology }) => ensureInbox(nc, topology)));
  } finally {
    await Promise.all(connections.map(({ nc }) => nc.close()));
  }
}

const topologyOf = (setup: Setup, environment: RegionTopology['environment'], region: RegionCode): RegionTopology => ({
  environment, region, regions: REGION_CODES,
  participants: setup.participants.filter((one) => one.region === region).map(({ participant }) => participant),
});
