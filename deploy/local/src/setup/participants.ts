import type { Catalogue } from '@tongban/catalogue';
import type { ParticipantPlace } from './identities';

/** Reference provinces that sign with SM2, one of each region: whatever runs here meets both algorithms. */
const SM2_SIGNERS: readonly string[] = ['120000', '320000', '440000', '500000', '610000'];

/** Every participant of the catalogue with the region whose hub serves it. */
export const participantsOf = ({ divisions }: Pick<Catalogue, 'divisions'>): readonly ParticipantPlace[] =>
  divisions.participants().map(({ code }) => ({ participant: code, region: divisions.regionOf(code), signsBy: SM2_SIGNERS.includes(code) ? 'sm2-sm3' : 'ed25519' }));
