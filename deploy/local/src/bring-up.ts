import { LOOPBACK, type Transport, ensureCertificates } from '@tongban/broker';
import { type Catalogue, loadCatalogue } from '@tongban/catalogue';
import { setBusinessClock } from './demo/business-clock';
import { Regions } from './demo/regions';
import { type FindContext, findServer } from './find-servers/find-server';
import { requireFreePorts } from './launch/busy-ports';
import { type Binaries, LocalEnvironment } from './launch/local-environment';
import { waitForPredecessor } from './launch/predecessor';
import { type Say, step } from './say';
import { participantsOf } from './setup/participants';
import { type Setup, prepareSetup } from './setup/prepare-setup';
import { layoutOf } from './setup/layout';
import { readSetupFile } from './setup/setup-file';
import { cacheDirectory } from './repository';

export interface BringUpOptions {
  readonly dataDir: string;
  readonly portBase?: number;
  /** Default: as before, else loopback. */
  readonly transport?: Transport;
  readonly say: Say;
  readonly restart: boolean;
  readonly onGivenUp?: (name: string) => void;
  readonly env?: Readonly<Record<string, string | undefined>>;
}
export interface Prepared { readonly environment: LocalEnvironment; readonly catalogue: Catalogue; readonly setup: Setup }

/** Both servers, looked for at the same time; no Redis of our own when the environment names one. */
export async function findServers(context: FindContext): Promise<Binaries> {
  const [nats, redis] = await Promise.all([
    findServer('nats-server', context),
    context.env['TONGBAN_REDIS_URL'] ? undefined : findServer('redis-server', context),
  ]);
  return { 'nats-server': nats, ...(redis && { 'redis-server': redis }) };
}

/** Everything before the first process of the environment: binaries, catalogue, set-up, ports. */
export async function prepare({ dataDir, portBase, transport, say, restart, onGivenUp, env = process.env }: BringUpOptions): Promise<Prepared> {
  const binaries = await step(say, '查找 nats-server 与 redis-server', 'nats-server and redis-server found', () =>
    findServers({ cacheDir: cacheDirectory(env), env, say }));
  const { catalogue, setup } = await step(say, '读取目录，生成密钥与配置', 'Catalogue read, keys and configurations ready', async () => {
    const read = loadCatalogue();
    const redisUrl = env['TONGBAN_REDIS_URL'] || undefined;
    const participants = participantsOf(read);
    const layout = layoutOf(dataDir);
    const existing = readSetupFile(layout.setup);
    const wanted = transport ?? existing?.transport ?? LOOPBACK;
    await ensureCertificates(layout, wanted, existing?.environment ?? 'sandbox', participants.map(({ participant }) => participant), Date.now());
    return { catalogue: read, setup: prepareSetup({ dataDir, portBase, redisUrl, participants, transport: wanted }) };
  });
  await waitForPredecessor(setup.layout.run, say);
  await requireFreePorts(setup);
  return { catalogue, setup, environment: new LocalEnvironment({ setup, binaries, say, restart, onGivenUp }) };
}

/** Business time to begin with; without it a new environment gets the demonstration's, and one with data keeps its own. */
export interface ClockWish { readonly now?: string; readonly speed?: number }

/** Servers, streams, hubs, the business clock, provinces, in this order. */
export async function bringUp(environment: LocalEnvironment, say: Say, clock: ClockWish = {}): Promise<void> {
  await step(say, '启动骨干、五个区域的 NATS 与 Redis', 'Backbone, five regional NATS servers and Redis are up', () => environment.startServers());
  await step(say, '建立流与消费者', 'Streams and consumers are ready', () => environment.ensureStreams());
  await step(say, '启动五个区域枢纽', 'Five regional hubs are ready', () => environment.startHubs());
  await step(say, '设定业务时钟', 'The business clock is set', () => setBusinessClock(new Regions(environment), clock));
  await step(say, '连接参考省级系统', 'Reference provinces are connected', () => environment.startProvinces());
}
