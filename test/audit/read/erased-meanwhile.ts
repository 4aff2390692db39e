import { streamKindOf } from '../core/published-names';
import type { RegionLink } from './region-link';
import type { Snapshot } from './snapshot';
import type { StaticContract } from './static-contract';

/**
 * Whether a log goes on with a lawful erasure behind the bounds of the snapshot: what was deleted for it may have been gone when its stream was read, and no order for it was. Everything else that is stored
 * meanwhile lies behind the bounds; a deletion alone does not.
 */
export async function erasedMeanwhile(links: readonly Pick<RegionLink, 'region' | 'streams' | 'read'>[], { streams }: Pick<Snapshot, 'streams'>, contract: StaticContract): Promise<boolean> {
  const found = await Promise.all(links.map(async (link) => {
    const bounds = new Map((streams.get(link.region) ?? []).map(({ config, state }) => [config.name, state.last_seq]));
    for (const { config, state } of await link.streams()) {
      if (streamKindOf(config.name) !== 'CASES') continue;
      const from = Math.max(state.first_seq, (bounds.get(config.name) ?? 0) + 1);
      for await (const batch of link.read(config.name, from, state.last_seq)) if (batch.some(({ data }) => contract.decode('CaseEntry', data)?.erased)) return true;
    }
    return false;
  }));
  return found.includes(true);
}
