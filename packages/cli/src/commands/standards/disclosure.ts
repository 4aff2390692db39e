import type { Command } from 'commander';
import type { DisclosureRow } from '@tongban/contracts';
import { allRows } from '@tongban/operator';
import type { Session } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, EXIT } from '../../outcome';
import { filterOptions, filtersOf } from '../../standards/page-options';
import { CSV_OPTION, reportResult } from '../../standards/report-table';
import type { View, Worded } from '../../view';
import { codeWords, limitWords, named } from '../../wording';
import { keyOf } from './lists';

const STATES: Readonly<Record<DisclosureRow['status'], Worded>> = {
  late: named('逾期未公开', 'late'), waiting: named('待公开', 'waiting'), 'calendar-not-covered': named('日历未覆盖', 'beyond the calendar'),
  'disclosed-late': named('逾期公开', 'disclosed late'), disclosed: named('已公开', 'disclosed'),
};

/** `standards disclosure`: what was published and when it has to be open to the public. What is late now is a finding; what was late once is none any more. */
export function registerDisclosure(parent: Command, session: Session): void {
  handleWithHub(filterOptions(parent.command('disclosure').description('公开时限：已发布的标准与事项是否按期公开 / disclosure clock: which published standards and items are late to be disclosed').option(...CSV_OPTION),
    ['status', 'kind', 'tier', 'item', 'region', 'owner', 'at']), session, disclosure);
}

const disclosure = async ({ operator, options }: HubContext): Promise<CommandResult> => disclosureResult(options, await allRows(operator, 'disclosure', filtersOf(options)));

export function disclosureResult(options: HubContext['options'], rows: readonly DisclosureRow[]): CommandResult {
  const late = rows.filter(({ status }) => status === 'late').length;
  return reportResult(options, {
    rows, more: { late }, exit: late > 0 ? EXIT.negative : EXIT.ok,
    headings: [named('版本', 'version'), named('名称', 'title'), named('归口', 'owner'), named('形成', 'formed'), named('应于', 'due'), named('状态', 'status'), named('公开', 'disclosed'), named('网址', 'address'), named('登记于', 'recorded by')],
    cells: (row, view) => [keyOf(row), view.words(row.title), row.owner, row.formedOn, dueWords(row, view), stateWords(row.status, view), row.disclosedOn, row.disclosureUrl, row.recordedBy],
    lines: (view) => [view.colours.dim(view.say(`${late}项逾期未公开，共${rows.length}项`, `${late} late of ${rows.length}`)), ...limitLines(rows, view)],
  });
}

const dueWords = ({ dueOn, status }: DisclosureRow, view: View): string => (status === 'calendar-not-covered' ? view.say(`不早于${dueOn}`, `not before ${dueOn}`) : dueOn);
const stateWords = (status: DisclosureRow['status'], view: View): string => (status === 'late' ? view.colours.red(view.words(STATES[status])) : view.words(STATES[status]));

/** Where the limit comes from, and how sure that is. */
function limitLines([row]: readonly DisclosureRow[], view: View): string[] {
  if (row === undefined) return [];
  const { value, unit, deadlineKind, sourceStandardIds, confidence } = row.limit;
  return [view.colours.dim(view.say(
    `时限：自形成或变更之日起${limitWords(value, unit).zh}（${codeWords(deadlineKind).zh}，依据${sourceStandardIds.join('、')}，可信度${confidence}）`,
    `limit: ${limitWords(value, unit).en} from the day it was formed or changed (${codeWords(deadlineKind).en}, source ${sourceStandardIds.join(', ')}, confidence ${confidence})`))];
}
