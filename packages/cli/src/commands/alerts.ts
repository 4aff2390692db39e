import type { Command } from 'commander';
import { ALERT_LIST_LIMIT_MAX, type AlertListDocument, type AlertRow, REGION_CODES, type RegionCode, isRegionCode } from '@tongban/contracts';
import { CLI_ACTOR, acknowledgeAlert, listAlerts } from '@tongban/operator';
import { type Options, type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import { wholeNumber } from '../standards/whole-number';
import type { View, Worded } from '../view';
import { named } from '../wording';

const LIMIT_DEFAULT = 50;
const SEVERITIES: Readonly<Record<AlertRow['severity'], Worded>> = { critical: { zh: '严重', en: 'critical' }, warning: { zh: '预警', en: 'warning' }, info: { zh: '提示', en: 'info' } };

/** `alerts`: what is wrong with the hubs themselves, who was told and who has it in hand. Exit 1 while some stand open, 3 when a region is out of reach. */
export function registerAlerts(program: Command, session: Session): void {
  const alerts = program.command('alerts').description('运行告警 / alerts of the hubs');
  handleWithHub(alerts.command('list').description('列出告警，最新的在前 / list them, newest first').option('--state <state>', 'open | any，默认open / open by default').option('--region <region>', '只看该区域 / one region')
    .option('--limit <n>', `最多行数，1至${ALERT_LIST_LIMIT_MAX} / most rows`).option('--after <cursor>', '接着上一页的next / continue after the next of a page'), session, (context) => list(context));
  handleWithHub(alerts.command('ack').description('确认由自己处理，不再重复通知 / take alerts in hand, so that they are not told again').argument('<alerts...>', '如yrd/12 / such as yrd/12')
    .option('--by <who>', `person:<id>或operator:<login>，默认${CLI_ACTOR} / who acts`).option('--reason <text>', '说明，不含个人信息 / what is done about it, without personal data'), session, (context, given) => acknowledge(context, given));
}

function regionGiven(options: Options): RegionCode | undefined {
  const region = textOption(options, 'region');
  if (region !== undefined && !isRegionCode(region)) throw new UsageError(`区域有${REGION_CODES.join('、')}`, `the regions are ${REGION_CODES.join(', ')}`);
  return region;
}

async function list({ operator, options }: HubContext): Promise<CommandResult> {
  const state = textOption(options, 'state') ?? 'open';
  if (state !== 'open' && state !== 'any') throw new UsageError('状态有open、any', 'the states are open and any');
  const region = regionGiven(options);
  const document = await listAlerts(operator, { state, limit: wholeNumber(options, 'limit', { min: 1, max: ALERT_LIST_LIMIT_MAX, otherwise: LIMIT_DEFAULT }), after: textOption(options, 'after') ?? '', ...(region && { region }) });
  return { document, exit: document.unreachableRegions ? EXIT.unreachable : document.open > 0 || document.broken ? EXIT.negative : EXIT.ok, human: (view) => wordAlerts(document, view) };
}

async function acknowledge({ operator, options }: HubContext, given: readonly string[]): Promise<CommandResult> {
  const refs = given.map(readRef);
  const actor = { by: textOption(options, 'by') ?? CLI_ACTOR, client: 'cli' as const, reason: textOption(options, 'reason') ?? '' };
  const rows: AlertRow[] = [];
  for (const ref of refs) rows.push(await acknowledgeAlert(operator, ref, actor));
  return { document: { rows }, human: (view) => alertTable(rows, view) };
}

/** `yrd/12`, as lists show it. @throws UsageError. */
function readRef(text: string): { readonly region: RegionCode; readonly number: number } {
  const [, region = '', number] = /^([a-z]+)\/([1-9]\d{0,14})$/.exec(text) ?? [];
  if (!isRegionCode(region) || number === undefined) throw new UsageError(`告警写成 区域/序号，如yrd/12：${text}`, `an alert is written region/number, such as yrd/12: ${text}`);
  return { region, number: Number(number) };
}

const alertTable = (rows: readonly AlertRow[], view: View): string => view.table(
  [named('告警', 'alert'), named('级别', 'severity'), named('对象', 'about'), named('情况', 'what'), named('提出', 'raised'), named('恢复', 'recovered'), named('由谁处理', 'in hand of'), named('下一步', 'next')],
  rows.map(({ region, number, severity, about, wording, detail, raisedAt, recoveredAt, acknowledged, next }) => [
    `${region}/${number}`, view.colours[severity === 'critical' ? 'red' : 'yellow'](view.words(SEVERITIES[severity])), about, detail ? `${view.words(wording)}${view.say('：', ': ')}${view.words(detail)}` : view.words(wording), readInstant(raisedAt),
    recoveredAt && readInstant(recoveredAt), acknowledged && `${acknowledged.by}${acknowledged.reason ? ` (${acknowledged.reason})` : ''}`, recoveredAt ? '' : view.words(next),
  ]));

export function wordAlerts({ rows, next, channels, broken = [], unreachableRegions: unreachable = [] }: AlertListDocument, view: View): string {
  const failing = channels.filter(({ failures }) => failures > 0);
  return [
    rows.length === 0 ? view.colours.green(view.say('没有符合条件的告警', 'no alert fits')) : alertTable(rows, view),
    ...failing.map(({ region, channel, failures, code }) => view.colours.yellow(view.say(`${region}的${channel}已连续${failures}次未送达（${code ?? ''}），会再次发送`, `${region}: ${channel} could not be told ${failures} times in a row (${code ?? ''}); it is tried again`))),
    ...(next === undefined ? [] : [view.colours.dim(`${view.say('下一页：', 'next page: ')}--after '${next}'`)]),
    ...(broken.length > 0 ? [view.colours.red(view.say(`哈希链在此断开：${broken.join('、')}`, `the chain is broken at: ${broken.join(', ')}`))] : []),
    ...(unreachable.length > 0 ? [view.colours.yellow(view.say(`无法到达的区域：${unreachable.join('、')}，以上不含其告警`, `regions out of reach: ${unreachable.join(', ')}; their alerts are not shown`))] : []),
  ].join('\n');
}
