import { type Sample, collectors, sample } from '@tongban/telemetry';
import type { CasesRuntime } from '../cases.runtime';
import { hubSamples } from './hub-samples';

/** The watch of alerts measures about as often: then a scrape asks nobody. */
const STANDING_MS = 10_000;

/** Tells whoever scrapes this process how its region stands. What it shows is what the status query and the alerts work with. */
export function collectHub(cases: CasesRuntime): void {
  collectors.add({
    name: 'hub',
    gauges: [
      'tongban_consumer_pending_messages', 'tongban_consumer_ack_pending_messages', 'tongban_consumer_redelivered_messages', 'tongban_consumer_stopped', 'tongban_lanes_paused', 'tongban_stream_messages', 'tongban_stream_bytes',
      'tongban_stream_limit_bytes', 'tongban_stream_oldest_age_seconds', 'tongban_stream_limit_age_seconds', 'tongban_link_up', 'tongban_link_silent_seconds', 'tongban_link_lag_messages', 'tongban_link_outgoing_messages',
      'tongban_failures_open', 'tongban_view_lag_messages', 'tongban_mirror_lag_messages', 'tongban_mirror_unwell', 'tongban_key_expiry_seconds', 'tongban_case_alarms_open', 'tongban_alerts_open', 'tongban_check_ok',
    ],
    collect: async (): Promise<readonly Sample[]> => hubSamples({
      ...(await cases.standing.within(STANDING_MS)), links: cases.watchdog.reports(), mirrors: cases.mirrors?.report().mirrors ?? [], consumers: cases.consumerWatchdog.reports(),
      openAlerts: cases.alerts.openBySeverity(), pausedLanes: Object.values(cases.server.stats()).reduce((sum, { paused }) => sum + paused, 0),
    }, Date.now()),
  });
  collectors.add({
    name: 'store', gauges: ['tongban_store_bytes', 'tongban_store_limit_bytes'],
    collect: async (): Promise<readonly Sample[]> => {
      const { storage, limits } = await (await cases.region.nats.jetstreamManager()).getAccountInfo();
      return [sample('tongban_store_bytes', {}, storage), ...(limits.max_storage > 0 ? [sample('tongban_store_limit_bytes', {}, limits.max_storage)] : [])];
    },
  });
}
