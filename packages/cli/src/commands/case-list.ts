import type { Command } from 'commander';
import { CASE_LIST_LIMIT_MAX, type CaseListDocument, type CaseRow, encode, mergeCaseLists, readListCursor, v1 } from '@tongban/contracts';
import { type Options, type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub, unreachableLine } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import { askAsParticipant, participantOf } from '../participant-desk';
import type { View, Worded } from '../view';

const LIMIT_DEFAULT = '50';
/** Option in camel case to the filter's name in the query. */
const FILTERS = { participant: 'participant', item: 'item', flow: 'flow', state: 'state', outcome: 'outcome', timeliness: 'timeliness', regions: 'regions', openedFrom: 'openedFrom', openedTo: 'openedTo' } as const;

export function registerCaseList(parent: Command, session: Session): void {
  handleWithHub(parent.command('list').description('列出办件 / list cases')
    .option('--participant <division>', '任一方 / either side').option('--item <code>', '事项 / item').option('--flow <id>', '流程 / flow')
    .option('--state <id>', '状态 / state').option('--outcome <outcome>', '结果 / outcome').option('--timeliness <kind>', 'on-time | late').option('--open', '在办 / not closed').option('--closed', '已结束 / closed')
    .option('--regions <pair>', '双方区域，如 yrd+ccec / regions of the two sides')
    .option('--opened-from <time>', 'YYYY-MM-DD | RFC 3339').option('--opened-to <time>', 'YYYY-MM-DD | RFC 3339')
    .option('--limit <n>', '最多行数，1至500 / most rows, 1 to 500', LIMIT_DEFAULT).option('--after <cursor>', '接着上一页的next / continue after the next of a page')
    .option('--as <division>', '以参与方身份 / as a participant'),
  session, (context) => list(context));
}

async function list({ setup, operator, options }: HubContext): Promise<CommandResult> {
  const limit = Number(textOption(options, 'limit'));
  if (!Number.isInteger(limit) || limit < 1 || limit > CASE_LIST_LIMIT_MAX) throw new UsageError(`行数应为1至${CASE_LIST_LIMIT_MAX}`, `the limit is 1 to ${CASE_LIST_LIMIT_MAX}`);
  const filters = filtersOf(options);
  const after = textOption(options, 'after') ?? '';
  const as = textOption(options, 'as');
  const document = as === undefined
    ? await everyRegion()
    : await askAsParticipant<CaseListDocument>(setup, participantOf(as), 'case-list', encode(v1.CaseListQuery, { filters, limit, after }));
  const unreachable = document.unreachableRegions ?? [];
  return { document, exit: unreachable.length > 0 ? EXIT.unreachable : EXIT.ok, human: (view) => wordList(view, document.rows, document.next) + unreachableLine(view, unreachable) };

  async function everyRegion(): Promise<CaseListDocument> {
    const places = readListCursor(after);
    const { answers, unreachable: silent } = await operator.askAll((region) =>
      operator.askJson<CaseListDocument>(region, 'cases.list', encode(v1.CaseListQuery, { filters, limit, after: places.get(region) ?? '' })));
    return mergeCaseLists(answers.map(({ region, answer }) => ({ region, page: answer })), places, limit, silent);
  }
}

function filtersOf(options: Options): Record<string, string> {
  const filters: Record<string, string> = {};
  for (const [option, name] of Object.entries(FILTERS)) {
    const value = textOption(options, option);
    if (value !== undefined) filters[name] = option === 'participant' ? participantOf(value) : value;
  }
  if (options['open'] && options['closed']) throw new UsageError('--open与--closed不能同时使用', 'use --open or --closed, not both');
  if (options['open'] || options['closed']) filters['closed'] = String(options['closed'] === true);
  return filters;
}

function wordList(view: View, rows: readonly CaseRow[], next: string | undefined): string {
  if (rows.length === 0) return view.say('没有符合条件的办件', 'no case fits');
  const heading = (zh: string, en: string): Worded => ({ zh, en });
  const table = view.table(
    [heading('办件编号', 'case'), heading('事项', 'item'), heading('发起方', 'opener'), heading('对方', 'counterpart'), heading('区域', 'regions'), heading('状态', 'states'), heading('结果', 'outcome'), heading('消息', 'messages'), heading('打开时间', 'opened')],
    rows.map((row) => [
      row.caseNo, row.itemCode, row.openerDivision, row.counterpartDivision, `${row.openerRegion}→${row.counterpartRegion}`,
      Object.values(row.states).join(' '), row.closed ? row.outcome || view.say('已结束', 'closed') : view.say('在办', 'open'),
      messagesOf(row, view), readInstant(row.openedAt),
    ]));
  return next === undefined ? table : `${table}\n${view.colours.dim(view.say('下一页：', 'next page: '))}--after '${next}'`;
}

/** Registered messages, those the hub rejected, and how many of the registered ones the recipient sent back. */
function messagesOf({ messages, rejected, returned = 0 }: CaseRow, view: View): string {
  return `${messages}${rejected > 0 ? `+${rejected}${view.say('拒收', ' rejected')}` : ''}${returned > 0 ? view.say(`，退回${returned}`, `, ${returned} returned`) : ''}`;
}
