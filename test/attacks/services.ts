import { participantAccount, subjects } from '@tongban/contracts';
import { type Attack, asked, each, succeeded } from './attack';

/** What is for operators, for hubs and for the broker's own administrator. */
export const SERVICES: readonly Attack[] = [
  {
    what: 'sets clocks, settles losses and lists all cases as an operator', listed: 'ask-a-service',
    attempt: ({ environment, region, elsewhere, nc }) => each([region, elsewhere].flatMap((of) => (['clock.set', 'store.settle', 'cases.list', 'security.events'] as const).map((name) => subjects.service(environment, of, name))), (subject) => asked(nc, subject)),
  },
  {
    what: 'asks the broker for its connections, to reload and to end', listed: 'ask-system',
    attempt: async ({ nc, attacker }) => {
      const outcome = await each(['$SYS.REQ.SERVER.PING', '$SYS.REQ.ACCOUNT.XR.CONNZ', `$SYS.REQ.SERVER.${nc.info?.server_id ?? ''}.RELOAD`, '$SYS.REQ.CLAIMS.LIST'], (subject) => asked(nc, subject));
      if (!outcome.refused) return outcome;
      // Every account may list its own connections.
      const reply = await nc.request('$SYS.REQ.SERVER.PING.CONNZ', '{"auth":true}', { timeout: 2_000 }).catch(() => undefined);
      const accounts = new Set(reply?.json<{ data?: { connections?: { account: string }[] } }>().data?.connections?.map(({ account }) => account));
      accounts.delete(participantAccount(attacker));
      return accounts.size > 0 ? succeeded(`connections of ${[...accounts].join(', ')}`) : outcome;
    },
  },
  { what: 'publishes what is nothing here', listed: 'publish-elsewhere', attempt: ({ nc }) => asked(nc, 'attack.nothing') },
];
