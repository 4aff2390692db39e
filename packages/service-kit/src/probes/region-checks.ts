import { Redis } from 'ioredis';
import { TongbanError, streams } from '@tongban/contracts';
import { apiErrorCode } from '@tongban/messaging';
import type { HealthCheck } from '@tongban/telemetry';
import type { RegionRuntime } from '../region-runtime';

const REDIS_WITHIN_MS = 1_000;
const RECORDS = [streams.inbox, streams.outbox, streams.rejected, streams.failed, streams.standards];

/** What a process of a region needs, and what it can do without. */
export interface RegionChecks {
  readonly checks: readonly HealthCheck[];
  readonly close: () => void;
}

/**
 * `nats`: connected and answered. `jetstream`: answers for the account. `streams`: the region's records are there. `standards`: read through at the start. `redis` is told and not required:
 * messages are received, registered and delivered without it, because JetStream is the record and Redis a view (DESIGN §3). What fails then is lists and search, which say so themselves; a
 * hub that is taken away for it, or restarted, would stop what still works.
 */
export function regionChecks({ nats, region, config }: RegionRuntime, standards: { readonly isLoaded: boolean }): RegionChecks {
  const redis = new Redis(config.TONGBAN_REDIS_URL, { lazyConnect: true, connectTimeout: REDIS_WITHIN_MS, commandTimeout: REDIS_WITHIN_MS, maxRetriesPerRequest: 0, enableOfflineQueue: false });
  redis.on('error', () => undefined);
  void redis.connect().catch(() => undefined);
  const jetstream = nats.jetstreamManager({ checkAPI: false });
  return {
    close: () => redis.disconnect(),
    checks: [
      { name: 'nats', required: true, look: async () => {
        if (nats.isClosed()) throw new Error('the connection is closed');
        await nats.flush();
      } },
      { name: 'jetstream', required: true, look: async () => {
        await (await jetstream).getAccountInfo();
      } },
      { name: 'streams', required: true, look: async () => {
        const jsm = await jetstream;
        await Promise.all(RECORDS.map(async (nameOf) => {
          await jsm.streams.info(nameOf(region)).catch((cause: unknown) => {
            throw new Error(apiErrorCode(cause) === NO_SUCH_STREAM ? `${nameOf(region)} is missing` : `${nameOf(region)}: ${TongbanError.from(cause).code}`);
          });
        }));
      } },
      { name: 'standards', required: true, look: async () => {
        if (!standards.isLoaded) throw new Error('the registries of standards are not read yet');
        await Promise.resolve();
      } },
      { name: 'redis', required: false, look: async () => {
        if (redis.status !== 'ready') throw new Error('not connected; lists and search do not answer');
        await redis.ping();
      } },
    ],
  };
}
const NO_SUCH_STREAM = 10059;
