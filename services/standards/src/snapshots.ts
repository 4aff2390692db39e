import { type RegionCode, TongbanError, encode, v1 } from '@tongban/contracts';
import type { RegistryState, Release } from '@tongban/domain';
import { registeredReleases, registeredVersion } from '@tongban/registry';
import { signRegistrySnapshotPage } from '@tongban/trust';
import type { StandardsPorts } from './ports';

/** Contents on one page, in bytes: with the rest it stays below what a broker takes. One version is never larger. */
const PAGE_BYTES_MAX = 3 * 2 ** 20;
/** States whose further pages can still be asked for, of all owners together; they share what did not change. */
const STATES_MAX = 16;
/** What of one state was asked for, by filter: the next page of a large registry does not look through it again. */
const FILTERS_MAX = 4;
const CURSOR = /^(\d{1,10})\.(\d{1,6})$/;

interface State { readonly owner: RegionCode; readonly number: number; readonly hash: Buffer; readonly registry: RegistryState; readonly wanted: Map<string, readonly Release[]> }

/** Answers with every version that can still matter, page by page; all pages of one snapshot are of one moment. */
export class Snapshots {
  private readonly states: State[] = [];

  constructor(private readonly ports: StandardsPorts) {}

  /** @throws TongbanError `query.invalid` for a cursor nobody gave; `registry.gap` when its snapshot is gone: it is to be asked for from its beginning. */
  async page(owner: RegionCode, { filter, after }: v1.RegistrySnapshotQuery): Promise<v1.SignedRegistrySnapshotPage> {
    const { standards, signer, environment, region, clock } = this.ports;
    const { state, first } = this.from(owner, after);
    const releases = this.wanted(state, filter);
    const page = pageOf(releases, first, (release) => registeredVersion(release, (ref) => standards.copy(owner).fieldNumbersOf(ref)));
    const end = first + page.length;
    return signRegistrySnapshotPage(signer, {
      environment, owner, region, asOfNumber: state.number, asOfHash: state.hash, at: clock.now(), versions: page, next: end < releases.length ? `${state.number}.${end}` : '',
    });
  }

  private from(owner: RegionCode, after: string): { state: State; first: number } {
    if (after === '') return { state: this.remembered(owner), first: 0 };
    const [, number, first] = CURSOR.exec(after) ?? [];
    if (number === undefined || first === undefined) throw new TongbanError('query.invalid', 'after is the next of the page before');
    const state = this.states.find((one) => one.owner === owner && one.number === Number(number));
    if (state === undefined) throw new TongbanError('registry.gap', 'that snapshot is no longer at hand; ask for a new one');
    return { state, first: Number(first) };
  }

  private wanted({ registry, wanted }: State, filter: v1.RegistryFilter.$Properties | null | undefined): readonly Release[] {
    const key = Buffer.from(encode(v1.RegistryFilter, filter ?? {})).toString('base64');
    const known = wanted.get(key);
    if (known !== undefined) return known;
    const { standards } = this.ports;
    const releases = registeredReleases(registry, filter, { catalogue: standards.catalogue, regionOfDivision: standards.regionOfDivision });
    wanted.set(key, releases);
    if (wanted.size > FILTERS_MAX) wanted.delete([...wanted.keys()][0]!);
    return releases;
  }

  private remembered(owner: RegionCode): State {
    const { state: registry, lastNumber: number, lastHash: hash } = this.ports.standards.copy(owner);
    if (registry === undefined) throw new TongbanError('hub.internal', 'a hub holds full copies');
    const known = this.states.find((one) => one.owner === owner && one.number === number);
    if (known !== undefined) return known;
    const state = { owner, number, hash, registry, wanted: new Map<string, readonly Release[]>() };
    this.states.push(state);
    if (this.states.length > STATES_MAX) this.states.shift();
    return state;
  }
}

function pageOf(releases: readonly Release[], first: number, sent: (release: Release) => v1.RegisteredVersion.$Properties): v1.RegisteredVersion.$Properties[] {
  const page: v1.RegisteredVersion.$Properties[] = [];
  let bytes = 0;
  for (let at = first; at < releases.length; at++) {
    const version = sent(releases[at]!);
    bytes += encode(v1.RegisteredVersion, version).length;
    if (page.length > 0 && bytes > PAGE_BYTES_MAX) break;
    page.push(version);
  }
  return page;
}
