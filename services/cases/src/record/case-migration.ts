import type { v1 } from '@tongban/contracts';
import { type CaseState, type StayReason, isRunning, migrateCase } from '@tongban/domain';
import type { CaseRecord, Opening } from './case-record';
import type { CaseOrder, FlowReleases } from './flow-releases';
import { ReleaseMissing } from './release-missing';

/** What a migration makes of a case. */
export interface AfterMigration {
  readonly pinned: Pick<Opening, 'release' | 'former' | 'movedBy'>;
  readonly state: CaseState;
}
/** The next step of a case under the standing orders: the entry's body, or the first reason why it stays where an order concerns it. */
export type NextMigration = { readonly body: v1.CaseMigrated.$Properties; readonly order: CaseOrder } | { readonly stays: StayReason; readonly order: CaseOrder };

/** Pure: what is to be appended to the log of a running case now; undefined when no order concerns it. */
export function nextMigration({ opening, state }: Pick<CaseRecord, 'opening' | 'state'>, releases: Pick<FlowReleases, 'ordersFor'>, at: string): NextMigration | undefined {
  if (!opening || !state || !isRunning(opening.release.flow, state)) return undefined;
  let staying: NextMigration | undefined;
  for (const order of releases.ordersFor(opening, at)) {
    const migration = migrateCase({ from: opening.release.flow, to: order.target.flow }, state, order.states, at);
    if (migration.moves) {
      return { order, body: {
        actionId: order.actionId, orderedAt: order.at, fromDigest: opening.release.types.digest, toDigest: order.target.types.digest,
        states: migration.states.map(({ from, to }) => ({ from, to: to ?? '' })), tracks: tracksOf(migration.state),
      } };
    }
    staying ??= { order, stays: migration.reason };
  }
  return staying;
}

/**
 * The case after a migration that is in its log, by the very function that decided it; undefined when it does not follow. @throws ReleaseMissing while the version
 * is not installed here.
 */
export function afterMigration(opening: Opening, state: CaseState, body: v1.CaseMigrated.$Properties, at: string, releases: Pick<FlowReleases, 'byDigest'>): AfterMigration | undefined {
  const { release, former } = opening;
  const target = releases.byDigest(body.toDigest ?? '');
  if (!target) throw new ReleaseMissing(release.flow.id, body.toDigest ?? '');
  if (release.types.digest !== body.fromDigest) return undefined;
  const states = (body.states ?? []).map(({ from, to }) => ({ from: from ?? '', to: to ?? '' }));
  const migration = migrateCase({ from: release.flow, to: target.flow }, state, states, at);
  if (!migration.moves || JSON.stringify(tracksOf(migration.state)) !== JSON.stringify((body.tracks ?? []).map(({ track, state: id }) => ({ track, state: id })))) return undefined;
  return { pinned: { release: target, former: [...former.filter((one) => one !== target), release], movedBy: body.orderedAt ?? '' }, state: migration.state };
}

const tracksOf = ({ active }: CaseState): { track: string; state: string }[] => Object.entries(active).map(([track, state]) => ({ track, state }));
