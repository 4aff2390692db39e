import type { CatalogueFlow, NoRelease } from '@tongban/catalogue';
import { TongbanError, givenCode } from '@tongban/contracts';

/** A flow as cases run it; the version is absent in catalogues that know none. */
export type VersionedFlow = CatalogueFlow & { readonly version?: string };

/** The flows as far as they are installed here, each question answered for the moment at which it is asked. */
export interface FlowsInForce {
  /** What a new case of the item begins with now, or why none can begin. */
  ofItem(itemCode: string): VersionedFlow | NoRelease;
  /** The exact flow a running case began with. */
  byDigest(digest: string): VersionedFlow | undefined;
}

/** The flow new cases of an item begin with. @throws TongbanError `item.unknown`, `item.not-cross-province`, `item.no-flow`, `item.suspended`, `item.withdrawn`. */
export function flowOfItem(flows: FlowsInForce, item: string): VersionedFlow {
  const found = flows.ofItem(item);
  if (typeof found !== 'string') return found;
  throw new TongbanError(`item.${found}`, `item ${givenCode(item)}`);
}
