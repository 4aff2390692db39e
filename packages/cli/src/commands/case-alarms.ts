import type { Command } from 'commander';
import { type AlarmListDocument, type AlarmRow, CASE_LIST_LIMIT_MAX, HUB, OPEN_ALARM_STAGES } from '@tongban/contracts';
import { ALARM_STAGE_WORDS } from '@tongban/domain';
import { listAlarms, participantOf } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub, unreachableLine } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import type { View } from '../view';
import { codeWords, named } from '../wording';

const LIMIT_DEFAULT = '50';

/** `case alarms`: what stands open before the duty desks, of the hubs by default and of anybody. */
export function registerCaseAlarms(parent: Command, session: Session): void {
  handleWithHub(parent.command('alarms').description('未撤销的时限提醒，最新的在前 / open alarms of running cases, newest first')
    .option('--to <division>', '收到提醒的参与方，或hub / the participant that was told, or hub').option('--stage <stage>', OPEN_ALARM_STAGES.join(' | '))
    .option('--count', '同时给出总数 / tell how many there are').option('--limit <n>', '最多行数，1至500 / most rows, 1 to 500', LIMIT_DEFAULT)
    .option('--after <cursor>', '接着上一页的next / continue after the next of a page'),
  session, (context) => alarms(context));
}

async function alarms({ operator, options }: HubContext): Promise<CommandResult> {
  const limit = Number(textOption(options, 'limit'));
  if (!Number.isInteger(limit) || limit < 1 || limit > CASE_LIST_LIMIT_MAX) throw new UsageError(`行数应为1至${CASE_LIST_LIMIT_MAX}`, `the limit is 1 to ${CASE_LIST_LIMIT_MAX}`);
  const to = textOption(options, 'to');
  const filters: Record<string, string> = { ...(to !== undefined && { to: to === HUB ? HUB : participantOf(to) }), stage: textOption(options, 'stage') ?? '' };
  const document = await listAlarms(operator, { filters, limit, after: textOption(options, 'after') ?? '', counted: options['count'] === true });
  const unreachable = document.unreachableRegions ?? [];
  return { document, exit: unreachable.length > 0 ? EXIT.unreachable : EXIT.ok, human: (view) => wordAlarms(document, view) + unreachableLine(view, unreachable) };
}

/** The sentence of each alarm says itself whether its limit is a legal one. */
export function wordAlarms({ rows, next, total }: AlarmListDocument, view: View): string {
  const count = total === undefined ? '' : `\n${view.say(`共${total}条`, `${total} alarms`)}`;
  if (rows.length === 0) return view.say('没有未撤销的时限提醒', 'no alarm stands open') + count;
  const table = view.table(
    [named('提出时间', 'raised'), named('阶段', 'stage'), named('办件编号', 'case'), named('事项', 'item'), named('到期', 'due'), named('责任方', 'side'), named('性质', 'kind'), named('告知', 'told'), named('说明', 'wording')],
    rows.map((row) => [
      readInstant(row.raisedAt), stageWords(row, view), row.caseNo, row.itemCode, row.dueOn, row.side && view.words(codeWords(row.side)), view.words(codeWords(row.deadlineKind)),
      row.receivers.map((one) => (one === HUB ? view.words(codeWords(HUB)) : one)).join(view.say('、', ', ')), view.words(row.wording),
    ]));
  return next === undefined ? table + count : `${table}${count}\n${view.colours.dim(view.say('下一页：', 'next page: '))}--after '${next}'`;
}

function stageWords({ stage }: AlarmRow, view: View): string {
  const words = view.words(ALARM_STAGE_WORDS[stage]);
  return stage === 'escalation' || stage === 'dispute' ? view.colours.red(words) : view.colours.yellow(words);
}
