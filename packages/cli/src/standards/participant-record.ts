import type { ParticipantRow } from '@tongban/contracts';
import { type ParticipantRecord, releasesForNewCases } from '@tongban/domain';
import { type OperatorDesk, type Setup, allRows, reference } from '@tongban/operator';
import { publishedStandards } from './published';
import { RegistryDesk } from './registry-desk';

/** The register's row of one participant, as its own hub has it now. */
export async function participantRow(operator: OperatorDesk, participant: string): Promise<ParticipantRow> {
  const [row] = await allRows(operator, 'participants', { participant, owner: reference().divisions.regionOf(participant) });
  return row!;
}

/** The record in force or, before the first one, what the set-up was made with in the form of one. Keys in full: a draft of the next version begins with it. */
export async function presentRecord(setup: Setup, operator: OperatorDesk, participant: string): Promise<ParticipantRecord> {
  const desk = new RegistryDesk(setup, operator);
  const { divisions } = reference();
  const now = await desk.now(divisions.regionOf(participant));
  const { catalogue } = await publishedStandards(setup, operator, desk);
  const [release] = releasesForNewCases(catalogue.releasesOf({ kind: 'participant', id: participant }), now);
  if (release !== undefined) return release.content as ParticipantRecord;
  const { zh, en } = divisions.requireParticipant(participant);
  return {
    participant, zh, en, desks: [],
    keys: [...desk.trust.keysOf(participant, now).map((key) => ({ ...key, use: 'signing' as const })), ...desk.trust.sealingKeysOf(participant, now).map((key) => ({ ...key, use: 'sealing' as const }))]
      .map(({ keyId, use, algorithm, publicKey, validFrom, validTo }) => ({ keyId, use, algorithm, publicKey, ...(validFrom && { validFrom }), ...(validTo && { validTo }) })),
  };
}
