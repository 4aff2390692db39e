import type { Catalogue } from '@tongban/catalogue';
import type { EnvironmentCode, RegionCode } from '@tongban/contracts';
import type { DurablePublisher, QueryClient } from '@tongban/messaging';
import type { StandardsBook } from '@tongban/registry';
import type { BusinessClock, Logger } from '@tongban/service-kit';
import type { Signer, TrustDirectory } from '@tongban/trust';
import type { NatsConnection } from 'nats';

/** What this service needs of the runtime of its region. */
export interface StandardsPorts {
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly nats: NatsConnection;
  readonly publisher: DurablePublisher;
  readonly queries: QueryClient;
  readonly catalogue: Catalogue;
  readonly standards: StandardsBook;
  readonly trust: TrustDirectory;
  readonly signer: Signer;
  readonly clock: BusinessClock;
  readonly log: Logger;
}
