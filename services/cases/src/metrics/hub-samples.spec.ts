import type { RegionStatus } from '@tongban/contracts';
import { type HubFacts, hubSamples } from './hub-samples';

const NOW = Date.parse('2026-03-02T00:01:00Z');
const check = (ok: boolean) => ({ ok, wording: { zh: '', en: '' } });
const status: RegionStatus = {
  region: 'yrd', environment: 'sandbox', ready: true, server: { name: '', version: '' }, rssBytes: 1, clock: { businessNow: '', speed: 1, revision: 0 }, alarms: [], view: { ok: true, lag: 4 },
  streams: [{ name: 'INBOX_YRD', messages: 2, bytes: 90, lastSequence: 2, maxBytes: 100, maxAgeMs: 60_000, oldestAt: '2026-03-02T00:00:00Z' }, { name: 'CLOCK_YRD', messages: 0, bytes: 0, lastSequence: 0 }],
  consumers: [{ stream: 'OUTBOX_YRD', name: 'src_nat', pending: 3, ackPending: 2, redelivered: 0 }, { stream: 'INBOX_YRD', name: 'p_310000', pending: 1, ackPending: 0, redelivered: 1 }],
  sources: [{ name: 'OUTBOX_NAT', lag: 0, activeMsAgo: 300 }, { name: 'OUTBOX_GBA', lag: 7, activeMsAgo: 30_000 }, { name: 'OUTBOX_JJJ', lag: 0, activeMsAgo: -1 }, { name: 'OUTBOX_CCEC', lag: 1, activeMsAgo: 100 }],
  caseClocks: { timers: 1, openAlarms: 5, forHub: 2 }, checks: { view: check(true), store: check(false) },
};
const facts: HubFacts = {
  status, openFailures: 1, keyDays: new Map([['310000', 10], ['320000', -1]]), openAlerts: { critical: 2 }, pausedLanes: 6,
  links: [{ side: 'inbox', region: 'ccec', stalled: true }, { side: 'outbox', region: 'nat', stalled: true }],
  mirrors: [{ region: 'gba', standing: 'behind', lag: 2, differences: [] }, { region: 'gba', standing: 'stalled', lag: 5, differences: [] }], consumers: [{ stream: 'INBOX_YRD', consumer: 'cases_0of8', stopped: true }],
};
const told = new Map(hubSamples(facts, NOW).map(({ name, labels, value }) => [`${name} ${Object.values(labels).join(' ')}`.trim(), value]));

describe('the gauges of a hub', () => {
  it.each([
    ['tongban_link_up nat', 1], ['tongban_link_up gba', 0], ['tongban_link_up jjj', 0], ['tongban_link_up ccec', 0], ['tongban_link_silent_seconds gba', 30], ['tongban_link_silent_seconds jjj', undefined], ['tongban_link_up yrd', undefined],
    ['tongban_link_lag_messages gba', 7], ['tongban_link_outgoing_messages nat', 5], ['tongban_consumer_pending_messages INBOX_YRD p_310000', 1], ['tongban_consumer_redelivered_messages INBOX_YRD p_310000', 1],
    ['tongban_consumer_stopped INBOX_YRD cases_0of8', 1], ['tongban_stream_limit_bytes INBOX_YRD', 100], ['tongban_stream_limit_bytes CLOCK_YRD', undefined], ['tongban_stream_oldest_age_seconds INBOX_YRD', 60],
    ['tongban_stream_oldest_age_seconds CLOCK_YRD', undefined], ['tongban_stream_limit_age_seconds INBOX_YRD', 60], ['tongban_failures_open', 1], ['tongban_view_lag_messages', 4], ['tongban_lanes_paused', 6],
    ['tongban_mirror_lag_messages gba', 7], ['tongban_mirror_unwell gba', 1], ['tongban_key_expiry_seconds 310000', 864_000], ['tongban_key_expiry_seconds 320000', -86_400],
    ['tongban_case_alarms_open hub', 2], ['tongban_case_alarms_open any', 5], ['tongban_alerts_open critical', 2], ['tongban_alerts_open warning', 0], ['tongban_check_ok view', 1], ['tongban_check_ok store', 0],
  ])('%s is %p', (name, value) => expect(told.get(name)).toBe(value));

  it('say nothing of alarms where the view does not answer', () => {
    const { caseClocks: _none, ...without } = status;
    expect(hubSamples({ ...facts, status: without }, NOW).some(({ name }) => name === 'tongban_case_alarms_open')).toBe(false);
  });
});
