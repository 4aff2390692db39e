import { loadCatalogue } from '@tongban/catalogue';
import { type RegionCode, REGION_CODES, subjects } from '@tongban/contracts';
import { DurablePublisher, QueryClient, QueryServer, ensureRecordStreams } from '@tongban/messaging';
import { StandardsBook } from '@tongban/registry';
import { BusinessClock, createLogger } from '@tongban/service-kit';
import { Signer } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import type { StandardsPorts } from '../src/ports';
import { StandardsController } from '../src/standards.controller';
import { StandardsRuntime } from '../src/standards.runtime';
import { NOW, hubKeys, trust } from './stewards';

export type Hub = 'nat' | 'yrd';
export const base = loadCatalogue();
/** One business time for all processes, that goes on over their restarts. */
const STARTED_AT = new Date().toISOString();

/** What one process of a region's standards service works with. All regions share one server here: their streams and subjects differ. */
export async function portsOf(region: Hub, nats: NatsConnection): Promise<StandardsPorts> {
  await ensureRecordStreams(nats, { environment: 'sandbox', region, regions: REGION_CODES, participants: [] });
  return {
    environment: 'sandbox', region, nats, publisher: new DurablePublisher(nats, { timeoutMs: 2_000 }), queries: new QueryClient(nats, 2_000), catalogue: base, trust, signer: new Signer(hubKeys[region].signing, trust),
    standards: StandardsBook.of(base, trust, 'sandbox', { full: true, region }), clock: new BusinessClock({ revision: 1, anchors: [{ realAt: STARTED_AT, businessAt: NOW, speed: 1 }] }),
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

  static async start(region: Hub, nats: NatsConnection): Promise<RunningStandards> {
    const running = new RunningStandards(await portsOf(region, nats));
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
