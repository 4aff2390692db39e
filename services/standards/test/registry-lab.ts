import { loadCatalogue } from '@tongban/catalogue';
import { type RegionCode, REGION_CODES, subjects } from '@tongban/contracts';
import { DurablePublisher, QueryClient, QueryServer, ensureRecordStreams } from '@tongban/messaging';
import { StandardsBook } from '@tongban/registry';
import { BusinessClock, createLogger } from '@tongban/service-kit';
import { Signer, type SigningKeyRecord, type TrustDirectory } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import type { StandardsPorts } from '../src/ports';
import { StandardsController } from '../src/standards.controller';
import { StandardsRuntime } from '../src/standards.runtime';
import { NOW, hubKeys, trust } from './stewards';

export type Hub = 'nat' | 'yrd';
export const base = loadCatalogue();
/** One business time for all processes, that goes on over their restarts. */
export const STARTED_AT = new Date().toISOString();
/** What another process needs of this one to be the same hub. */
export interface HubIdentity { readonly signingKey: SigningKeyRecord; readonly trust: TrustDirectory; readonly startedAt: string }

/** What one process of a region's standards service works with. All regions share one server here: their streams and subjects differ. */
export async function portsOf(region: Hub, nats: NatsConnection, { signingKey, trust: known, startedAt }: HubIdentity = { signingKey: hubKeys[region].signing, trust, startedAt: STARTED_AT }): Promise<StandardsPorts> {
  await ensureRecordStreams(nats, { environment: 'sandbox', region, regions: REGION_CODES, participants: [] });
  return {
    environment: 'sandbox', region, nats, publisher: new DurablePublisher(nats, { timeoutMs: 2_000 }), queries: new QueryClient(nats, 2_000), catalogue: base, trust: known, signer: new Signer(signingKey, known),
    standards: StandardsBook.of(base, known, 'sandbox', { full: true, region }), clock: new BusinessClock({ revision: 1, anchors: [{ realAt: startedAt, businessAt: NOW, speed: 1 }] }),
    log: createLogger('standards', 'silent', { region }),
  };
}

const NAMES = ['command', 'head', 'range', 'snapshot', 'announce', 'show'] as const;
/** One process of the service, answering. */
export class RunningStandards {
  readonly runtime: StandardsRuntime;
  private readonly server: QueryServer;

  private constructor(readonly ports: StandardsPorts) {
    this.runtime = new StandardsRuntime(ports);
    this.server = new QueryServer(ports.nats, `standards-${ports.region}`);
    const controller = new StandardsController(this.runtime);
    for (const name of NAMES) this.server.serve(subjects.service('sandbox', ports.region, `standards.${name}`), (bytes) => controller[name](bytes));
  }

  static async start(region: Hub, nats: NatsConnection, identity?: HubIdentity): Promise<RunningStandards> {
    const running = new RunningStandards(await portsOf(region, nats, identity));
    await running.runtime.begin();
    return running;
  }

  /** As anybody asks it. */
  ask(name: (typeof NAMES)[number], bytes: Uint8Array): Promise<Uint8Array> {
    return this.ports.queries.request(subjects.service('sandbox', this.ports.region, `standards.${name}`), bytes, { timeoutMs: 10_000 });
  }
  held(owner: RegionCode): number {
    return this.ports.standards.copy(owner).lastNumber;
  }
  async stop(): Promise<void> {
    await this.server.close();
    await this.runtime.onModuleDestroy();
  }
}
