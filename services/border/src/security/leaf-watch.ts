import { type EnvironmentCode, REGION_CODES, type RegionCode, subjects } from '@tongban/contracts';
import { Rounds } from '@tongban/messaging';
import { type RegionRuntime, UNKNOWN, byHub } from '@tongban/service-kit';
import type { NatsConnection } from 'nats';
import type { NoteRefusal } from './participant-watch';

interface Leaf { readonly id: number; readonly name: string; readonly subscriptions_list?: readonly string[] }

/**
 * Which region a leaf connection is, by what it listens to: the backbone lets through only what the region of its credentials may hear, whatever it calls itself. Undefined while it
 * listens to nothing of a region.
 */
export function regionOfLeaf(environment: EnvironmentCode, listens: readonly string[]): RegionCode | undefined {
  return REGION_CODES.find((region) => listens.some((subject) => subject.startsWith(subjects.service(environment, region, 'cases.show').replace('cases.show', '')) || REGION_CODES.some((from) => subject === subjects.sourceDelivery(from, region))));
}

/** At the national hub: leaf connections to the backbone whose name is not the region that their credentials are. */
export class LeafWatch {
  private readonly rounds: Rounds;
  private readonly told = new Set<string>();

  constructor(private readonly nc: NatsConnection, private readonly runtime: Pick<RegionRuntime, 'environment' | 'config' | 'log'>, private readonly note: NoteRefusal) {
    this.rounds = new Rounds(() => this.look(), runtime.config.TONGBAN_WATCH_LOOK_SECONDS * 1_000, () => runtime.log.warn('leaf connections could not be looked at'));
  }

  start(): void {
    this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  private async look(): Promise<void> {
    const reply = await this.nc.request('$SYS.REQ.SERVER.PING.LEAFZ', JSON.stringify({ subscriptions: true }), { timeout: 2_000 });
    const { leafs = [] } = reply.json<{ data?: { leafs?: readonly Leaf[] } }>().data ?? {};
    for (const { id, name, subscriptions_list: listens = [] } of leafs) {
      const region = regionOfLeaf(this.runtime.environment, listens);
      // A region's server is called after it, and after what nobody else knows: see the generated configuration.
      const called = REGION_CODES.find((one) => name.startsWith(`${one}-`));
      const isItself = called !== undefined && (region === undefined || region === called);
      const key = `${id}:${name}:${region ?? ''}`;
      if (isItself || this.told.has(key)) continue;
      this.told.add(key);
      this.note({ kind: 'leaf-not-itself', by: region === undefined ? UNKNOWN : byHub(region), seenBy: 'broker' });
    }
    for (const key of this.told) if (!leafs.some(({ id }) => key.startsWith(`${id}:`))) this.told.delete(key);
  }
}
