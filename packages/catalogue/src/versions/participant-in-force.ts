import { type ParticipantRecord, hasBegunAt, releasesForNewCases } from '@tongban/domain';
import type { VersionedCatalogue } from './versioned-catalogue';

/**
 * Who a participant is at a business instant: the version of its record in force; `ended` where the record was suspended or withdrawn, so that nothing of it counts any more; undefined before the first
 * one takes effect, when what the set-up was made with counts.
 */
export function participantInForce(published: Pick<VersionedCatalogue, 'releasesOf'>, participant: string, at: string): ParticipantRecord | 'ended' | undefined {
  const releases = published.releasesOf({ kind: 'participant', id: participant });
  if (releases.length === 0) return undefined;
  const [present] = releasesForNewCases(releases, at);
  if (present !== undefined) return present.content as ParticipantRecord;
  return releases.some((release) => hasBegunAt(release, at)) ? 'ended' : undefined;
}
