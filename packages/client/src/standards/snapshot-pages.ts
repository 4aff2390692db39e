import { type EnvironmentCode, type RegionCode, TongbanError, decode, v1 } from '@tongban/contracts';
import { type TrustDirectory, verifyRegistrySnapshotPage } from '@tongban/trust';
import type { StandardsQueries } from './standards-queries';

export interface SnapshotPlace {
  readonly trust: TrustDirectory;
  readonly environment: EnvironmentCode;
  /** Own region, whose hub answers. */
  readonly region: RegionCode;
}
/** A verified page. */
export interface SnapshotPage { readonly bytes: Uint8Array; readonly page: v1.RegistrySnapshotPage }

/** About a gigabyte at the usual size of a page. */
const PAGES_MAX = 400;

/**
 * The pages of one snapshot, each verified and of the same moment, one after another. @throws TongbanError `registry.gap` when the hub's copy
 * moved on between two pages (to be begun again), or what does not verify.
 */
export async function* snapshotPages(
  queries: Pick<StandardsQueries, 'snapshotPage'>, owner: RegionCode, { trust, environment, region }: SnapshotPlace, filter?: v1.RegistryFilter.$Properties,
): AsyncGenerator<SnapshotPage> {
  let first: v1.RegistrySnapshotPage | undefined;
  for (let after = '', pages = 0; pages < PAGES_MAX; pages++) {
    const bytes = await queries.snapshotPage(owner, after, filter);
    const page = await verifyRegistrySnapshotPage(trust, decode(v1.SignedRegistrySnapshotPage, bytes), { environment, owner, region });
    first ??= page;
    if (page.asOfNumber !== first.asOfNumber || !Buffer.from(page.asOfHash).equals(first.asOfHash)) throw new TongbanError('registry.gap', `the pages of ${owner} are of two snapshots`);
    yield { bytes, page };
    if (page.next === '') return;
    after = page.next;
  }
  throw new TongbanError('registry.too-large', `the snapshot of ${owner} has more than ${PAGES_MAX} pages`);
}
