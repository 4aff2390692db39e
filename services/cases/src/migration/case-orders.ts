import type { FlowRelease } from '@tongban/catalogue';
import { type MigrationOrder, releaseStatus } from '@tongban/domain';
import type { StandardsBook } from '@tongban/registry';
import { followedReleases } from '../case-versions';
import type { PinnedCase } from '../record/flow-releases';

type Standards = Pick<StandardsBook, 'catalogue' | 'migrations'>;
/** An order with the release that cases follow then: the version as new cases began with it when it was ordered. */
export interface ResolvedOrder extends Pick<MigrationOrder, 'actionId' | 'at' | 'states'> { readonly target: FlowRelease }

/**
 * Orders that concern a case, oldest first: from the version it follows, and given after what brought it there, so that two orders back and forth
 * move it once each, however late they are carried out. An order to a version that is suspended or withdrawn waits.
 */
export function ordersFor({ catalogue, migrations }: Standards, pinned: PinnedCase, now: string): readonly ResolvedOrder[] {
  const since = Date.parse(pinned.movedBy ?? pinned.openedAt);
  const ofFlow = migrations.filter(({ targets: [from], at }) => from?.id === pinned.release.flow.id && Date.parse(at) > since);
  if (ofFlow.length === 0) return [];
  const version = followedReleases(catalogue, pinned).flow?.version;
  const concerning = ofFlow.filter((order) => order.targets[0]?.version === version && isOpen(catalogue, order, now));
  return concerning.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).flatMap(({ actionId, at, states, targets }) => {
    const target = catalogue.releaseOfVersion(targets[1]!.id, targets[1]!.version, at);
    return target === undefined || target.messages.digest === pinned.release.types.digest ? [] : [{ actionId, at, states, target }];
  });
}

/** Whether cases may be brought to the version of an order at a moment. */
export function isOpen(catalogue: Standards['catalogue'], { targets: [, to] }: Pick<MigrationOrder, 'targets'>, now: string): boolean {
  const releases = to === undefined ? [] : catalogue.releasesOf(to);
  const release = releases.find(({ version }) => version === to?.version);
  return release !== undefined && !['suspended', 'withdrawn'].includes(releaseStatus(releases, release, now));
}
