import { Redis } from 'ioredis';

const COMMAND_TIMEOUT_MS = 5_000;
const RECONNECT_WAIT_MS_MAX = 1_000;

/**
 * Connection for the views of one region. A command fails within seconds while Redis is away instead of waiting without end: the
 * feeder backs off and goes on, a query is answered with a fault. `onError` hears of every connection error.
 */
export function openViewRedis(url: string, onError: (error: Error) => void = () => undefined): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    commandTimeout: COMMAND_TIMEOUT_MS,
    retryStrategy: (attempt) => Math.min(attempt * 50, RECONNECT_WAIT_MS_MAX),
  });
  redis.on('error', onError);
  return redis;
}
