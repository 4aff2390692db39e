import { REGION_CODES, streams } from '@tongban/contracts';
import { METRICS, type MetricName } from '@tongban/telemetry';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { metricsInUse } from '../monitoring/metrics-in-use';

interface Readiness { readonly ok: boolean; readonly degraded: readonly string[]; readonly checks: Readonly<Record<string, { readonly ok: boolean }>> }
/** Gauges that are absent while all is as in this environment, by what would have to be there. */
const ABSENT_HERE: readonly MetricName[] = ['tongban_store_limit_bytes', 'tongban_key_expiry_seconds'];

/** What hubs that are at work tell whoever watches them. */
export function describeObserving(environment: () => TestEnvironment): void {
  describe('who watches a hub', () => {
    const at = (port: number, path: string): Promise<Response> => fetch(`http://127.0.0.1:${port}${path}`);
    const portOf = (region: (typeof REGION_CODES)[number]): number => environment().setup.ports.regions[region].probes;

    it.each(REGION_CODES)('sees that %s lives, has started and is ready', async (region) => {
      expect([(await at(portOf(region), '/livez')).status, (await at(portOf(region), '/startupz')).status]).toEqual([200, 200]);
      const response = await at(portOf(region), '/readyz');
      expect([response.status, (await response.json()) as Readiness]).toMatchObject([200, { ok: true, degraded: [], checks: { nats: { ok: true }, jetstream: { ok: true }, streams: { ok: true }, standards: { ok: true }, redis: { ok: true } } }]);
    });

    it('finds every metric that an alert rule or the dashboard asks for, with values where a hub has any', async () => {
      const told = await Promise.all((['nat', 'yrd'] as const).map(async (region) => (await at(portOf(region), '/metrics')).text()));
      const lines = told.join('\n').split('\n');
      const typed = new Set(lines.flatMap((line) => /^# TYPE (\S+)/.exec(line)?.[1] ?? []));
      const valued = new Set(lines.flatMap((line) => /^([a-z]\w*?)(?:_bucket|_sum|_count)?(?:\{[^}]*\})? [-\d+NI]/.exec(line)?.[1] ?? []));
      const placed = (name: string): string | undefined => METRICS[name as MetricName]?.at;
      const ofHub = metricsInUse().filter((name) => placed(name) !== 'console' && placed(name) !== 'province');
      expect(ofHub.filter((name) => !typed.has(name))).toEqual([]);
      // A gauge without a value is one that nobody sets; a counter may have had nothing to count.
      expect(ofHub.filter((name) => METRICS[name as MetricName]?.type === 'gauge' && !ABSENT_HERE.includes(name as MetricName) && !valued.has(name))).toEqual([]);
    });

    it('counts what the hub has handled, and hears its links', async () => {
      await eventually('the scrape of yrd', async () => {
        const text = await (await at(portOf('yrd'), '/metrics')).text();
        return ['tongban_link_up{peer="nat"} 1', `tongban_stream_limit_bytes{stream="${streams.inbox('yrd')}"} `, 'tongban_messages_handled_total{consumer="watermarks",kind="watermark",outcome="handled",code=""} ', 'tongban_query_seconds_count{query="hub.status"} ', 'tongban_failures_open 0']
          .every((line) => text.includes(`\n${line}`)) || undefined;
      }, { withinMs: 60_000, tolerate: true });
    });
  });
}
