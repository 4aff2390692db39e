import { type RegionCode, TongbanError, subjects } from '@tongban/contracts';
import { QueryClient, connectNats } from '@tongban/messaging';
import type { NatsConnection } from 'nats';
import { NATIONAL } from '@tongban/broker';
import type { Setup } from '../setup/prepare-setup';
import { TongbanStartError } from '../start-error';
import { eventually } from './eventually';
import type { Guard } from './guard';
import { lastLinesOf } from './log-files';
import type { ManagedProcess } from './managed-process';
import { startNodeService } from './node-service';

/** A hub reads its catalogue and folds its logs before it answers. */
const READY_WITHIN_MS = 120_000;
const ASK_WITHIN_MS = 2_000;

/** Starts all services of a region in one process. It is ready when `waitUntilHubReady` says so. */
export const startHub = (setup: Setup, region: RegionCode, guard?: Guard): Promise<ManagedProcess> =>
  startNodeService(setup, {
    name: `hub-${region}`,
    entry: 'services/hub/dist/main.js',
    env: {
      TONGBAN_ENVIRONMENT: setup.file.environment,
      TONGBAN_REGION: region,
      TONGBAN_SETUP_FILE: setup.layout.setup,
      TONGBAN_CREDENTIALS_FILE: setup.layout.hub(region),
      TONGBAN_TRUST_FILE: setup.layout.trust,
      TONGBAN_WATCH_FILE: setup.layout.watch(region),
      TONGBAN_PROBES_PORT: String(setup.ports.regions[region].probes),
      TONGBAN_REDIS_URL: setup.file.regions[region].redisUrl,
      ...(region === NATIONAL && { TONGBAN_KEEPER_FILE: setup.layout.keeper }),
    },
  }, guard);

/** Connects as the operator to a region's own server. */
export const connectOperator = (setup: Setup, region: RegionCode): Promise<NatsConnection> =>
  connectNats({ servers: setup.file.regions[region].url, tls: setup.identities.operator.tls, nkeySeed: setup.identities.operator.nkeySeed, name: `launcher-${region}` });

/** Asks a hub for its status until it answers. @throws TongbanStartError when its process ends or it stays silent. */
export async function waitUntilHubReady(setup: Setup, region: RegionCode, operator: NatsConnection, hub: { readonly running: boolean }, withinMs: number = READY_WITHIN_MS): Promise<void> {
  const log = setup.layout.log(`hub-${region}`);
  const failed = (): TongbanStartError => new TongbanStartError(`枢纽 ${region} 启动失败：查看 ${log}`, `Hub ${region} did not start: look at ${log}`, lastLinesOf(log));
  const client = new QueryClient(operator, ASK_WITHIN_MS);
  const ask = async (): Promise<true | undefined> => {
    try {
      await client.request(subjects.service(setup.file.environment, region, 'hub.status'), new Uint8Array());
      return true;
    } catch (error) {
      if (error instanceof TongbanError) return undefined; // silent, or says that it is starting
      throw error;
    }
  };
  if (!(await eventually(ask, { withinMs, check: () => { if (!hub.running) throw failed(); } }))) throw failed();
}
