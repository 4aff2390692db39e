import { BROKER_PAYLOAD_BYTES_MAX, PARTICIPANT_CONNECTIONS_MAX, PARTICIPANT_SUBSCRIPTIONS_MAX, subjects } from '@tongban/contracts';
import type { NatsConnection } from 'nats';
import { type Attack, asked, refused, succeeded } from './attack';

/** More than the server may be made to carry. */
export const FLOODS: readonly Attack[] = [
  {
    what: 'opens connections without end', listed: 'connections-over-limit',
    attempt: async ({ again }) => {
      const open: NatsConnection[] = [];
      try {
        while (open.length <= PARTICIPANT_CONNECTIONS_MAX) open.push(await again());
        return succeeded(`${open.length} connections and no end`);
      } catch {
        return refused(`no more than ${open.length}`);
      } finally {
        await Promise.all(open.map((nc) => nc.close()));
      }
    },
  },
  {
    what: 'subscribes without end', listed: 'subscriptions-over-limit',
    attempt: async ({ again, attacker }) => {
      const nc = await again();
      // What the client publishes to itself comes back where the subscription stands.
      const numbers = Array.from({ length: PARTICIPANT_SUBSCRIPTIONS_MAX + 20 }, (_unused, index) => index);
      const stands = new Set<number>();
      for (const number of numbers) nc.subscribe(`_INBOX.attack.${attacker}.${number}`, { callback: (error) => (error === null ? void stands.add(number) : undefined) });
      await nc.flush();
      for (const number of numbers) nc.publish(`_INBOX.attack.${attacker}.${number}`);
      await nc.flush();
      return stands.size > PARTICIPANT_SUBSCRIPTIONS_MAX ? succeeded(`${stands.size} subscriptions and no end`) : refused(`no more than ${stands.size}`);
    },
  },
  {
    what: 'sends a payload larger than the broker takes', listed: 'payload-over-limit',
    attempt: async ({ again, environment, region, attacker }) => {
      const nc = await again();
      // The client itself would refuse; whoever attacks has another client.
      nc.info!.max_payload = 2 ** 30;
      const answer = await asked(nc, subjects.submit(environment, region, attacker, region, 'message'), 'x'.repeat(BROKER_PAYLOAD_BYTES_MAX + 64 * 1024), 10_000);
      await nc.close();
      return answer;
    },
  },
];
