import { randomUUID } from 'node:crypto';
import { hubInboxPrefix, subjects } from '@tongban/contracts';
import { type Attack, refused, succeeded } from './attack';

/** What others are sent. */
export const LISTENING: readonly Attack[] = [
  {
    what: "listens to another's inbox, to the exchange and to everything", listed: 'subscription-not-allowed',
    attempt: async ({ environment, region, elsewhere, victim, again, victimNc, observer }) => {
      const heard: string[] = [];
      const nc = await again();
      const mark = randomUUID();
      const wide = ['>', 'xr.>', 'sub.>', '$JS.>', 'svc.>', `${hubInboxPrefix(region)}.>`, subjects.inboxOfParticipant(environment, region, victim), subjects.sourceDelivery(elsewhere, region)];
      for (const subject of wide) nc.subscribe(subject, { callback: (error, message) => (error === null && message.string().includes(mark) ? void heard.push(message.subject) : undefined) });
      await nc.flush();
      // Something to be heard: a query of the victim, and what its hub says.
      await victimNc.request(subjects.query(environment, region, victim, 'clock'), mark, { timeout: 5_000 }).catch(() => undefined);
      observer.publish(`attack-bait.${mark}`, mark);
      observer.publish(subjects.sourceDelivery(elsewhere, region).replace(elsewhere, 'nowhere'), mark);
      await Promise.all([observer.flush(), victimNc.flush()]);
      await nc.flush();
      // Its connection stays until it was looked at; the suite closes it.
      return heard.length > 0 ? succeeded(`heard ${[...new Set(heard)].slice(0, 3).join(', ')}`) : refused('heard nothing');
    },
  },
];
