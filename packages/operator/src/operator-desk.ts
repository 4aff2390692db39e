import { type ErrorCode, type RegionCode, type ServiceQuery, TongbanError, decode, subjects, v1 } from '@tongban/contracts';
import { type HubConnection, connectHub } from './hub-connection';
import type { Setup } from './setup';

/** Answers of all regions; those that had none are named with the reason, never left out silently. */
export interface Answers<T> {
  readonly answers: readonly { readonly region: RegionCode; readonly answer: T }[];
  readonly unreachable: readonly RegionCode[];
  /** Why each of them had none. */
  readonly reasons: ReadonlyMap<RegionCode, ErrorCode>;
}

/** An operator at the services of every region. Each region is asked at its own server, so one that is down hides no other. */
export class OperatorDesk {
  private readonly connections = new Map<RegionCode, Promise<HubConnection>>();
  /** @param name how it is called at the servers. */
  constructor(private readonly setup: Setup, private readonly name = 'tongban-cli-operator') {}

  get regions(): readonly RegionCode[] {
    return this.setup.regions;
  }


  /** Bytes of the reply. @throws TongbanError `region.unreachable`, or the fault of the service. */
  async ask(region: RegionCode, query: ServiceQuery, request: Uint8Array = new Uint8Array(), withinMs?: number): Promise<Uint8Array> {
    const connection = await this.connection(region).catch((cause: unknown) => {
      throw new TongbanError('region.unreachable', TongbanError.from(cause).message, [], { cause });
    });
    return connection.ask(subjects.service(this.setup.environment, region, query), request, 'region.unreachable', withinMs);
  }

  async askJson<T>(region: RegionCode, query: ServiceQuery, request?: Uint8Array, withinMs?: number): Promise<T> {
    return readJson<T>(await this.ask(region, query, request, withinMs));
  }

  /**
   * Silence and a fault of the hub itself are that region's alone: the others are still shown. @throws a fault of whoever asked,
   * which every region would answer with.
   */
  async askAll<T>(ask: (region: RegionCode) => Promise<T>): Promise<Answers<T>> {
    const reasons = new Map<RegionCode, ErrorCode>();
    const asked = await Promise.all(this.setup.regions.map(async (region) => {
      try {
        return [{ region, answer: await ask(region) }];
      } catch (error) {
        if (!(error instanceof TongbanError) || error.traits.side !== 'hub') throw error;
        reasons.set(region, error.code);
        return [];
      }
    }));
    return { answers: asked.flat(), unreachable: [...reasons.keys()].sort(), reasons };
  }

  async close(): Promise<void> {
    await Promise.all([...this.connections.values()].map((connection) => connection.then((open) => open.close(), () => undefined)));
  }

  private connection(region: RegionCode): Promise<HubConnection> {
    const known = this.connections.get(region);
    if (known) return known;
    const { nkeySeed, tls, regions } = this.setup.operator();
    const servers = regions[region]?.servers;
    const opening = servers === undefined
      ? Promise.reject<HubConnection>(new TongbanError('region.unreachable', `the operator's credentials name no server of ${region}`))
      : connectHub({ servers, nkeySeed, tls, name: `${this.name}-${region}` });
    this.connections.set(region, opening);
    return opening;
  }
}

export const readJson = <T>(reply: Uint8Array): T => JSON.parse(new TextDecoder().decode(decode(v1.JsonDocument, reply).json)) as T;
