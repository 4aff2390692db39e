import { randomUUID } from 'node:crypto';
import { streams, subjects } from '@tongban/contracts';
import { type MsgHdrs, headers } from 'nats';
import { type Attack, type Outcome, type Stage, refused, succeeded } from './attack';

/** Submits into its own stream with a header, and says what the broker answered. */
async function submitWith({ nc, environment, region, attacker }: Stage, change: (headers: MsgHdrs) => void): Promise<{ readonly stored: boolean; readonly how: string }> {
  const with_ = headers();
  change(with_);
  try {
    const reply = await nc.request(subjects.submit(environment, region, attacker, region, 'receipts'), `attack-${randomUUID()}`, { headers: with_, timeout: 2_000 });
    const answer = reply.json<{ error?: { err_code: number } }>();
    return answer.error ? { stored: false, how: `answered error ${answer.error.err_code}` } : { stored: true, how: 'stored' };
  } catch (error) {
    return { stored: false, how: (error as { code?: string }).code ?? String(error) };
  }
}
const order = (what: string, change: (headers: MsgHdrs, stage: Stage) => void): Attack => ({
  what, listed: 'header-not-allowed',
  attempt: async (stage): Promise<Outcome> => {
    const { stored, how } = await submitWith(stage, (one) => change(one, stage));
    return stored ? succeeded('the stream obeyed') : refused(how);
  },
});

/** Headers by which the broker takes orders, or that only the hub may set. */
export const HEADERS: readonly Attack[] = [
  order('rolls up its stream', (one) => one.set('Nats-Rollup', 'all')),
  order('lets a message expire at once', (one) => one.set('Nats-TTL', '1s')),
  order('schedules a message into the exchange', (one, { environment, region, elsewhere, victim }) => {
    one.set('Nats-Schedule', `@at ${new Date(Date.now() + 500).toISOString()}`);
    one.set('Nats-Schedule-Target', subjects.exchange(environment, region, victim, elsewhere, 'hub', '00', 'message'));
  }),
  order('writes a batch at one go', (one) => {
    one.set('Nats-Batch-Id', randomUUID());
    one.set('Nats-Batch-Sequence', '1');
    one.set('Nats-Batch-Commit', '1');
  }),
  {
    what: "suppresses another's message by using its id first", listed: 'header-not-allowed',
    attempt: async (stage) => {
      const { environment, region, victim, victimNc } = stage;
      const id = `attack-${randomUUID()}`;
      // With a header that gives it away; the id alone is what every sender sets.
      await submitWith(stage, (one) => { one.set('Nats-Msg-Id', id); one.set('Tb-Received', 'forged'); });
      const ack = await victimNc.jetstream().publish(subjects.submit(environment, region, victim, region, 'receipts'), `bait-${id}`, { msgID: id, timeout: 5_000 });
      return ack.duplicate || ack.stream !== streams.submit(victim) ? succeeded("the other's message was passed over") : refused('stored all the same');
    },
  },
];
