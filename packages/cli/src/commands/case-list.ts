import type { Command } from 'commander';
import { type CaseListDocument, type CaseRow, encode, v1 } from '@tongban/contracts';
import { type Options, type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub, unreachableLine } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT, UsageError } from '../outcome';
import { askAsParticipant, participantOf } from '../participant-desk';
import type { View, Worded } from '../view';

const LIMIT_MAX = 500;
const LIMIT_DEFAULT = '50';
/** Option in camel case to the filter's name in the query. */
const FILTERS = { participant: 'participant', item: 'item', flow: 'flow', state: 'state', outcome: 'outcome', regions: 'regions', openedFrom: 'openedFrom', openedTo: 'openedTo' } as const;

export function registerCaseList(parent: Command, session: Session): void {
  handleWithHub(parent.command('list').description('列出办件 / list cases')
    .option('--participant <division>', '任一方 / either side').option('--item <code>', '事项 / item').option('--flow <id>', '流程 / flow')
    .option('--state <id>', '状态 / state').option('--outcome <outcome>', '结果 / outcome').option('--open', '在办 / not closed').option('--closed', '已结束 / closed')
    .option('--regions <pair>', '双方区域，如 yrd+ccec / regions of the two sides')
    .option('--opened-from <time>', 'YYYY-MM-DD | RFC 3339').option('--opened-to <time>', 'YYYY-MM-DD | RFC 3339')
    .option('--limit <n>', '最多行数，1至500 / most rows, 1 to 500', LIMIT_DEFAULT).option('--after <cursor>', '接着上一页的next / continue after the next of a page')
    .option('--as <division>', '以参与方身份 / as a participant'),
  session, (context) => list(context));
}

async function list({ setup, operator, options }: HubContext): Promise<CommandResult> {
  const limit = Number(textOption(options, 'limit'));
  if (!Number.isInteger(limit) || limit < 1 || limit > LIMIT_MAX) throw new UsageError(`行数应为1至${LIMIT_MAX}`, `the limit is 1 to ${LIMIT_MAX}`);
  // One row more than asked tells whether there is another page.
  const request = encode(v1.CaseListQuery, { filters: filtersOf(options), limit: Math.min(limit + 1, LIMIT_MAX), after: textOption(options, 'after') ?? '' });
  const as = textOption(options, 'as');
  const { pages, unreachable } = as === undefined ? await everyRegion() : await ownBorder(participantOf(as));

  const rows = pages.flatMap((page) => page.rows).sort(byOpening);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  // A full answer may have been cut where it is full; an empty page after it does no harm.
  const more = rows.length > limit || rows.length === LIMIT_MAX || pages.some(({ next }) => next !== undefined);
  const document = { rows: shown, ...(more && last && { next: cursorOf(last) }), ...(unreachable.length > 0 && { unreachableRegions: unreachable }) };
  return { document, exit: unreachable.length > 0 ? EXIT.unreachable : EXIT.ok, human: (view) => wordList(view, document.rows, document.next) + unreachableLine(view, unreachable) };

  async function everyRegion(): Promise<{ pages: CaseListDocument[]; unreachable: readonly string[] }> {
    const { answers, unreachable: silent } = await operator.askAll((region) => operator.askJson<CaseListDocument>(region, 'cases.list', request));
    return { pages: answers.map(({ answer }) => answer), unreachable: silent };
  }
  async function ownBorder(participant: string): Promise<{ pages: CaseListDocument[]; unreachable: readonly string[] }> {
    const page = await askAsParticipant<CaseListDocument & { unreachableRegions?: string[] }>(setup, participant, 'case-list', request);
    return { pages: [page], unreachable: page.unreachableRegions ?? [] };
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

/** The order of every region's own list, so that merged pages follow each other without loss. */
const byOpening = (a: CaseRow, b: CaseRow): number => Date.parse(a.openedAt) - Date.parse(b.openedAt) || (a.caseNo < b.caseNo ? -1 : 1);
const cursorOf = (row: CaseRow): string => `${row.openedAt}|${row.caseNo}`;

function wordList(view: View, rows: readonly CaseRow[], next: string | undefined): string {
  const heading = (zh: string, en: string): Worded => ({ zh, en });
  const table = view.table(
    [heading('办件编号', 'case'), heading('事项', 'item'), heading('发起方', 'opener'), heading('对方', 'counterpart'), heading('区域', 'regions'), heading('状态', 'states'), heading('结果', 'outcome'), heading('消息', 'messages'), heading('打开时间', 'opened')],
    rows.map((row) => [
      row.caseNo, row.itemCode, row.openerDivision, row.counterpartDivision, `${row.openerRegion}→${row.counterpartRegion}`,
      Object.values(row.states).join(' '), row.closed ? row.outcome || view.say('已结束', 'closed') : view.say('在办', 'open'),
      row.rejected > 0 ? `${row.messages}+${row.rejected}${view.say('拒收', ' rejected')}` : row.messages, readInstant(row.openedAt),
    ]));
  return next === undefined ? table : `${table}\n${view.colours.dim(view.say('下一页：', 'next page: '))}--after '${next}'`;
}
