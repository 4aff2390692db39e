import { type ParticipantQuery, subjects } from '@tongban/contracts';
import { type Setup, connectHub, readJson } from '@tongban/operator';

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
