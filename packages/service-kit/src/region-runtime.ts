import { Redis } from 'ioredis';
import type { NatsConnection } from 'nats';
import { type Catalogue, loadCatalogue } from '@tongban/catalogue';
import { type EnvironmentCode, type RegionCode, REGION_CODES, hubInboxPrefix } from '@tongban/contracts';
import { DurablePublisher, QueryClient, type RegionTopology, assertServer, connectNats, ensureInbox, ensureRecordStreams } from '@tongban/messaging';
import { StandardsBook } from '@tongban/registry';
import { type TrustDirectory, HubCredentialsSchema, MessageIdSeal, Signer, readCredentials, readTrustDirectory, requireKnownAnswers } from '@tongban/trust';
import { BusinessClock } from './clock-port';
import type { ServiceConfig } from './config';
import { ExchangePublisher } from './exchange-publisher';
import { type Logger, createLogger } from './log';
import { SecurityLog } from './security/security-log';
import { requireStore } from './store/require-store';
import { StoreMarks } from './store/store-marks';

/** What every service of a region works with. One process has one, shared by all services in it. */
export interface RegionRuntime {
  readonly config: ServiceConfig;
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly log: Logger;
  readonly nats: NatsConnection;
  readonly publisher: DurablePublisher;
  readonly exchange: ExchangePublisher;
  readonly queries: QueryClient;
  /** What this build ships with: divisions, regions, and version 1.0 of everything published. */
  readonly catalogue: Catalogue;
  /** What was published since, as far as this process has read. Whatever depends on a version asks here and says for which instant. */
  readonly standards: StandardsBook;
  readonly trust: TrustDirectory;
  readonly signer: Signer;
  readonly clock: BusinessClock;
  /** What was refused, and by whose credentials it was tried. */
  readonly security: SecurityLog;
  readonly topology: RegionTopology;
}

/** Token under which Nest hands the runtime to providers. */
export const REGION_RUNTIME = Symbol('REGION_RUNTIME');

/**
 * Reads keys and catalogue, connects, asserts the server and makes sure of the region's streams. @throws TongbanError or Error with a
 * sentence that says what to do.
 */
export async function openRegion(config: ServiceConfig, name: string): Promise<RegionRuntime> {
  const environment = config.TONGBAN_ENVIRONMENT;
  const region = config.TONGBAN_REGION;
  const log = createLogger(name, config.TONGBAN_LOG_LEVEL, { region, environment });
  const credentials = readCredentials(HubCredentialsSchema, config.TONGBAN_CREDENTIALS_FILE);
  if (credentials.environment !== environment || credentials.region !== region)
    throw new Error(`the credentials are for ${credentials.environment}/${credentials.region}, the service is configured for ${environment}/${region}`);
  const catalogue = loadCatalogue();
  const nats = await connectNats({ servers: credentials.servers, nkeySeed: credentials.nkeySeed, tls: credentials.tls, name: `${name}-${region}`, inboxPrefix: hubInboxPrefix(region), firstConnectWithinMs: config.TONGBAN_CONNECT_WITHIN_SECONDS * 1_000 });
  assertServer(nats);
  const trust = readTrustDirectory(config.TONGBAN_TRUST_FILE);
  await requireKnownAnswers(trust);
  const topology: RegionTopology = {
    environment, region, regions: REGION_CODES,
    participants: catalogue.divisions.participants().filter((one) => catalogue.divisions.regionOf(one) === region).map(({ code }) => code),
  };
  const signer = new Signer(credentials.signingKey, trust);
  await withStoreMarks(config.TONGBAN_REDIS_URL, region, signer, async (marks) => {
    if (!(await requireStore(nats, marks, region))) log.warn('nothing is remembered of the store: whether it is whole cannot be known');
  });
  await ensureRecordStreams(nats, topology);
  await ensureInbox(nats, topology);
  const publisher = new DurablePublisher(nats);
  const security = new SecurityLog({ region, publisher, log, countMs: config.TONGBAN_WATCH_COUNT_SECONDS * 1_000 });
  security.start();
  return {
    config, environment, region, log, nats, catalogue, topology, publisher,
    exchange: new ExchangePublisher(publisher, new MessageIdSeal(credentials.signingKey)), queries: new QueryClient(nats),
    standards: StandardsBook.of(catalogue, trust, environment, { full: true, region }), trust, signer, clock: new BusinessClock(), security,
  };
}

const REDIS_ANSWERS_WITHIN_MS = 2_000;

/** For a moment at the start; a Redis that is away only means that nothing is remembered. */
async function withStoreMarks(url: string, region: RegionCode, signer: Signer, work: (marks: StoreMarks) => Promise<void>): Promise<void> {
  const redis = new Redis(url, { connectTimeout: REDIS_ANSWERS_WITHIN_MS, commandTimeout: REDIS_ANSWERS_WITHIN_MS, maxRetriesPerRequest: 0, retryStrategy: () => null });
  redis.on('error', () => undefined);
  try {
    await work(new StoreMarks(redis, region, signer.fingerprint));
  } finally {
    redis.disconnect();
  }
}
