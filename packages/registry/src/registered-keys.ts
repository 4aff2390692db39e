import { type VersionedCatalogue, participantInForce } from '@tongban/catalogue';
import { owners } from '@tongban/contracts';
import type { PublicKeyRecord, PublicSealingKeyRecord, SealingAlgorithmName, SignatureAlgorithmName } from '@tongban/trust';

/** Signing keys of a participant by its record in force at a business instant, see `RegisteredKeysAt`. */
export function registeredKeys(published: Pick<VersionedCatalogue, 'releasesOf'>, participant: string, at: string): readonly PublicKeyRecord[] | undefined {
  const record = participantInForce(published, participant, at);
  if (record === undefined || record === 'ended') return record === undefined ? undefined : [];
  return record.keys.flatMap(({ use, keyId, algorithm, publicKey, validFrom = '', validTo = '' }) =>
    (use === 'signing' ? [{ keyId, owner: owners.participant(participant), algorithm: algorithm as SignatureAlgorithmName, publicKey, validFrom, validTo }] : []));
}

/** Its sealing keys, see `RegisteredSealingKeysAt`: a record of before there were any names none, and says nothing of them. */
export function registeredSealingKeys(published: Pick<VersionedCatalogue, 'releasesOf'>, participant: string, at: string): readonly PublicSealingKeyRecord[] | undefined {
  const record = participantInForce(published, participant, at);
  if (record === undefined || record === 'ended') return record === undefined ? undefined : [];
  const named = record.keys.filter(({ use }) => use === 'sealing');
  return named.length === 0 ? undefined : named.map(({ keyId, algorithm, publicKey, validFrom = '', validTo = '' }) =>
    ({ keyId, owner: owners.participant(participant), algorithm: algorithm as SealingAlgorithmName, publicKey, validFrom, validTo }));
}
