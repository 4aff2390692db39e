import { type ArtefactVersion, compareVersions } from './artefact';
import { isBefore } from './business-order';
import type { Actor, SuspensionScope } from './commands';
import type { Derivation } from './events';

/** A version that is out: it is never edited, only suspended, resumed or withdrawn. */
export interface Release extends ArtefactVersion {
  /** Number of the event that published it; 0 for the baseline. */
  readonly publishedNo: number;
  /** Absent for the baseline, which was always in effect. */
  readonly effectiveFrom?: string;
  /** Until then, exclusive, what it replaces is accepted for new cases. */
  readonly transitionEndsAt?: string;
  readonly reviewDue?: string;
  readonly derivation?: Derivation;
  readonly draftId?: string;
  readonly approvers: readonly Actor[];
  /** Oldest first; only the last may be without an end. */
  readonly suspensions: readonly SuspensionPeriod[];
  readonly withdrawnAt?: string;
}
export interface SuspensionPeriod { readonly scope: SuspensionScope; readonly from: string; readonly to?: string }

/** `from` inclusive, `to` exclusive. */
export const suspensionAt = ({ suspensions }: Release, at: string): SuspensionPeriod | undefined =>
  suspensions.find(({ from, to }) => !isBefore(at, from) && (to === undefined || isBefore(at, to)));
export const isWithdrawnAt = ({ withdrawnAt }: Release, at: string): boolean => withdrawnAt !== undefined && !isBefore(at, withdrawnAt);
export const hasBegunAt = ({ effectiveFrom }: Release, at: string): boolean => effectiveFrom === undefined || !isBefore(at, effectiveFrom);

/**
 * The releases new cases may begin with at a business instant, newest first; `releases` are those of one artefact in ascending order.
 *
 * The first is the newest version that has begun and is neither suspended nor withdrawn. An older one follows while the transition windows of those that
 * replaced it are open: of the version right after it when that began, and of whatever came between the two since. So a window stays open for what it
 * promised, whatever is published later, and once closed stays closed. A suspended version counts as if it were not there, but for what its window promised:
 * the one before it is in force again until it is resumed. A withdrawn version ends itself and all before it: an older text comes back by a revert
 * only, as a new version. None at all: no case can be begun.
 */
export function releasesForNewCases(releases: readonly Release[], at: string): readonly Release[] {
  const accepted: Release[] = [];
  // Those that replaced the next one to be looked at, the nearest last: each began before those under it, which came right after it then.
  const replacing: { readonly beganMs: number; readonly areOpen: boolean }[] = [];
  for (const release of releases.toReversed()) {
    if (isWithdrawnAt(release, at)) break;
    if (!hasBegunAt(release, at)) continue;
    const isSuspended = suspensionAt(release, at) !== undefined;
    const isOpen = release.transitionEndsAt !== undefined && isBefore(at, release.transitionEndsAt);
    if (!isSuspended && replacing.at(-1)?.areOpen !== false) accepted.push(release);
    if (isSuspended && !isOpen) continue;
    const beganMs = release.effectiveFrom === undefined ? Number.NEGATIVE_INFINITY : Date.parse(release.effectiveFrom);
    while (replacing.length > 0 && replacing.at(-1)!.beganMs >= beganMs) replacing.pop();
    replacing.push({ beganMs, areOpen: isOpen && replacing.at(-1)?.areOpen !== false });
  }
  return accepted;
}

export type ReleaseStatus = 'published' | 'effective' | 'superseded' | 'suspended' | 'withdrawn';

/**
 * Status of one of an artefact's releases. Superseded 被代替 is a version from the moment a newer one is in force, whether or not a
 * transition window still lets new cases begin with it: ask `releasesForNewCases` for that.
 */
export function releaseStatus(releases: readonly Release[], release: Release, at: string): ReleaseStatus {
  if (isWithdrawnAt(release, at)) return 'withdrawn';
  if (suspensionAt(release, at) !== undefined) return 'suspended';
  if (!hasBegunAt(release, at)) return 'published';
  return releasesForNewCases(releases, at)[0] === release ? 'effective' : 'superseded';
}

/** Messages of cases that began with it: they go on in every status but a suspension of scope `all`. */
export const servesRunningCases = (release: Release, at: string): boolean => suspensionAt(release, at)?.scope !== 'all';

/** The list with one more, in ascending order of version. */
export const withRelease = (releases: readonly Release[], release: Release): readonly Release[] =>
  [...releases, release].sort((a, b) => compareVersions(a.version, b.version));
