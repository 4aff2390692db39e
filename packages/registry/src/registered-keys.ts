import { type VersionedCatalogue, participantInForce } from '@tongban/catalogue';
import { owners } from '@tongban/contracts';
import type { PublicKeyRecord, SignatureAlgorithmName } from '@tongban/trust';

/** Signing keys of a participant by its record in force at a business instant, see `RegisteredKeysAt`. */
export function registeredKeys(published: Pick<VersionedCatalogue, 'releasesOf'>, participant: string, at: string): readonly PublicKeyRecord[] | undefined {
  const record = participantInForce(published, participant, at);
  if (record === undefined || record === 'ended') return record === undefined ? undefined : [];
  return record.keys.flatMap(({ use, keyId, algorithm, publicKey, validFrom = '', validTo = '' }) =>
    (use === 'signing' ? [{ keyId, owner: owners.participant(participant), algorithm: algorithm as SignatureAlgorithmName, publicKey, validFrom, validTo }] : []));
}
