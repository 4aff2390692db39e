import { type CaseSide, type Catalogue, type VersionedCatalogue, profileInForce } from '@tongban/catalogue';
import { type EnvironmentCode, type RegionCode, TongbanError, decode, v1 } from '@tongban/contracts';
import type { Profile } from '@tongban/domain';
import { StandardsBook } from '@tongban/registry';
import type { TrustDirectory } from '@tongban/trust';
import type { FlowsInForce } from '../make/flows-in-force';

/**
 * The standards as far as they are installed in this process: the package's catalogue and what owners published since. Participants of one
 * process may share one, so that versions are held and compiled once; each still keeps its own copy on its own disk.
 */
export class InstalledStandards {
  private constructor(readonly base: Catalogue, private readonly book: StandardsBook) {}

  /** @param region whose hub alone may vouch for snapshots; without it, any hub the trust directory knows. */
  static of(base: Catalogue, trust: TrustDirectory, environment: EnvironmentCode, region?: RegionCode): InstalledStandards {
    return new InstalledStandards(base, StandardsBook.of(base, trust, environment, { full: false, ...(region && { region }) }));
  }

  get catalogue(): VersionedCatalogue {
    return this.book.catalogue;
  }
  /** Number of the last entry of an owner that is installed. */
  installed(owner: RegionCode): number {
    return this.book.copy(owner).lastNumber;
  }

  /** Installs entries that follow each other; what is installed already is looked at again. @throws TongbanError when one does not verify, or `registry.gap`. */
  async install(owner: RegionCode, entries: readonly Uint8Array[]): Promise<void> {
    for (const bytes of entries) {
      if ((await this.book.take(owner, bytes)) === 'gap') throw new TongbanError('registry.gap', `what precedes the entry of ${owner} is not installed`);
    }
  }
  /** Installs a whole snapshot. @param pages SignedRegistrySnapshotPage bytes in their order. @throws TongbanError when they do not verify. */
  async installSnapshot(owner: RegionCode, pages: readonly Uint8Array[]): Promise<void> {
    await this.book.adoptSnapshot(owner, pages.map((page) => decode(v1.SignedRegistrySnapshotPage, page)));
  }

  /** Calls back after every change until the returned function is called. */
  onChange(listener: () => void): () => void {
    return this.book.onChange(listener);
  }

  /** The profile that binds one side of a case, as far as it is installed here. */
  profileOf(side: CaseSide): Profile | undefined {
    return profileInForce(this.catalogue, this.base.divisions, side);
  }

  /** The flows at the business instants that `now` gives when they are asked for. */
  flows(now: () => string): FlowsInForce {
    return {
      ofItem: (itemCode) => this.catalogue.releaseOfItem(itemCode, now()),
      byDigest: (digest) => this.catalogue.releaseByDigest(digest),
    };
  }
}
