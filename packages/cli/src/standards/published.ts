import { type RegionCode, TongbanError, decode, encode, v1 } from '@tongban/contracts';
import { type OperatorDesk, type Setup, reference } from '@tongban/operator';
import { StandardsBook } from '@tongban/registry';
import type { RegistryDesk } from './registry-desk';

/** A page has 3 MiB at most; a registry larger than all these together is none that a command line reads. */
const PAGES_MAX = 1_000;
const FALLBACK: RegionCode = 'nat';

/**
 * Everything that is published, of all owners. Each owner is asked itself; where one is out of reach, the copy that the national hub holds
 * stands in. @throws TongbanError `region.unreachable`, or `signature.*` for pages that are not the hub's.
 */
export async function publishedStandards(setup: Setup, operator: OperatorDesk, desk: RegistryDesk): Promise<StandardsBook> {
  const book = StandardsBook.of(reference(), desk.trust, setup.environment, { full: false });
  for (const owner of setup.regions) {
    const pages = await pagesOf(operator, owner, owner).catch((cause: unknown) => {
      if (owner === FALLBACK || TongbanError.from(cause).code !== 'region.unreachable') throw cause;
      return pagesOf(operator, FALLBACK, owner);
    });
    await book.adoptSnapshot(owner, pages);
  }
  return book;
}

async function pagesOf(operator: OperatorDesk, region: RegionCode, owner: RegionCode): Promise<v1.SignedRegistrySnapshotPage.$Properties[]> {
  const pages: v1.SignedRegistrySnapshotPage.$Properties[] = [];
  let after = '';
  do {
    const page = decode(v1.SignedRegistrySnapshotPage, await operator.ask(region, 'standards.snapshot', encode(v1.RegistrySnapshotQuery, { owner, after })));
    pages.push(page);
    after = decode(v1.RegistrySnapshotPage, page.page).next;
  } while (after !== '' && pages.length < PAGES_MAX);
  if (after !== '') throw new TongbanError('registry.too-large', `the registry of ${owner} has more than ${PAGES_MAX} pages`);
  return pages;
}
