import { type EnvironmentCode, type RegionCode, TongbanError, type v1 } from '@tongban/contracts';
import { isWanted, registryEventOf } from '@tongban/registry';
import { REGISTRY_BEGINNING, type RegistryPosition, type TrustDirectory, checkRegistryChain, openRegistryCommand, openRegistryEntry } from '@tongban/trust';
import type { StandardsQueries } from './standards-queries';
import type { StandardsShelf } from './standards-shelf';
import type { StandardsEntry } from './update';

const READ_MAX = 500;

export interface LogPorts {
  readonly shelf: StandardsShelf;
  readonly queries: Pick<StandardsQueries, 'range'>;
  readonly trust: TrustDirectory;
  readonly environment: EnvironmentCode;
}

/** Owners' logs to be read from any number on: from the own disk where they are there, else from the hub, verified. */
export class StandardsLog {
  constructor(private readonly ports: LogPorts) {}

  /**
   * Entries after a position, oldest first, without a gap; none when there are no more. `filter` says which need their content.
   * @throws TongbanError what does not verify or follow, `hub.unreachable`, `region.unreachable`.
   */
  async after(owner: RegionCode, position: RegistryPosition, filter?: v1.RegistryFilter.$Properties, max = READ_MAX): Promise<Uint8Array[]> {
    const kept = await this.ports.shelf.entries(owner, position.number + 1, Math.min(max, READ_MAX));
    const [first] = kept;
    if (first !== undefined) {
      // What is on the shelf was verified, but as the continuation of what the shelf has.
      if (!Buffer.from(openRegistryEntry(first).entry.previousHash).equals(position.hash)) throw new TongbanError('registry.chain-broken', `entry ${position.number + 1} of ${owner} does not follow what was told before`);
      return kept;
    }
    if (position.number >= this.ports.shelf.record(owner).number) return [];
    return this.fetched(owner, position, filter, max);
  }

  /** The entries from a number on, whatever came before. Throws as `after`. */
  async replay(owner: RegionCode, from: number, max: number, filter?: v1.RegistryFilter.$Properties): Promise<StandardsEntry[]> {
    const kept = await this.ports.shelf.entries(owner, from, Math.min(max, READ_MAX));
    const entries = kept.length > 0 ? kept : await this.fetched(owner, from === 1 ? REGISTRY_BEGINNING : { number: from - 1, hash: undefined }, filter, max);
    return entries.map((bytes) => entryOf(owner, bytes, filter));
  }

  /** Asks the hub. A position without a hash takes the hash that the first entry names. */
  private async fetched(owner: RegionCode, position: Omit<RegistryPosition, 'hash'> & Partial<RegistryPosition>, filter: v1.RegistryFilter.$Properties | undefined, max: number): Promise<Uint8Array[]> {
    const { queries, trust, environment } = this.ports;
    const { entries } = await queries.range(owner, position.number + 1, Math.min(max, READ_MAX), filter);
    const [first] = entries;
    if (first === undefined) return [];
    const hash = position.hash ?? openRegistryEntry(first).entry.previousHash;
    const { faults: [fault] } = await checkRegistryChain(trust, entries, { environment, owner }, { number: position.number, hash });
    if (fault) throw new TongbanError(fault.code, `entry ${fault.number} of ${owner}: ${fault.detail}`);
    return [...entries];
  }
}

/** What a verified entry says; without its event where the filter does not want it. */
export function entryOf(owner: RegionCode, signed: Uint8Array, filter?: v1.RegistryFilter.$Properties): StandardsEntry {
  const opened = openRegistryEntry(signed);
  const { entry: { number, at, topics }, content } = opened;
  const wanted = content !== undefined && isWanted(filter, topics);
  return { owner, number, at, signed, ...(wanted && { event: registryEventOf({ ...opened, command: openRegistryCommand(content.command) }) }) };
}
