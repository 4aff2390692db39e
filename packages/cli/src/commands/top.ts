import type { Command } from 'commander';
import { type AlertListDocument, type Need, REGION_CODES, type RegionStatus, streams } from '@tongban/contracts';
import { type EnvironmentStatus, type RegionLooked, environmentStatus, listAlerts, needsOf } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { pause } from '../live/pause';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import type { View } from '../view';
import { named } from '../wording';

const EVERY_SECONDS = 2;
const EVERY_MAX = 3_600;
const NEEDS_SHOWN = 12;
/** A link that was not heard for longer is silent: its heartbeat comes every second. */
const SILENT_AFTER_MS = 5_000;
const TO_TOP = '\u001b[H';
const CLEAR_LINE = '\u001b[K';
const CLEAR_BELOW = '\u001b[J';

/** One look at everything, and the rates since the one before. */
export interface TopFrame {
  /** Real instant. */
  readonly at: string;
  readonly ok: boolean;
  readonly needs: readonly Need[];
  readonly alerts: number;
  readonly regions: readonly {
    readonly region: string; readonly reachable: boolean; readonly businessNow?: string;
    /** Entries of its case logs a second, since the look before; absent in the first. */
    readonly entriesPerSecond?: number;
    readonly backlog?: number; readonly viewLag?: number; readonly rssBytes?: number; readonly openAlarms?: number;
  }[];
  /** Ordered pairs, as the reading end has them. */
  readonly links: readonly { readonly from: string; readonly to: string; readonly state: 'up' | 'silent'; readonly lag: number; readonly heardMsAgo: number }[];
}

/** `top`: hubs, links and what needs a person, again and again until Ctrl-C. Whoever reads it with a program gets a line of JSON each time. */
export function registerTop(program: Command, session: Session): void {
  handleWithHub(program.command('top').description('实时查看枢纽、链路与待处理事项 / hubs, links and what needs a person, live')
    .option('--every <seconds>', `每几秒一次，默认${EVERY_SECONDS} / so many seconds between two looks`).option('--once', '只看一次 / look once'), session, (context) => top(context, session));
}

async function top({ setup, operator, options, view }: HubContext, session: Session): Promise<CommandResult> {
  const every = Number(textOption(options, 'every') ?? EVERY_SECONDS);
  if (!(every > 0 && every <= EVERY_MAX)) throw new UsageError(`--every大于0，至多${EVERY_MAX}`, `--every is above 0 and at most ${EVERY_MAX}`);
  const stop = new AbortController();
  void session.io.interrupted().then(() => stop.abort());
  let before: Look | undefined;
  for (;;) {
    const look = await lookAround(operator, setup.environment);
    const frame = frameOf(look, before);
    const last = options['once'] === true || stop.signal.aborted;
    if (last) return { document: frame, exit: frame.ok ? EXIT.ok : frame.regions.every(({ reachable }) => reachable) ? EXIT.negative : EXIT.unreachable, human: (shown) => wordFrame(frame, shown) };
    if (options['json'] === true) session.io.stdout(`${JSON.stringify(frame)}\n`);
    else if (session.io.isTty) session.io.stdout(`${before === undefined ? '\u001b[2J' : ''}${TO_TOP}${wordFrame(frame, view).split('\n').join(`${CLEAR_LINE}\n`)}${CLEAR_LINE}\n${CLEAR_BELOW}`);
    else session.io.stdout(`${wordFrame(frame, view)}\n\n`);
    before = look;
    await pause(every * 1_000, stop.signal);
  }
}

interface Look { readonly atMs: number; readonly status: EnvironmentStatus; readonly looked: readonly RegionLooked[]; readonly alerts: AlertListDocument }

async function lookAround(operator: HubContext['operator'], environment: EnvironmentStatus['environment']): Promise<Look> {
  const [{ status, reasons }, alerts] = await Promise.all([environmentStatus(operator, environment), listAlerts(operator, { state: 'open', limit: 1, after: '' })]);
  const looked = operator.regions.map((region): RegionLooked => {
    const found = status.regions.find((one) => one.region === region);
    return found ? { region, status: found } : { region, code: reasons.get(region) ?? 'region.unreachable' };
  });
  return { atMs: Date.now(), status, looked, alerts };
}

