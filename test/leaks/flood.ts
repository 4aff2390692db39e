import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Province } from '@tongban/client';
import type { ParticipantCredentials } from '@tongban/trust';
import type { TestEnvironment } from '../harness/test-environment';
import { type Walk, between, walk } from '../harness/walks';

/** Flows whose first message takes a name as it is typed. */
const WALKS = ['F-PEN-ENT.normal', 'F-ARC.normal', 'F-UNE.normal'];

export interface Flooded {
  readonly cases: readonly string[];
  /** What the SDK said to its own program about what it refused. */
  readonly errors: readonly string[];
}

/** A participant of its own store beside the environment's; `unsealed`: it sends personal parts in plain, as only a sandbox may be set up to. */
export function connectFlooder(environment: TestEnvironment, participant: string, unsealed: boolean): Promise<Province> {
  const { layout } = environment.setup;
  const credentials = JSON.parse(readFileSync(layout.participant(participant), 'utf8')) as ParticipantCredentials;
  return Province.connect({ credentials: { ...credentials, ...(unsealed && { unsealed }) }, trust: layout.trust, store: join(layout.root, 'sdk', `flood-${participant}`), catalogue: environment.catalogue });
}

/** Sends a marked personal value through the public SDK: where it belongs, in cases of several flows, and where it does not. */
export async function flood(province: Province, participant: string, counterpart: string, marker: string): Promise<Flooded> {
  const cases: string[] = [];
  const errors: string[] = [];
  for (const name of WALKS) {
    const sent = between(walk(name), { opener: participant, counterpart });
    const { caseNo, messageId } = await province.open(openingOf(sent, { participant, counterpart, fields: { person_name: marker } }));
    await province.settled(messageId, 'TAKEN', { timeoutMs: 60_000 });
    cases.push(caseNo);
    const wrong = [
      { fields: { person_name: marker, id_type: marker } }, { fields: { person_name: marker.repeat(400) } }, { fields: { person_name: marker, birth_date: marker } }, { fields: { person_name: marker, id_number: marker } },
      { handlerId: marker }, { localCaseNo: marker }, { traceparent: marker }, { occurredAt: marker }, { message: marker }, { onBehalfOf: marker }, { counterpart: marker }, { item: marker },
    ];
    for (const change of wrong) {
      // What is taken all the same is a case like the others, and is searched for like them.
      await province.open(openingOf(sent, { participant, counterpart, fields: {}, ...change })).then(({ messageId: id }) => province.settled(id, 'REGISTERED', { timeoutMs: 60_000 })).catch((error: Error) => void errors.push(error.message));
    }
  }
  return { cases, errors };
}

function openingOf(sent: Walk, { participant, counterpart, fields, ...change }: { readonly participant: string; readonly counterpart: string; readonly fields: object } & Record<string, unknown>) {
  const first = sent.messages[0]!;
  return { item: sent.item, opener: participant, counterpart, message: first.message, onBehalfOf: first.onBehalfOf, ...change, fields: { ...first.open, ...first.personal, ...fields } };
}
