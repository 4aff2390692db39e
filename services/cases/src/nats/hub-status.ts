import { type CheckDocument, HUB, type RegionStatus, consumers, streams } from '@tongban/contracts';
import { apiErrorCode, othersOf } from '@tongban/messaging';
import { submissionLimits } from '@tongban/service-kit';
import type { JetStreamManager, StreamInfo } from 'nats';
import type { CasesRuntime } from '../cases.runtime';
import { heldCheck, switchStatus } from '../held/switch-status';
import { NEAR_LIMIT, RATE_SPAN_MS, type SubmissionUse, capacityCheck } from './capacity-check';
import { reconciliationCheck } from '../reconciliation/reconciliation-check';
import { mirrorCheck, mirrorSummary } from '../mirrors/mirror-check';
import { linkCheck } from './link-check';
import { standardsCheck, standardsCopies } from './standards-check';
import { storeChecks } from './store-checks';

const NO_SUCH_STREAM = 10059;
const NO_SUCH_CONSUMER = 10014;
const NO_SUCH_MESSAGE = 10037;

/** What an operator sees of one region, asked from its broker now. Streams and consumers that are gone are left out: the checks say so. */
export async function hubStatus({ region: runtime, views, server, watchdog, consumerWatchdog, scrubber, storeWatch, held, releases, migrations, reconciler, mirrors, failures }: CasesRuntime): Promise<RegionStatus> {
  const jsm = await runtime.nats.jetstreamManager();
  const infos = await jsm.streams.list().next();
  const all = [...infos];
  const inbox = await unlessGone(jsm.streams.info(streams.inbox(runtime.region)));
  const watched = (await Promise.all([
    ...runtime.topology.participants.flatMap((participant) => [
      { stream: streams.submit(participant), name: consumers.border }, { stream: streams.inbox(runtime.region), name: consumers.participant(participant) },
    ]),
    ...othersOf(runtime.topology).map((region) => ({ stream: streams.outbox(runtime.region), name: consumers.source(region) })),
    ...all.filter(({ config }) => config.name.startsWith(streams.cases(runtime.region, ''))).map(({ config }) => ({ stream: config.name, name: consumers.dispatcher })),
  ].map(async ({ stream, name }) => {
    const info = await unlessGone(jsm.consumers.info(stream, name));
    return info ? [{ stream, name, pending: info.num_pending, ackPending: info.num_ack_pending, redelivered: info.num_redelivered }] : [];
  }))).flat();
  const sources = inbox && (inbox.sources ?? []).map((source) => ({
    name: source.name, lag: source.lag, activeMsAgo: heardMsAgo(source.active), ...(source.error && { error: source.error.description }),
  }));
  const view = await views.check();
  const failed = (await unlessGone(failures.openCount())) ?? 0;
  const paused = Object.values(server.stats()).reduce((sum, one) => sum + one.paused, 0);
  const now = runtime.clock.now();
  const standards = standardsCopies(runtime.standards.standing(), { now, region: runtime.region, leaseHours: runtime.config.TONGBAN_STANDARDS_LEASE_HOURS, stale: { policy: runtime.catalogue.staleCopies, region: runtime.region, nowMs: Date.now } });
  const heldPlaces = (await unlessGone(held.places())) ?? [];
  const checks: Record<string, CheckDocument> = {
    broker: { ok: !runtime.nats.isClosed(), wording: { zh: '消息服务器可用', en: 'broker reachable' } },
    view: { ok: view.ok, wording: view.wording, ...(view.detail && { detail: view.detail }) },
    links: linkCheck(sources, watchdog.reports()),
    reconciliation: reconciliationCheck(reconciler.known()),
    ...(mirrors && { mirrors: mirrorCheck(mirrors.report()) }),
    standards: standardsCheck(standards),
    lanes: { ok: paused === 0, wording: { zh: '暂停中的办件通道', en: 'paused lanes' }, detail: String(paused) },
    held: heldCheck(heldPlaces.length),
    capacity: capacityCheck(await submissionUses(runtime, jsm, all, watched)),
    failed: { ok: failed === 0, wording: { zh: '失败消息', en: 'failed messages' }, detail: String(failed) },
    ...storeChecks({
      scrubs: scrubber.reports(), losses: storeWatch.losses(), sight: storeWatch.sight(), consumers: consumerWatchdog.reports(),
      longestRunsMs: server.longestRunsMs(), stuckAfterMs: runtime.config.TONGBAN_LANE_STUCK_MINUTES * 60_000,
    }),
  };
  return {
    region: runtime.region, environment: runtime.environment, ready: inbox !== undefined,
    server: { name: runtime.nats.info?.server_name ?? '', version: runtime.nats.info?.version ?? '' },
    rssBytes: process.memoryUsage().rss,
    clock: { businessNow: now, speed: runtime.clock.setting.anchors.at(-1)?.speed ?? 1, revision: runtime.clock.setting.revision },
    streams: all.map(({ config, state }) => ({
      name: config.name, messages: state.messages, bytes: state.bytes, lastSequence: state.last_seq,
      ...(config.max_bytes > 0 && { maxBytes: config.max_bytes }), ...(config.max_age > 0 && { maxAgeMs: Math.round(config.max_age / 1e6) }), ...(state.messages > 0 && { oldestAt: String(state.first_ts) }),
    }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    consumers: watched,
    sources: sources ?? [],
    view: { ok: view.ok, lag: view.lag, ...(view.detail && { detail: view.detail }) },
    standards,
    switches: switchStatus(runtime.standards.switches, heldPlaces, releases, now),
    migrations: migrations.progress(),
    maintenance: runtime.topology.participants.flatMap((participant) => {
      const heldUntil = releases.heldUntil(participant, now);
      return heldUntil === undefined ? [] : [{ participant, heldUntil, waiting: waitingAt(watched, consumers.participant(participant)) }];
    }),
    ...(await caseClocks(views, all.find(({ config }) => config.name === streams.timers(runtime.region)))),
    ...(mirrors && { mirrors: mirrorSummary(mirrors.report()) }),
    checks,
    alarms: Object.entries(checks).filter(([, check]) => !check.ok).map(([name, check]) => alarmLine(name, check)),
  };
}

/** What is heard is taken out, so that what the stream of timers holds is pending. Whether the view answers is a check of its own. */
async function caseClocks({ views }: CasesRuntime['views'], timers: StreamInfo | undefined): Promise<Pick<RegionStatus, 'caseClocks'>> {
  const counts = await Promise.all([views.countAlarms({}), views.countAlarms({ to: HUB })]).catch(() => undefined);
  return counts === undefined ? {} : { caseClocks: { timers: timers?.state.messages ?? 0, openAlarms: counts[0], forHub: counts[1] } };
}

type Watched = RegionStatus['consumers'][number];
/** What is stored for a consumer and not settled, whether or not it is in somebody's hand. */
const waitingAt = (watched: readonly Watched[], name: string, stream?: string): number => {
  const found = watched.find((one) => one.name === name && (stream === undefined || one.stream === stream));
  return found === undefined ? 0 : found.pending + found.ackPending;
};

/** What the participants of the region use of their streams and rates, as the broker has it: whichever process answers, it says the same. */
function submissionUses({ topology, config }: CasesRuntime['region'], jsm: JetStreamManager, all: readonly StreamInfo[], watched: readonly Watched[]): Promise<SubmissionUse[]> {
  const limitsOf = submissionLimits(config);
  return Promise.all(topology.participants.map(async (participant) => {
    const stream = streams.submit(participant);
    const info = all.find((one) => one.config.name === stream);
    const { perSecond } = limitsOf(participant);
    return {
      participant, perSecond, bytes: info?.state.bytes ?? 0, maxBytes: info?.config.max_bytes ?? -1, waiting: waitingAt(watched, consumers.border, stream),
      isFast: info !== undefined && (await isFast(jsm, info, NEAR_LIMIT * perSecond * (RATE_SPAN_MS / 1_000))),
    };
  }));
}

/** Whether so many messages were stored within the span: then the one that many back is not older than it. */
async function isFast(jsm: JetStreamManager, { config, state }: StreamInfo, count: number): Promise<boolean> {
  const since = Date.now() - RATE_SPAN_MS;
  if (state.messages < count || Date.parse(String(state.last_ts)) < since) return false;
  const message = await unlessGone(jsm.streams.getMessage(config.name, { seq: state.last_seq - Math.ceil(count) + 1 }));
  return message !== undefined && message.time.getTime() >= since;
}

function alarmLine(name: string, { code, wording, detail = '' }: CheckDocument): string {
  const both = typeof detail === 'string' ? detail : `${detail.zh} / ${detail.en}`;
  return `${name}: ${code ? `${code} ` : ''}${wording.zh} / ${wording.en}${both && ` (${both})`}`;
}

/** The server says -1 ns where it has not heard the other end at all: rounded to milliseconds that would be now. */
export const heardMsAgo = (activeNs: number): number => (activeNs < 0 ? -1 : Math.round(activeNs / 1e6));

/** Undefined instead of an error when the server has no such stream, consumer or message. */
async function unlessGone<T>(info: Promise<T>): Promise<T | undefined> {
  try {
    return await info;
  } catch (error) {
    if ([NO_SUCH_STREAM, NO_SUCH_CONSUMER, NO_SUCH_MESSAGE].includes(apiErrorCode(error) ?? 0)) return undefined;
    throw error;
  }
}
