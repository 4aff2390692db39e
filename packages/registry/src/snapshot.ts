import { setImmediate as turn } from 'node:timers/promises';
import { type EnvironmentCode, type RegionCode, TongbanError, decode, isRegionCode, v1 } from '@tongban/contracts';
import type { VersionedCatalogue } from '@tongban/catalogue';
import type { FieldNumberLock, RegistryState, Release, SuspensionPeriod } from '@tongban/domain';
import { type TrustDirectory, verifyRegistrySnapshotPage } from '@tongban/trust';
import { contentOf, versionOf } from './contents';
import { sentDerived } from './event-fields';
import { withDerivation } from './event-of';
import { lockOf } from './field-numbers';
import { SCOPES } from './kinds';
import type { OwnerCopy } from './owner-copy';
import { type TopicsView, isWanted, topicsOfContents } from './topics';

type Filter = v1.RegistryFilter.$Properties | null | undefined;
const asksForAll = (filter: Filter): boolean => !(filter?.tiers?.length || filter?.categories?.length || filter?.itemCodes?.length || filter?.regions?.length);

/** Every version that was published, or whose baseline was changed, in the order of publication: versions that can still matter to a running case never go. */
export function registeredReleases(state: RegistryState, filter: Filter, view: Omit<TopicsView, 'state'>): Release[] {
  const changed = [...state.releases.values()].flatMap((releases) => releases.filter((one) => one.publishedNo > 0 || one.suspensions.length > 0 || one.withdrawnAt !== undefined));
  // To tell the topics of a whole registry takes its time, and most ask for all of it.
  const wanted = asksForAll(filter) ? changed : changed.filter((release) => isWanted(filter, topicsOfContents([release], view)));
  return wanted.sort((a, b) => a.publishedNo - b.publishedNo || (a.kind + a.id < b.kind + b.id ? -1 : 1));
}

/** A version as a snapshot has it. */
export const registeredVersion = (release: Release, numbersOf: OwnerCopy['fieldNumbersOf']): v1.RegisteredVersion.$Properties => ({
  artefact: sentDerived(release, true), publishedBy: release.publishedNo, draftId: release.draftId ?? '', effectiveFrom: release.effectiveFrom ?? '', transitionEndsAt: release.transitionEndsAt ?? '',
  reviewDueOn: release.reviewDue ?? '', withdrawnAt: release.withdrawnAt ?? '', fieldNumbers: numbersOf(release) ?? new Uint8Array(),
  suspensions: release.suspensions.map(({ scope, from, to }) => ({ scope: SCOPES.numberOf(scope), from, to: to ?? '' })),
});

export const registeredVersions = (state: RegistryState, filter: Filter, view: Omit<TopicsView, 'state'>, numbersOf: OwnerCopy['fieldNumbersOf']): v1.RegisteredVersion.$Properties[] =>
  registeredReleases(state, filter, view).map((release) => registeredVersion(release, numbersOf));

/** A snapshot whose every page was verified. */
export interface VerifiedSnapshot {
  readonly asOf: { readonly number: number; readonly hash: Buffer };
  readonly at: string;
  readonly versions: readonly v1.RegisteredVersion.$Properties[];
}

/**
 * @param region of the hub that was asked; without it, any hub may have answered.
 * @throws TongbanError `registry.gap` when pages are missing or of different snapshots, or what `verifyRegistrySnapshotPage` throws.
 */
export async function verifySnapshot(
  directory: TrustDirectory, pages: readonly v1.SignedRegistrySnapshotPage.$Properties[], { environment, owner, region }: { readonly environment: EnvironmentCode; readonly owner: RegionCode; readonly region?: RegionCode },
): Promise<VerifiedSnapshot> {
  const verified: v1.RegistrySnapshotPage[] = [];
  for (const page of pages) verified.push(await verifyRegistrySnapshotPage(directory, page, { environment, owner, region: region ?? issuerOf(page) }));
  const [first] = verified;
  const isWhole = verified.every(({ next }, at) => (next === '') === (at === verified.length - 1));
  if (first === undefined || !isWhole || !verified.every((page) => page.asOfNumber === first.asOfNumber && Buffer.from(page.asOfHash).equals(first.asOfHash))) {
    throw new TongbanError('registry.gap', `the pages are not those of one whole snapshot of ${owner}`);
  }
  return { asOf: { number: first.asOfNumber, hash: Buffer.from(first.asOfHash) }, at: first.at, versions: verified.flatMap(({ versions }) => versions) };
}

function issuerOf({ page }: v1.SignedRegistrySnapshotPage.$Properties): string {
  const region = decode(v1.RegistrySnapshotPage, page ?? new Uint8Array()).issuer.replace(/^hub:/, '');
  return isRegionCode(region) ? region : '';
}

/** Laid over between two pauses: some tens of milliseconds. */
const AT_ONCE = 100;

/** The catalogue with a snapshot in it, publication by publication, as the log would have brought them. With pauses, in which whoever waits has a turn: a large registry takes seconds. */
export async function catalogueWith(catalogue: VersionedCatalogue, { versions }: VerifiedSnapshot, { pauses }: { readonly pauses: boolean }): Promise<VersionedCatalogue> {
  let all = catalogue;
  for (const [at, version] of versions.entries()) {
    if (pauses && at > 0 && at % AT_ONCE === 0) await turn();
    all = all.withReleases([registeredRelease(version)], { stated: statedLock(version) });
  }
  return all;
}

const statedLock = ({ fieldNumbers }: v1.RegisteredVersion.$Properties): FieldNumberLock | undefined => lockOf(fieldNumbers);

/** A version of a snapshot as the rules know it. @throws TongbanError when it is malformed. */
export function registeredRelease({ artefact, publishedBy, draftId, effectiveFrom, transitionEndsAt, reviewDueOn, suspensions, withdrawnAt }: v1.RegisteredVersion.$Properties): Release {
  const version = versionOf(artefact?.artefact, contentOf(artefact?.artefact?.content, `versions.${artefact?.artefact?.id}.content`));
  return {
    ...withDerivation(version, artefact ?? {}), publishedNo: publishedBy ?? 0, approvers: [], ...(draftId ? { draftId } : {}), ...(effectiveFrom ? { effectiveFrom } : {}),
    ...(transitionEndsAt ? { transitionEndsAt } : {}), ...(reviewDueOn ? { reviewDue: reviewDueOn } : {}), ...(withdrawnAt ? { withdrawnAt } : {}),
    suspensions: (suspensions ?? []).map(({ scope, from, to }): SuspensionPeriod => ({ scope: SCOPES.wordOf(scope), from: from ?? '', ...(to ? { to } : {}) })),
  };
}
