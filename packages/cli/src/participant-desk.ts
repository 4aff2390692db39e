import { reference } from './reference';
import { type ParticipantQuery, subjects } from '@tongban/contracts';
import { connectHub } from './hub-connection';
import { readJson } from './operator-desk';
import type { Setup } from './setup';

/** The code of the participant that serves a division of any level. @throws TongbanError `division.unknown` or `division.not-addressable`. */
export const participantOf = (division: string): string => reference().divisions.requireParticipant(division).code;

/** One question as a participant, asked at its own border. It needs no store, so it never waits for a process that sends. */
export const askAsParticipant = async <T>(setup: Setup, participant: string, query: ParticipantQuery, request: Uint8Array): Promise<T> =>
  readJson<T>(await bytesForParticipant(setup, participant, query, request));

/** The same, as the bytes of the reply. */
export async function bytesForParticipant(setup: Setup, participant: string, query: ParticipantQuery, request: Uint8Array): Promise<Uint8Array> {
  const { servers, nkeySeed, tls, region, environment } = setup.participant(participant);
  const connection = await connectHub({ servers, nkeySeed, tls, name: `tongban-cli-${participant}` });
  try {
    const subject = subjects.query(environment as Setup['environment'], region, participant, query);
    return await connection.ask(subject, request, 'hub.unreachable');
  } finally {
    await connection.close();
  }
}
