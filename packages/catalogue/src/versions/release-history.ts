import { type ArtefactKind, type ArtefactRef, type Release, SharedMap, artefactKey, releasesForNewCases, withRelease } from '@tongban/domain';
import { Moments } from './moments';
import { SharedList } from './shared-list';

const isBegun = ({ effectiveFrom }: Release, at: string): boolean => effectiveFrom === undefined || Date.parse(effectiveFrom) <= Date.parse(at);

type IdsByKind = { readonly [K in ArtefactKind]?: SharedList<string> };

/** Every version of every artefact; immutable, a changed one shares what did not change. */
export class ReleaseHistory {
  private readonly sortedIds = new Map<ArtefactKind, readonly string[]>();

  private constructor(
    private readonly byArtefact: SharedMap<readonly Release[]>,
    private readonly baselineIds: { readonly [K in ArtefactKind]?: readonly string[] },
    private readonly addedIds: IdsByKind,
    /** Every one there ever was: what was said of a release before only makes spans shorter. */
    private readonly moments: Moments,
  ) {}

  static ofBaseline(releases: readonly Release[]): ReleaseHistory {
    const { byArtefact, addedIds, moments } = new ReleaseHistory(SharedMap.from(), {}, {}, Moments.NONE).with(releases);
    return new ReleaseHistory(byArtefact, Object.fromEntries(Object.entries(addedIds).map(([kind, ids]) => [kind, ids.values()])), {}, moments);
  }

  /** With more releases, or with the present status of known ones. */
  with(releases: readonly Release[]): ReleaseHistory {
    let { byArtefact } = this;
    const addedIds: { [K in ArtefactKind]?: SharedList<string> } = { ...this.addedIds };
    for (const release of releases) {
      const key = artefactKey(release);
      const before = byArtefact.get(key);
      if (before === undefined) addedIds[release.kind] = (addedIds[release.kind] ?? SharedList.empty<string>()).with(release.id);
      byArtefact = byArtefact.with(key, withRelease((before ?? []).filter(({ version }) => version !== release.version), release));
    }
    return new ReleaseHistory(byArtefact, this.baselineIds, addedIds, this.moments.with(releases.flatMap((release) => [...momentsOf(release)])));
  }

  /** Oldest first; none for an artefact that was never published. */
  all(ref: ArtefactRef): readonly Release[] {
    return this.byArtefact.get(artefactKey(ref)) ?? [];
  }

  /** Ids of a kind: the baseline's in the order of the data, then the others by id, so that the order of publication shows nowhere. */
  idsOf(kind: ArtefactKind): readonly string[] {
    const known = this.sortedIds.get(kind);
    if (known !== undefined) return known;
    const ids = [...(this.baselineIds[kind] ?? []), ...(this.addedIds[kind]?.values() ?? []).sort()];
    this.sortedIds.set(kind, ids);
    return ids;
  }

  /** What new cases may begin with, newest first; see `releasesForNewCases`. */
  accepted(ref: ArtefactRef, at: string): readonly Release[] {
    return releasesForNewCases(this.all(ref), at);
  }

  /** The newest version that has begun, whatever became of it. */
  newestBegun(ref: ArtefactRef, at: string): Release | undefined {
    return this.all(ref).findLast((release) => isBegun(release, at));
  }

  /**
   * What an artefact says at a moment: the version in force or, where suspension or withdrawal left none, the newest that has begun, since names
   * and codes that running cases use do not vanish.
   */
  present(ref: ArtefactRef, at: string): Release | undefined {
    return this.accepted(ref, at)[0] ?? this.newestBegun(ref, at);
  }

  /** Moments at which something about an artefact changes, in milliseconds, in no order. */
  *changes(ref: ArtefactRef): IterableIterator<number> {
    for (const release of this.all(ref)) yield* momentsOf(release);
  }

  /** The span without a change of anything around a moment: from `from` to before `to`, in milliseconds. */
  spanAround(at: number): { readonly from: number; readonly to: number } {
    return this.moments.spanAround(at);
  }
}

function* momentsOf({ effectiveFrom, transitionEndsAt, withdrawnAt, suspensions }: Release): IterableIterator<number> {
  for (const moment of [effectiveFrom, transitionEndsAt, withdrawnAt]) if (moment !== undefined) yield Date.parse(moment);
  for (const { from, to } of suspensions) {
    yield Date.parse(from);
    if (to !== undefined) yield Date.parse(to);
  }
}
