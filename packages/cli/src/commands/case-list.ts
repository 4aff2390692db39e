import type { Command } from 'commander';
import { CASE_LIST_LIMIT_MAX, type CaseListDocument, type CaseRow, encode, readListOrder, v1 } from '@tongban/contracts';
import { listCases, participantOf } from '@tongban/operator';
import { type Options, type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub, unreachableLine } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import { askAsParticipant } from '../participant-desk';
import type { View, Worded } from '../view';
import { codeWords } from '../wording';

const LIMIT_DEFAULT = '50';
/** Filters whose option has their own name in camel case. */
const FILTERS = [
  'participant', 'opener', 'counterpart', 'item', 'flow', 'state', 'outcome', 'timeliness', 'regions', 'openedFrom', 'openedTo', 'holder', 'holderSide', 'holderActor', 'dueFrom', 'dueTo', 'agency', 'handler', 'number',
] as const;
/** Those that name a participant: a division of any level stands for the one that serves it. */
const PARTICIPANTS: readonly string[] = ['participant', 'opener', 'counterpart', 'holder'];

export function registerCaseList(parent: Command, session: Session): void {
  handleWithHub(parent.command('list').description('列出办件 / list cases')
    .option('--participant <division>', '任一方 / either side').option('--item <code>', '事项 / item').option('--flow <id>', '流程 / flow')
    .option('--state <id>', '状态 / state').option('--outcome <outcome>', '结果 / outcome').option('--timeliness <kind>', 'on-time | late').option('--open', '在办 / not closed').option('--closed', '已结束 / closed')
    .option('--regions <pair>', '双方区域，如 yrd+ccec / regions of the two sides')
    .option('--opened-from <time>', 'YYYY-MM-DD | RFC 3339').option('--opened-to <time>', 'YYYY-MM-DD | RFC 3339')
    .option('--opener <division>', '发起方，与--counterpart合用为有序方向 / opener, with --counterpart an ordered pair').option('--counterpart <division>', '对方 / counterpart')
    .option('--holder <division>', '轮到的参与方 / participant whose turn it is').option('--holder-side <side>', 'opener | counterpart').option('--holder-actor <id>', '轮到的角色 / actor whose turn it is')
    .option('--due-from <date>', 'YYYY-MM-DD').option('--due-to <date>', 'YYYY-MM-DD').option('--overdue', '已过期限 / past their due date')
    .option('--agency <code>', '经办机构代码 / code of an agency').option('--handler <id>', '经办人代号，运维方须写明参与方：310000/ID / person in charge, with the participant for an operator')
    .option('--number <no>', '办件编号或省内编号 / case number or own number').option('--count', '同时给出总数 / tell how many there are')
    .option('--sort <order>', '次序：opening按打开时间，due按到期日，最早的在前 / opening, or due: the soonest due first', 'opening')
    .option('--limit <n>', '最多行数，1至500 / most rows, 1 to 500', LIMIT_DEFAULT).option('--after <cursor>', '接着上一页的next / continue after the next of a page')
    .option('--as <division>', '以参与方身份 / as a participant'),
  session, (context) => list(context));
}

async function list({ setup, operator, options }: HubContext): Promise<CommandResult> {
  const limit = Number(textOption(options, 'limit'));
  if (!Number.isInteger(limit) || limit < 1 || limit > CASE_LIST_LIMIT_MAX) throw new UsageError(`行数应为1至${CASE_LIST_LIMIT_MAX}`, `the limit is 1 to ${CASE_LIST_LIMIT_MAX}`);
  const filters = filtersOf(options);
  const order = readListOrder(textOption(options, 'sort') ?? '');
  const after = textOption(options, 'after') ?? '';
  const as = textOption(options, 'as');
  const counted = options['count'] === true;
  const document = as === undefined
    ? await listCases(operator, { filters, limit, after, counted, order })
    : await askAsParticipant<CaseListDocument>(setup, participantOf(as), 'case-list', encode(v1.CaseListQuery, { filters, limit, after, counted, order }));
  const unreachable = document.unreachableRegions ?? [];
  return { document, exit: unreachable.length > 0 ? EXIT.unreachable : EXIT.ok, human: (view) => wordList(view, document) + unreachableLine(view, unreachable) };
}

function filtersOf(options: Options): Record<string, string> {
  const filters: Record<string, string> = {};
  for (const name of FILTERS) {
    const value = textOption(options, name);
    if (value !== undefined) filters[name] = PARTICIPANTS.includes(name) ? participantOf(value) : value;
  }
  if (options['overdue']) filters['overdue'] = 'true';
  if (options['open'] && options['closed']) throw new UsageError('--open与--closed不能同时使用', 'use --open or --closed, not both');
  if (options['open'] || options['closed']) filters['closed'] = String(options['closed'] === true);
  return filters;
}

function wordList(view: View, { rows, next, total }: CaseListDocument): string {
  const count = total === undefined ? '' : `\n${view.say(`共${total}件`, `${total} cases`)}`;
  if (rows.length === 0) return view.say('没有符合条件的办件', 'no case fits') + count;
  const heading = (zh: string, en: string): Worded => ({ zh, en });
  const table = view.table(
    [heading('办件编号', 'case'), heading('事项', 'item'), heading('发起方', 'opener'), heading('对方', 'counterpart'), heading('区域', 'regions'), heading('状态', 'states'), heading('轮到', 'turn'), heading('期限', 'due'), heading('结果', 'outcome'), heading('消息', 'messages'), heading('打开时间', 'opened')],
    rows.map((row) => [
      row.caseNo, row.itemCode, row.openerDivision, row.counterpartDivision, `${row.openerRegion}→${row.counterpartRegion}`,
      Object.values(row.states).join(' '), turnOf(row, view), dueOf(row, view), row.closed ? row.outcome || view.say('已结束', 'closed') : view.say('在办', 'open'),
      messagesOf(row, view), readInstant(row.openedAt),
    ]));
  return next === undefined ? table + count : `${table}${count}\n${view.colours.dim(view.say('下一页：', 'next page: '))}--after '${next}'`;
}

/** Whose turn it is: the side, once for all tracks. */
const turnOf = ({ holders = [] }: CaseRow, view: View): string => [...new Set(holders.map(({ side }) => view.words(codeWords(side))))].join(' ');

/** The next due date and whether it has passed; where the calendar does not reach, the day it cannot come before. */
function dueOf({ nextDue, dueNotBefore, pastDue }: CaseRow, view: View): string {
  const due = nextDue === undefined ? '' : pastDue === undefined ? nextDue.on : `${nextDue.on} ${view.colours[pastDue === 'overdue' ? 'red' : 'yellow'](view.words(codeWords(pastDue)))}`;
  return [due, dueNotBefore === undefined ? '' : view.say(`不早于${dueNotBefore}`, `not before ${dueNotBefore}`)].filter(Boolean).join(' ');
}

/** Registered messages, those the hub rejected, and how many of the registered ones the recipient sent back. */
function messagesOf({ messages, rejected, returned = 0 }: CaseRow, view: View): string {
  return `${messages}${rejected > 0 ? `+${rejected}${view.say('拒收', ' rejected')}` : ''}${returned > 0 ? view.say(`，退回${returned}`, `, ${returned} returned`) : ''}`;
}
