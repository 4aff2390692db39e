import { type HealthCheck, collectors, sample } from '@tongban/telemetry';
import type { ConsoleRuntime } from '../console.runtime';

/** Ready while it can show anything; regions that are out of reach are told. */
export const consoleChecks = (runtime: ConsoleRuntime): readonly HealthCheck[] => [
  { name: 'hubs', required: true, look: () => unless(runtime.reachable.length > 0, 'no hub is reached') },
  { name: 'all-hubs', required: false, look: () => {
    const away = runtime.setup.regions.filter((region) => !runtime.reachable.includes(region));
    return unless(away.length === 0, `out of reach: ${away.join(', ')}`);
  } },
];

/** What the console tells whoever scrapes it, beside what is counted as it happens. */
export function collectConsole(runtime: ConsoleRuntime): void {
  collectors.add({
    name: 'console', gauges: ['tongban_console_live_clients', 'tongban_console_region_reached'], goodForMs: 0,
    collect: () => Promise.resolve([
      sample('tongban_console_live_clients', {}, runtime.feed.clients),
      ...runtime.setup.regions.map((region) => sample('tongban_console_region_reached', { hub: region }, runtime.reachable.includes(region) ? 1 : 0)),
    ]),
  });
}

const unless = (isWell: boolean, otherwise: string): Promise<void> => (isWell ? Promise.resolve() : Promise.reject(new Error(otherwise)));
