import type { Command } from 'commander';
import type { RegionStatus } from '@tongban/contracts';
import { type Answers, environmentStatus } from '@tongban/operator';
import type { Session } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT } from '../outcome';
import type { View } from '../view';
import { named } from '../wording';
import { switchStatusLines } from './standards/switches';

/** `status`: is anything wrong now, at which hub. Exit 1 when something is, 3 when a hub does not answer. */
export function registerStatus(program: Command, session: Session): void {
  handleWithHub(program.command('status').description('枢纽、链路、流、消费者、积压、时钟 / hubs, links, streams, consumers, lag, clock')
    .option('--all', '列出全部流和消费者 / every stream and consumer'), session, (context) => status(context));
}

async function status({ setup, operator, options }: HubContext): Promise<CommandResult> {
  const { status: document, reasons } = await environmentStatus(operator, setup.environment);
  const { ok, clockAgrees, regions, unreachableRegions: unreachable } = document;
  return {
    document,
    exit: unreachable.length > 0 ? EXIT.unreachable : ok ? EXIT.ok : EXIT.negative,
    human: (view) => [
      ok ? view.colours.green(view.say('一切正常', 'nothing is wrong')) : view.colours.red(view.say('有异常', 'something is wrong')),
      hubsTable(view, regions, reasons),
      ...(clockAgrees ? [] : [view.colours.yellow(view.say('各枢纽的业务时钟不一致', 'the hubs disagree about the business clock'))]),
      view.heading('异常', 'Alarms'),
      view.table([named('区域', 'region'), named('检查', 'check'), named('代码', 'code'), named('说明', 'wording'), named('详情', 'detail')], regions.flatMap((region) =>
        Object.entries(region.checks).filter(([, check]) => !check.ok).map(([name, check]) => [region.region, name, check.code, view.words(check.wording), typeof check.detail === 'object' ? view.words(check.detail) : check.detail]))),
      ...regions.flatMap((region) => Object.entries(region.checks).flatMap(([name, { blind }]) => (blind ? [view.colours.yellow(`${region.region} ${name}: ${view.words(blind)}`)] : []))),
      ...standardsCopies(view, regions, options['all'] === true),
      ...switchStatusLines(view, regions),
      ...migrations(view, regions, options['all'] === true),
      ...maintenance(view, regions),
      ...caseClocks(view, regions),
      ...mirrors(view, regions),
      view.heading('区域间来源', 'Sources between regions'),
      view.table([named('区域', 'region'), named('来源', 'source'), named('积压', 'lag'), named('最近活动（秒前）', 'active (s ago)'), named('错误', 'error')], regions.flatMap((region) =>
        region.sources.map((source) => [region.region, source.name, source.lag, source.activeMsAgo < 0 ? '-' : (source.activeMsAgo / 1000).toFixed(1), source.error]))),
      ...streamsAndConsumers(view, regions, options['all'] === true),
    ].join('\n'),
  };
}

const megabytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1);

/** A hub that does not answer has a line too: nobody should have to notice that one is missing. */
function hubsTable(view: View, regions: readonly RegionStatus[], reasons: Answers<RegionStatus>['reasons']): string {
  return view.table(
    [named('区域', 'region'), named('就绪', 'ready'), named('服务器', 'server'), named('内存MB', 'rss MB'), named('业务时间', 'business time'), named('速度', 'speed'), named('视图滞后', 'view lag')],
    [...regions.map(({ region, ready, server, rssBytes, clock, view: caseView }) => [
      region, ready ? view.colours.green(view.say('是', 'yes')) : view.colours.red(view.say('否', 'no')), server.version, megabytes(rssBytes),
      readInstant(clock.businessNow), clock.speed, caseView.lag,
    ]), ...[...reasons].sort().map(([region, code]) => [region, view.colours.red(code === 'region.unreachable' ? view.say('无应答', 'no answer') : code)])]);
}

/** Without `all` only copies that are late: their hubs refuse new cases meanwhile. */
function standardsCopies(view: View, regions: readonly RegionStatus[], all: boolean): string[] {
  const rows = regions.flatMap(({ region, standards = [] }) => standards.filter(({ late, stage }) => all || late !== undefined || stage !== undefined).map(({ owner, held, announced, knownUntil, late, stage }) =>
    [region, owner, held, announced, readInstant(knownUntil), [late?.wording, stage?.wording].flatMap((one) => (one ? [view.colours.yellow(view.words(one))] : [])).join('  ')]));
  if (rows.length === 0) return [];
  return [view.heading('标准副本', 'Copies of the standards'), view.table([named('枢纽', 'hub'), named('归口', 'owner'), named('所持', 'held'), named('公告', 'announced'), named('确知至', 'known until'), named('滞后', 'late')], rows)];
}

