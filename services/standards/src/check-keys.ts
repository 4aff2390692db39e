import { type FieldFault, TongbanError, fieldFault } from '@tongban/contracts';
import type { DraftedArtefact, ParticipantRecord } from '@tongban/domain';
import { isUsableKey } from '@tongban/trust';

/**
 * Whoever reads a record must be able to use its keys: each is a key of the algorithm it says. @throws TongbanError `participant.key-unusable` with every fault by its path in the command, e.g.
 * `artefacts.0.content.keys[1].publicKey`.
 */
export function checkKeys(artefacts: readonly Pick<DraftedArtefact, 'kind' | 'content'>[]): void {
  const faults = artefacts.flatMap(({ kind, content }, at): FieldFault[] => (kind !== 'participant' ? [] : (content as ParticipantRecord).keys.flatMap((key, index) => (isUsableKey(key) ? [] : [
    fieldFault(`artefacts.${at}.content.keys[${index}].publicKey`, 'participant.key-unusable', `不是${key.algorithm}公钥，或用途不符`, `it is no public key of ${key.algorithm}, or of another use`),
  ]))));
  if (faults.length > 0) throw new TongbanError('participant.key-unusable', faults.map(({ path }) => path).join(', '), faults);
}
