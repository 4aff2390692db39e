import { type Catalogue, loadCatalogue } from '@tongban/catalogue';

let loaded: Catalogue | undefined;
/** The reference data of this build, read and checked once per process. */
export const reference = (): Catalogue => (loaded ??= loadCatalogue());

/** The code of the participant that serves a division of any level. @throws TongbanError `division.unknown` or `division.not-addressable`. */
export const participantOf = (division: string): string => reference().divisions.requireParticipant(division).code;
