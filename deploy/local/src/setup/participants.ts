import type { Catalogue } from '@tongban/catalogue';
import type { ParticipantPlace } from './identities';

/** Every participant of the catalogue with the region whose hub serves it. */
export const participantsOf = ({ divisions }: Pick<Catalogue, 'divisions'>): readonly ParticipantPlace[] =>
  divisions.participants().map((participant) => ({ participant: participant.code, region: divisions.regionOf(participant) }));