export function frameOf({ atMs, status, looked, alerts }: Look, before: Look | undefined): TopFrame {
  return {
    at: new Date(atMs).toISOString(), ok: status.ok, needs: needsOf(looked), alerts: alerts.open,
    regions: looked.map(({ region, status: one }) => {
      if (one === undefined) return { region, reachable: false };
      const known = before?.looked.find((other) => other.region === region)?.status;
      return {
        region, reachable: true, businessNow: one.clock.businessNow, ...(known && before && { entriesPerSecond: Math.max(0, (logged(one) - logged(known)) / ((atMs - before.atMs) / 1_000)) }),
        backlog: one.consumers.reduce((sum, { pending }) => sum + pending, 0), viewLag: one.view.lag, rssBytes: one.rssBytes, ...(one.caseClocks && { openAlarms: one.caseClocks.openAlarms }),
      };
    }),
    links: looked.flatMap(({ region: to, status: one }) => (one?.sources ?? []).map(({ name, lag, activeMsAgo, error }) => ({
      from: REGION_CODES.find((from) => streams.outbox(from) === name) ?? name, to, state: activeMsAgo >= 0 && activeMsAgo <= SILENT_AFTER_MS && error === undefined ? 'up' as const : 'silent' as const, lag, heardMsAgo: activeMsAgo,
    }))),
  };
}

const logged = ({ region, streams: all }: RegionStatus): number => all.filter(({ name }) => name.startsWith(streams.cases(region, ''))).reduce((sum, { lastSequence }) => sum + lastSequence, 0);

export function wordFrame({ at, ok, needs, alerts, regions, links }: TopFrame, view: View): string {
  const silent = links.filter(({ state }) => state === 'silent');
  const { green, red, yellow, dim } = view.colours;
  return [
    `${readInstant(at)}  ${ok ? green(view.say('一切正常', 'nothing is wrong')) : red(view.say('有异常', 'something is wrong'))}  ${view.say(`告警${alerts}`, `${alerts} alerts`)}  ${view.say(`链路${links.length - silent.length}通 ${silent.length}断`, `links ${links.length - silent.length} up, ${silent.length} silent`)}`, '',
    view.table([named('区域', 'region'), named('业务时间', 'business time'), named('登记/秒', 'entries/s'), named('积压', 'backlog'), named('视图滞后', 'view lag'), named('时限提醒', 'alarms'), named('内存MB', 'rss MB')],
      regions.map(({ region, reachable, businessNow, entriesPerSecond, backlog, viewLag, openAlarms, rssBytes }) => (reachable
        ? [region, readInstant(businessNow), entriesPerSecond?.toFixed(1), backlog, viewLag, openAlarms, rssBytes && (rssBytes / 2 ** 20).toFixed(0)] : [region, red(view.say('无应答', 'no answer'))]))), '',
    ...(silent.length === 0 ? [] : [view.table([named('断开的链路', 'silent link'), named('积压', 'lag'), named('最近活动（秒前）', 'heard (s ago)')], silent.map(({ from, to, lag, heardMsAgo }) => [`${from} → ${to}`, lag, heardMsAgo < 0 ? '-' : (heardMsAgo / 1_000).toFixed(0)])), '']),
    view.heading('待处理', 'What needs a person'),
    ...(needs.length === 0 ? [dim(view.say('（无）', '(none)'))] : needs.slice(0, NEEDS_SHOWN).map(({ severity, wording, detail, next }) => `${severity === 'critical' ? red('●') : yellow('●')} ${view.words(wording)}${detail ? dim(`  ${view.words(detail)}`) : ''}${next ? `\n    ${view.words(next)}` : ''}`)),
    ...(needs.length > NEEDS_SHOWN ? [dim(view.say(`另有${needs.length - NEEDS_SHOWN}项`, `${needs.length - NEEDS_SHOWN} more`))] : []),
  ].join('\n');
}
