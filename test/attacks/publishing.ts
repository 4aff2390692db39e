import { randomUUID } from 'node:crypto';
import { PARTICIPANT_API_PREFIX, consumers, streams, subjects } from '@tongban/contracts';
import { type Attack, type Outcome, type Stage, asked, each, holds, refused, succeeded } from './attack';

interface Target { readonly subject: string; readonly stream: string }

/** Publishes where it may not, and looks whether anybody took it or a stream holds it. */
async function publishTo({ nc, observer }: Stage, targets: readonly Target[]): Promise<Outcome> {
  return each(targets, async ({ subject, stream }) => {
    const mark = `attack-${randomUUID()}`;
    const answer = await asked(nc, subject, mark);
    if (!answer.refused) return answer;
    return (await holds(observer, stream, subject, mark)) ? succeeded(`stored in ${stream}`) : answer;
  });
}

const exchanged = ({ environment, region, elsewhere, victim }: Stage, from: string): Target[] => [
  { subject: subjects.exchange(environment, region, from, elsewhere, 'hub', '00', 'message'), stream: streams.outbox(region) },
  { subject: subjects.exchange(environment, region, from, region, victim, '00', 'delivery'), stream: streams.inbox(region) },
];

/** Messages of others, of hubs and of other regions. */
export const PUBLISHING: readonly Attack[] = [
  {
    what: 'submits as another participant', listed: 'publish-as-another',
    attempt: (stage) => publishTo(stage, (['message', 'receipts'] as const).map((kind) => ({ subject: subjects.submit(stage.environment, stage.region, stage.victim, stage.region, kind), stream: streams.submit(stage.victim) }))),
  },
  { what: 'asks its border as another participant', listed: 'publish-as-another', attempt: ({ environment, region, victim, nc }) => asked(nc, subjects.query(environment, region, victim, 'hello')) },
  { what: 'sends into the exchange as itself, as another and as the hub', listed: 'publish-to-exchange', attempt: (stage) => publishTo(stage, [stage.attacker, stage.victim, 'hub'].flatMap((from) => exchanged(stage, from))) },
  {
    what: 'sends as another region', listed: 'publish-to-exchange',
    attempt: (stage) => publishTo(stage, [{ subject: subjects.exchange(stage.environment, stage.elsewhere, 'hub', stage.region, stage.victim, '00', 'delivery'), stream: streams.inbox(stage.region) }]),
  },
  {
    what: 'writes into the records of the region: its clock, refusals, registry and list of what was refused', listed: 'publish-to-record',
    attempt: (stage) => publishTo(stage, [
      { subject: subjects.clock(stage.region), stream: streams.clock(stage.region) }, { subject: subjects.rejected(stage.region, stage.victim), stream: streams.rejected(stage.region) },
      { subject: subjects.registryLog(stage.region, stage.region), stream: streams.standards(stage.region) }, { subject: subjects.security(stage.region, stage.victim, 'login-refused'), stream: streams.security(stage.region) },
    ]),
  },
  {
    what: 'has the broker answer a submission and a pull into the exchange, by their reply subject', listed: 'reply-forged',
    attempt: async (stage) => {
      const { environment, region, attacker, nc, observer } = stage;
      const forged = exchanged(stage, stage.victim).map(({ subject, stream }) => ({ subject: subject.replace('.00.', '.63.'), stream }));
      for (const { subject } of forged) {
        nc.publish(subjects.submit(environment, region, attacker, region, 'receipts'), `attack-${randomUUID()}`, { reply: subject });
        nc.publish(`${PARTICIPANT_API_PREFIX}.CONSUMER.MSG.NEXT.${streams.inbox(region)}.${consumers.participant(attacker)}`, '{"batch":1,"no_wait":true}', { reply: subject });
      }
      await nc.flush();
      // What is answered after them is stored after whatever came of them.
      await asked(nc, subjects.submit(environment, region, attacker, region, 'receipts'), `attack-${randomUUID()}`);
      const stored = await Promise.all(forged.map(({ subject, stream }) => holds(observer, stream, subject, '')));
      return stored.some(Boolean) ? succeeded(`the broker's answer is stored as a message: ${forged.filter((_one, index) => stored[index]).map(({ stream }) => stream).join(', ')}`) : refused('answered nowhere');
    },
  },
];
