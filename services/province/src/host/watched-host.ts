import { type HealthCheck, collectors, sample } from '@tongban/telemetry';
import type { ProvinceHost } from './province-host';

type Watched = Pick<ProvinceHost, 'standings'>;

/** Ready while any participant reaches its hub. One whose region is away keeps its work on its own disk and is told, not taken out. */
export const hostChecks = (host: Watched): readonly HealthCheck[] => [
  { name: 'hubs', required: true, look: async () => {
    if (![...(await host.standings()).values()].some((standing) => standing?.isOnline)) throw new Error('no participant reaches its hub');
  } },
  { name: 'all-hubs', required: false, look: async () => {
    const away = [...(await host.standings())].filter(([, standing]) => !standing?.isOnline).map(([code]) => code);
    if (away.length > 0) throw new Error(`without their hub: ${away.join(', ')}`);
  } },
];

export function collectHost(host: Watched): void {
  collectors.add({
    name: 'participants', gauges: ['tongban_client_online', 'tongban_client_outbox_messages', 'tongban_client_problems'],
    collect: async () => [...(await host.standings())].flatMap(([participant, standing]) => [
      sample('tongban_client_online', { participant }, standing?.isOnline ? 1 : 0),
      ...(standing === undefined ? [] : [sample('tongban_client_outbox_messages', { participant }, standing.waiting)]),
      ...[...(standing?.problems ?? [])].map(([kind, number]) => sample('tongban_client_problems', { participant, kind }, number)),
    ]),
  });
}
