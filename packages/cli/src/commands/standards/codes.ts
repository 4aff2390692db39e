import type { Command } from 'commander';
import { type CodeListRow, type CodeMappingRow, type MappedCode, TongbanError } from '@tongban/contracts';
import { allRows } from '@tongban/operator';
import type { Session } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, EXIT } from '../../outcome';
import { filterOptions, filtersOf } from '../../standards/page-options';
import type { View, Worded } from '../../view';
import { named } from '../../wording';

/** `standards code-list LIST` and `standards mapping LIST PARTICIPANT`: codes with their dates, and how a province's own codes stand to them. */
export function registerCodes(parent: Command, session: Session): void {
  handleWithHub(filterOptions(parent.command('code-list').description('代码表：代码、名称、可用日期 / a code list: codes, labels, dates').argument('<list>', '代码表 / code list'), ['at']), session, codeList);
  handleWithHub(filterOptions(parent.command('mapping').description('本省代码与标准代码的对照及其损失；不完整时退出码为1 / local and standard codes of a province and what is lost; exits with 1 where codes have no counterpart')
    .argument('<list>', '代码表 / code list').argument('<participant>', '参与方 / participant'), ['at']), session, mapping);
}

async function codeList({ operator, options }: HubContext, [id = '']: readonly string[]): Promise<CommandResult> {
  const [row] = await allRows(operator, 'code-lists', { ...filtersOf(options), id });
  if (row === undefined) throw new TongbanError('find.nothing', `no code list ${id} is in force`);
  return codeListResult(row);
}

export const codeListResult = (row: CodeListRow): CommandResult => ({
  document: row,
  human: (view) => [
    `${view.heading(row.title.zh, row.title.en)}  ${row.listId}@${row.version}  ${row.owner}`,
    view.table([named('代码', 'code'), named('名称', 'label'), named('另一语言', 'other label'), named('启用', 'from'), named('停用', 'until'), named('新办件', 'new cases')],
      row.values.map((value) => [value.code, view.words(value), view.say(value.en, value.zh), value.effectiveFrom, value.retiredOn, value.counts ? view.say('可用', 'may use it') : view.colours.yellow(view.say('不可用', 'may not'))])),
  ].join('\n'),
});

async function mapping({ operator, options }: HubContext, [id = '', participant = '']: readonly string[]): Promise<CommandResult> {
  const [row] = await allRows(operator, 'mappings', { ...filtersOf(options), id, participant });
  if (row === undefined) throw new TongbanError('find.nothing', `${participant} has no mapping table for ${id} in force`);
  return mappingResult(row);
}

const LOSSES: Readonly<Record<MappedCode['loss'][number], Worded>> = {
  widened: named('含义放宽', 'means more there'), narrowed: named('含义收窄', 'means less there'), merged: named('多个代码合一', 'merged with others'), ambiguous: named('有多个对应，须选择', 'several: one has to be chosen'),
  'no-counterpart': named('无对应', 'no counterpart'), unmapped: named('未列入对照', 'not in the table'),
};

/** A table that leaves codes without a counterpart is a finding; that something is lost is what tables say. */
export const mappingResult = (row: CodeMappingRow): CommandResult => ({
  document: row, exit: row.total ? EXIT.ok : EXIT.negative,
  human: (view) => [
    `${view.heading(row.title.zh, row.title.en)}  ${row.mappingId}@${row.version}  ${row.owner}`,
    codesTable(view, named('本地代码', 'local'), named('标准代码', 'standard'), row.toStandard),
    codesTable(view, named('标准代码', 'standard'), named('本地代码', 'local'), row.toLocal),
    view.colours.dim(row.lossless ? view.say('一一对应，无损失', 'one to one, nothing is lost') : row.total ? view.say('各代码都有对应，部分有损失', 'every code has a counterpart, some lose something') : view.say('有代码没有对应', 'there are codes without a counterpart')),
  ].join('\n'),
});

const codesTable = (view: View, from: Worded, to: Worded, codes: readonly MappedCode[]): string =>
  view.table([from, named('名称', 'label'), to, named('损失', 'loss')], codes.map((code) => [code.code, view.words(code), code.codes.join(' '), code.loss.map((loss) => view.colours.yellow(view.words(LOSSES[loss]))).join(view.say('；', '; '))]));
