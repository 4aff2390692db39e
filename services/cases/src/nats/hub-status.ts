import { type CheckDocument, type RegionStatus, consumers, streams } from '@tongban/contracts';
import type { JetStreamServer, SourceWatchdog } from '@tongban/messaging';
import type { RegionRuntime } from '@tongban/service-kit';
import type { RegionViews } from './region-views';

const STALE_SOURCE_MS = 10_000;

/** What an operator sees of one region, asked from its broker now. */
export async function hubStatus(runtime: RegionRuntime, views: RegionViews, server: JetStreamServer, watchdog: SourceWatchdog): Promise<RegionStatus> {
  const jsm = await runtime.nats.jetstreamManager();
  const infos = await jsm.streams.list().next();
  const all = [...infos];
  const inbox = await jsm.streams.info(streams.inbox(runtime.region));
  const watched = await Promise.all([
    ...runtime.topology.participants.flatMap((participant) => [
      { stream: streams.submit(participant), name: consumers.border }, { stream: inbox.config.name, name: consumers.participant(participant) },
    ]),
    ...runtime.topology.regions.map((region) => ({ stream: streams.outbox(runtime.region), name: consumers.source(region) })),
    ...all.filter(({ config }) => config.name.startsWith(streams.cases(runtime.region, ''))).map(({ config }) => ({ stream: config.name, name: consumers.dispatcher })),
  ].map(async ({ stream, name }) => {
    const info = await jsm.consumers.info(stream, name);
    return { stream, name, pending: info.num_pending, ackPending: info.num_ack_pending, redelivered: info.num_redelivered };
  }));
  const reports = watchdog.reports();
  const sources = (inbox.sources ?? []).map((source) => ({
    name: source.name, lag: source.lag, activeMsAgo: Math.round(source.active / 1e6), ...(source.error && { error: source.error.description }),
  }));
  const view = await views.check();
  const failed = all.find(({ config }) => config.name === streams.failed(runtime.region))?.state.messages ?? 0;
  const stalled = reports.filter((report) => report.stalled);
  const paused = Object.values(server.stats()).reduce((sum, one) => sum + one.paused, 0);
  const checks: Record<string, CheckDocument> = {
    broker: { ok: !runtime.nats.isClosed(), wording: { zh: '消息服务器可用', en: 'broker reachable' } },
    view: { ok: view.ok, wording: view.wording, ...(view.detail && { detail: view.detail }) },
    links: {
      ok: stalled.length === 0 && sources.every(({ activeMsAgo }) => activeMsAgo >= 0 && activeMsAgo < STALE_SOURCE_MS),
      wording: { zh: '区域间链路', en: 'links between regions' },
      ...(stalled.length > 0 && { detail: stalled.map((report) => `${report.side} ${report.region}: ${report.detail}`).join('; ') }),
    },
    lanes: { ok: paused === 0, wording: { zh: '暂停中的办件通道', en: 'paused lanes' }, detail: String(paused) },
    failed: { ok: failed === 0, wording: { zh: '失败消息', en: 'failed messages' }, detail: String(failed) },
  };
  return {
    region: runtime.region, environment: runtime.environment, ready: true,
    server: { name: runtime.nats.info?.server_name ?? '', version: runtime.nats.info?.version ?? '' },
    rssBytes: process.memoryUsage().rss,
    clock: { businessNow: runtime.clock.now(), speed: runtime.clock.setting.anchors.at(-1)?.speed ?? 1, revision: runtime.clock.setting.revision },
    streams: all.map(({ config, state }) => ({ name: config.name, messages: state.messages, bytes: state.bytes, lastSequence: state.last_seq }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    consumers: watched,
    sources,
    view: { ok: view.ok, lag: view.lag, ...(view.detail && { detail: view.detail }) },
    checks,
    alarms: Object.entries(checks).filter(([, check]) => !check.ok).map(([name, check]) => `${name}: ${check.wording.zh} / ${check.wording.en}${check.detail ? ` (${check.detail})` : ''}`),
  };
}