/** Without `all` only orders that are not carried out to the end: cases that stay move as soon as they can. */
function migrations(view: View, regions: readonly RegionStatus[], all: boolean): string[] {
  const rows = regions.flatMap(({ region, migrations: orders = [] }) => orders.filter(({ lookedThrough, staying }) => all || !lookedThrough || Object.keys(staying).length > 0)
    .map(({ flowId, from, to, orderedAt, moved, staying, lookedThrough }) => [
      region, flowId, `${from} → ${to}`, readInstant(orderedAt), lookedThrough ? view.say('是', 'yes') : view.colours.yellow(view.say('否', 'no')), moved, Object.entries(staying).map(([reason, cases]) => `${reason} ${cases}`).join(' '),
    ]));
  if (rows.length === 0) return [];
  return [view.heading('在办件迁移', 'Migrations of running cases'), view.table([named('区域', 'region'), named('流程', 'flow'), named('版本', 'versions'), named('下令于', 'ordered'), named('已遍查', 'looked through'), named('本进程已迁移', 'moved by this process'), named('暂留', 'staying')], rows)];
}

/** Participants whose silence is announced, so that it is no alarm. */
function maintenance(view: View, regions: readonly RegionStatus[]): string[] {
  const rows = regions.flatMap(({ region, maintenance: held = [] }) => held.map(({ participant, heldUntil, waiting }) => [region, participant, readInstant(heldUntil), waiting]));
  if (rows.length === 0) return [];
  return [view.heading('维护中的参与方', 'Participants in maintenance'), view.table([named('枢纽', 'hub'), named('参与方', 'participant'), named('暂存至', 'held until'), named('待取', 'waiting')], rows)];
}

/** What is before the duty desks, and how many timers are to ring. */
function caseClocks(view: View, regions: readonly RegionStatus[]): string[] {
  const rows = regions.flatMap(({ region, caseClocks: clocks }) => (clocks ? [[region, clocks.timers, clocks.openAlarms, clocks.forHub]] : []));
  if (rows.length === 0) return [];
  return [view.heading('办件时钟', 'Clocks of cases'), view.table([named('枢纽', 'hub'), named('待响定时', 'timers set'), named('未撤销提醒', 'open alarms'), named('其中发枢纽', 'for the hub')], rows)];
}

/** One line while all is well: which are not, the alarms say. */
const mirrors = (view: View, regions: readonly RegionStatus[]): string[] => regions.flatMap(({ mirrors: summary }) => {
  if (summary === undefined) return [];
  const { copies, messagesBehind, unwell, silentRegions } = summary;
  const silent = silentRegions.length > 0 ? view.say(`，看不到 ${silentRegions.join('、')}`, `; ${silentRegions.join(', ')} cannot be seen`) : '';
  return [view.heading('骨干上的副本', 'Copies on the backbone'), view.say(`${copies} 个流，共落后 ${messagesBehind} 条，异常 ${unwell.length}${silent}`, `${copies} streams, ${messagesBehind} messages behind together, ${unwell.length} unwell${silent}`)];
});

/** Without `all` only streams that hold something and consumers that have something to do. */
function streamsAndConsumers(view: View, regions: readonly RegionStatus[], all: boolean): string[] {
  return [
    view.heading('流', 'Streams'),
    view.table([named('流', 'stream'), named('消息', 'messages'), named('MB', 'MB'), named('末序号', 'last sequence')], regions.flatMap(({ streams }) =>
      streams.filter(({ messages }) => all || messages > 0).map(({ name, messages, bytes, lastSequence }) => [name, messages, megabytes(bytes), lastSequence]))),
    view.heading('消费者', 'Consumers'),
    view.table([named('流', 'stream'), named('消费者', 'consumer'), named('待取', 'pending'), named('待确认', 'ack pending'), named('重投', 'redelivered')], regions.flatMap(({ consumers }) =>
      consumers.filter(({ pending, ackPending, redelivered }) => all || pending + ackPending + redelivered > 0).map(({ stream, name, pending, ackPending, redelivered }) => [stream, name, pending, ackPending, redelivered]))),
  ];
}
