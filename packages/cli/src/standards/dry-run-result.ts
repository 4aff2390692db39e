import { type DryRunCounts, type DryRunDraft, type DryRunFinding, type DryRunGap, type DryRunReport, type DryRunRow, errorTraits, isErrorCode } from '@tongban/contracts';
import { reference } from '@tongban/operator';
import { type CommandResult, EXIT } from '../outcome';
import type { View, Worded } from '../view';
import { codeWords, named } from '../wording';
import type { PersonalPart } from './dry-run-reports';

const FINDINGS: Readonly<Record<DryRunFinding, Worded>> = { rejected: named('拒收', 'rejected'), returned: named('退回', 'returned'), late: named('逾期', 'late'), 'not-evaluated': named('未评估', 'not evaluated') };
const GAPS: Readonly<Record<DryRunGap, Worded>> = {
  'follows-divergence': named('在同一办件的拒收或退回之后', 'follows a rejection or return in its case'), 'personal-part': named('个人信息部分', 'personal part'), calendar: named('超出日历数据', 'beyond the calendar'),
  materials: named('草案新增必交材料，消息中无从得知是否具备', 'newly required material; no message says who had it'), 'value-used': named('编号是否已被其他办件使用', 'whether another case used the value'),
  history: named('办件日志不能完整读出', 'the log of the case cannot be read whole'),
};

/** What a dry run came to. Exits with 1 when something would have gone otherwise. */
export interface DryRunOutcome {
  readonly draft: DryRunDraft;
  readonly since: string;
  readonly items: readonly string[];
  readonly counts: DryRunCounts;
  /** Without those of the personal part, which are in `personal`. */
  readonly rows: readonly DryRunRow[];
  readonly personal: readonly PersonalPart[];
  readonly unreachable: readonly string[];
}

export function dryRunResult(outcome: DryRunOutcome): CommandResult {
  const { counts: { rejected, returned, late }, personal } = outcome;
  const sentBack = personal.reduce((sum, one) => sum + one.returned, 0);
  return { document: outcome, exit: rejected + returned + late + sentBack > 0 ? EXIT.negative : EXIT.ok, human: (view) => wordOutcome(outcome, view) };
}

function wordOutcome({ draft, since, items, counts, rows, personal, unreachable }: DryRunOutcome, view: View): string {
  const away = unreachable.length === 0 ? [] : [view.colours.yellow(view.say(`无法评估的区域：${unreachable.join('、')}，以上不含其办件`, `regions not evaluated: ${unreachable.join(', ')}; their cases are not in it`))];
  const heading = view.heading(`${draft.draftId}：以${since}及以后的办件试运行`, `${draft.draftId}: dry run on the cases since ${since}`);
  if (items.length === 0) return [heading, view.say('草案不改变任何事项的办理，无可重演', 'the draft changes the handling of no item: there is nothing to replay'), ...away].join('\n');
  return [
    heading,
    view.facts([
      [named('涉及事项', 'items'), items.join(' ')], [named('重演办件', 'cases'), view.say(`${counts.cases}件（另有${counts.untouched}件不涉及）`, `${counts.cases} (${counts.untouched} more are not touched)`)],
      [named('消息', 'messages'), view.say(`${counts.messages}条：通过${counts.passed}，拒收${counts.rejected}，退回${counts.returned}，未评估${counts.notEvaluated}`, `${counts.messages}: ${counts.passed} pass, ${counts.rejected} rejected, ${counts.returned} returned, ${counts.notEvaluated} not evaluated`)],
      [named('逾期', 'late'), view.say(`${counts.late}项次`, `${counts.late} deadlines`)],
    ]),
    rowTable(rows, view),
    ...(personal.length === 0 ? [] : [view.heading('个人信息部分（由持有方的SDK评估，只返回数量）', 'Personal parts (judged by the SDK of their holder, which returns counts only)'), personalTable(personal, view)]),
    ...away,
  ].join('\n');
}

/** What the SDK of one participant reports. */
export const reportResult = (report: DryRunReport): CommandResult => ({
  document: report, exit: report.returned > 0 ? EXIT.negative : EXIT.ok,
  human: (view) => [
    view.heading(`${report.draft.draftId}：${report.participant}自身消息的个人信息部分，自${report.since}`, `${report.draft.draftId}: personal parts of the messages of ${report.participant} since ${report.since}`),
    view.say(`评估${report.evaluated}条，其中会被退回${report.returned}条；本地已不能读出${report.unreadable}条`, `${report.evaluated} judged, ${report.returned} of them would be returned; ${report.unreadable} cannot be read here any more`),
    rowTable(report.rows, view),
    view.colours.dim(view.say('以--json输出的报告可交标准管理人，用--with并入总的结果', 'hand the report that --json prints to the steward, who takes it in by --with')),
  ].join('\n'),
});

const rowTable = (rows: readonly DryRunRow[], view: View): string => view.table(
  [named('参与方', 'participant'), named('名称', 'name'), named('事项', 'item'), named('结论', 'finding'), named('原因', 'reason'), named('消息与字段', 'message and field'), named('次数', 'count'), named('其中当时已逾期', 'late then as well')],
  rows.map((row) => [row.participant, nameOf(row.participant, view), row.item, findingWords(row, view), reasonWords(row, view), [row.message, row.path].filter(Boolean).join(' '), row.count, row.before]));

const personalTable = (personal: readonly PersonalPart[], view: View): string => view.table(
  [named('参与方', 'participant'), named('名称', 'name'), named('消息', 'messages'), named('已评估', 'judged'), named('其中退回', 'returned'), named('未评估', 'not evaluated')],
  personal.map((one) => [one.participant, nameOf(one.participant, view), one.messages, one.evaluated, one.returned, one.notEvaluated]));

function findingWords({ finding }: DryRunRow, view: View): string {
  const words = view.words(FINDINGS[finding]);
  return finding === 'not-evaluated' ? view.colours.dim(words) : finding === 'late' ? view.colours.yellow(words) : view.colours.red(words);
}

/** A limit is never shown without what it rests on: few are law. */
function reasonWords({ reason, wording, deadlineKind }: DryRunRow, view: View): string {
  if (wording) return [reason, view.words(wording), deadlineKind && view.say(`（${codeWords(deadlineKind).zh}）`, `(${codeWords(deadlineKind).en})`)].filter(Boolean).join(' ');
  if (isErrorCode(reason)) return `${view.words(errorTraits(reason))} ${reason}`;
  return Object.hasOwn(GAPS, reason) ? view.words(GAPS[reason as DryRunGap]) : reason;
}

const nameOf = (participant: string, view: View): string => {
  const found = reference().divisions.participantOf(participant);
  return found === undefined ? '' : view.words(found);
};
