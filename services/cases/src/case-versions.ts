import type { ServiceItem, VersionedCatalogue } from '@tongban/catalogue';
import type { CaseVersionsDocument, VersionDocument } from '@tongban/contracts';
import { type ArtefactRef, type Release, releaseStatus, releasesForNewCases, servesRunningCases, versionKey } from '@tongban/domain';
import type { PinnedCase } from './record/flow-releases';

/** Item and flow of a running case in the versions it follows. They follow from its log alone: what was published since changes nothing. */
export interface FollowedReleases {
  readonly item: Release | undefined;
  readonly flow: Release | undefined;
}

export function followedReleases(catalogue: VersionedCatalogue, { itemCode, release, openedAt, movedBy }: PinnedCase): FollowedReleases {
  const { flowId } = release.flow.flow;
  const flows = catalogue.releasesOf({ kind: 'flow', id: flowId });
  const named = flows.find(({ version }) => version === release.version);
  // A version that restores an earlier one is compiled to the same digest: then the moment of the opening, or of the order that moved the case, says which of them it was.
  const same = flows.filter(({ digest }) => digest === named?.digest);
  const flow = same.length > 1 ? releasesForNewCases(flows, movedBy ?? openedAt).find((one) => same.includes(one)) ?? named : named;
  const items = catalogue.releasesOf({ kind: 'item', id: itemCode });
  const item = inForce(items, openedAt, (one) => (one.content as ServiceItem).flowId === flowId);
  return { item, flow };
}

/** The versions as people see them, and what became of them until `at`. */
export function caseVersions(catalogue: VersionedCatalogue, pinned: PinnedCase, at: string): CaseVersionsDocument {
  const { item, flow } = followedReleases(catalogue, pinned);
  const shown = (ref: ArtefactRef, release: Release): VersionDocument => versionDocument(catalogue.releasesOf(ref), release, at);
  const unnamed: VersionDocument = { version: pinned.release.version, status: 'effective' };
  return {
    item: item ? shown(item, item) : unnamed,
    flow: flow ? shown(flow, flow) : unnamed,
    standards: ((item?.content as ServiceItem | undefined)?.standardIds ?? []).flatMap((id) => {
      const ref: ArtefactRef = { kind: 'standard', id };
      const standard = inForce(catalogue.releasesOf(ref), pinned.openedAt);
      return standard ? [{ id, ...shown(ref, standard) }] : [];
    }),
  };
}

/** Which version of item or flow is suspended with its running cases at a moment; undefined when the case may go on. */
export function haltedBy(catalogue: VersionedCatalogue, pinned: PinnedCase, at: string): string | undefined {
  const { item, flow } = followedReleases(catalogue, pinned);
  const halting = [item, flow].find((release) => release && !servesRunningCases(release, at));
  return halting && versionKey(halting);
}

/** The newest that new cases could begin with; where suspension or withdrawal leaves none, the newest that fits. */
function inForce(releases: readonly Release[], at: string, fits: (release: Release) => boolean = () => true): Release | undefined {
  return releasesForNewCases(releases, at).find(fits) ?? releases.findLast((one) => fits(one) && isBegun(one, at)) ?? releases.findLast(fits);
}

const isBegun = ({ effectiveFrom }: Release, at: string): boolean => effectiveFrom === undefined || Date.parse(effectiveFrom) <= Date.parse(at);

function versionDocument(releases: readonly Release[], release: Release, at: string): VersionDocument {
  const [newest] = releasesForNewCases(releases, at);
  return { version: release.version, status: releaseStatus(releases, release, at), ...(newest && newest.version !== release.version && { newest: newest.version }) };
}
