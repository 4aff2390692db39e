import { type MirrorDocument, REGION_CODES, consumers, streams } from '@tongban/contracts';
import type { ConsumerReport, SourceReport } from '@tongban/messaging';
import { type Sample, sample } from '@tongban/telemetry';
import type { Standing } from '../alerts/measure';
import { STALE_SOURCE_MS } from '../nats/link-check';

/** What is known beside the standing, without asking anybody. */
export interface HubFacts extends Pick<Standing, 'status' | 'openFailures' | 'keyDays'> {
  readonly links: readonly Pick<SourceReport, 'side' | 'region' | 'stalled'>[];
  readonly mirrors: readonly Pick<MirrorDocument, 'region' | 'standing' | 'lag' | 'differences'>[];
  readonly consumers: readonly Pick<ConsumerReport, 'stream' | 'consumer' | 'stopped'>[];
  readonly openAlerts: Readonly<Record<string, number>>;
  readonly pausedLanes: number;
}
const DAY_SECONDS = 86_400;
const flag = (value: boolean): number => (value ? 1 : 0);

/** The gauges of a hub. Consumers and streams are those of its region, participants those it serves: all of them published. */
export function hubSamples({ status, openFailures, keyDays, links, mirrors, consumers: read, openAlerts, pausedLanes }: HubFacts, nowMs: number): readonly Sample[] {
  const { caseClocks } = status;
  return [
    ...status.consumers.flatMap(({ stream, name: consumer, pending, ackPending, redelivered }) => [
      sample('tongban_consumer_pending_messages', { stream, consumer }, pending), sample('tongban_consumer_ack_pending_messages', { stream, consumer }, ackPending), sample('tongban_consumer_redelivered_messages', { stream, consumer }, redelivered),
    ]),
    ...status.consumers.filter(({ stream, name }) => stream === streams.outbox(status.region) && name.startsWith(consumers.source('')))
      .map(({ name, pending, ackPending }) => sample('tongban_link_outgoing_messages', { peer: name.slice(consumers.source('').length) }, pending + ackPending)),
    ...read.map(({ stream, consumer, stopped }) => sample('tongban_consumer_stopped', { stream, consumer }, flag(stopped))),
    ...status.streams.flatMap(({ name: stream, messages, bytes, maxBytes, maxAgeMs, oldestAt }) => [
      sample('tongban_stream_messages', { stream }, messages), sample('tongban_stream_bytes', { stream }, bytes),
      ...(maxBytes === undefined ? [] : [sample('tongban_stream_limit_bytes', { stream }, maxBytes)]),
      ...(maxAgeMs === undefined ? [] : [sample('tongban_stream_limit_age_seconds', { stream }, maxAgeMs / 1_000)]),
      ...(oldestAt === undefined ? [] : [sample('tongban_stream_oldest_age_seconds', { stream }, Math.max(0, (nowMs - Date.parse(oldestAt)) / 1_000))]),
    ]),
    ...REGION_CODES.flatMap((peer) => {
      const source = status.sources.find(({ name }) => name === streams.outbox(peer));
      if (source === undefined) return [];
      const stalled = links.some(({ side, region, stalled: isStalled }) => side === 'inbox' && region === peer && isStalled);
      const { activeMsAgo, lag } = source;
      return [
        sample('tongban_link_up', { peer }, flag(!stalled && activeMsAgo >= 0 && activeMsAgo < STALE_SOURCE_MS)), sample('tongban_link_lag_messages', { peer }, lag),
        ...(activeMsAgo < 0 ? [] : [sample('tongban_link_silent_seconds', { peer }, activeMsAgo / 1_000)]),
      ];
    }),
    sample('tongban_failures_open', {}, openFailures), sample('tongban_view_lag_messages', {}, status.view.lag), sample('tongban_lanes_paused', {}, pausedLanes),
    ...[...new Set(mirrors.map(({ region }) => region))].flatMap((region) => {
      const own = mirrors.filter((mirror) => mirror.region === region);
      const unwell = own.filter(({ standing, differences }) => (standing !== 'level' && standing !== 'behind') || differences.length > 0);
      return [sample('tongban_mirror_lag_messages', { copied: region }, own.reduce((sum, { lag }) => sum + lag, 0)), sample('tongban_mirror_unwell', { copied: region }, unwell.length)];
    }),
    ...[...keyDays].map(([participant, days]) => sample('tongban_key_expiry_seconds', { participant }, days * DAY_SECONDS)),
    ...(caseClocks === undefined ? [] : [sample('tongban_case_alarms_open', { desk: 'any' }, caseClocks.openAlarms), sample('tongban_case_alarms_open', { desk: 'hub' }, caseClocks.forHub)]),
    ...Object.entries({ critical: 0, warning: 0, ...openAlerts }).map(([severity, open]) => sample('tongban_alerts_open', { severity }, open)),
    ...Object.entries(status.checks).map(([check, { ok }]) => sample('tongban_check_ok', { check }, flag(ok))),
  ];
}
