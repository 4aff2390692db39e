import type { RegionRuntime } from '@tongban/service-kit';

/** What this service needs of the runtime of its region. */
export type StandardsPorts = Pick<
  RegionRuntime, 'environment' | 'region' | 'nats' | 'publisher' | 'queries' | 'catalogue' | 'standards' | 'trust' | 'signer' | 'clock' | 'log'
>;
