import type { Command } from 'commander';
import { type GapRow, type RegionStatus, counted } from '@tongban/contracts';
import { type SystemTableRow, systemTableCsv } from '@tongban/domain';
import { allRows, showStandards } from '@tongban/operator';
import type { Session } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { readInstant } from '../../instant';
import { type CommandResult, EXIT } from '../../outcome';
import { filterOptions, filtersOf, pageOf, pageOptions, tail } from '../../standards/page-options';
import { statusWords } from '../../standards/registry-words';
import type { Worded } from '../../view';
import { codeWords, named } from '../../wording';

/** `standards table`, `standards gaps` and `standards status`. */
export function registerTables(parent: Command, session: Session): void {
  handleWithHub(filterOptions(pageOptions(parent.command('table').description('标准体系表 / standard system table').option('--csv', 'CSV，全部行 / CSV, every row')), ['tier', 'category', 'item', 'owner', 'at']), session, systemTable);
  handleWithHub(parent.command('gaps').description('缺口：无标准的事项、无事项的标准、未覆盖全部省份的联合标准 / items without a standard, standards without an item, joint families with a province missing'), session, gaps);
  handleWithHub(parent.command('status').description('各枢纽所持各归口日志的副本 / how each hub\'s copy of each owner\'s log stands'), session, status);
}

async function systemTable({ operator, options, view }: HubContext): Promise<CommandResult> {
  if (options['csv'] === true) {
    const rows = await allRows(operator, 'table', filtersOf(options));
    return { document: { rows }, human: () => systemTableCsv(rows as readonly SystemTableRow[], view.language).trimEnd() };
  }
  const document = await showStandards(operator, 'table', filtersOf(options), pageOf(options));
  return {
    document,
    human: () => [
      view.table([named('层级', 'tier'), named('领域', 'field'), named('事项', 'item'), named('编号', 'number'), named('名称', 'title'), named('类别', 'kind'), named('版本', 'version'), named('状态', 'status'), named('代替', 'replaces')],
        document.rows.map((row) => [view.words(codeWords(row.tier)), row.field ?? '', row.itemCode ?? '', row.number, view.words(row.title), view.words(codeWords(row.kind)), row.version, statusWords(view, row.status), row.replaces.join(' ')])),
      ...tail(view, document),
    ].join('\n'),
  };
}

const GAPS: Readonly<Record<GapRow['gap'], Worded>> = {
  'item-without-standard': named('事项无标准', 'item without a standard'), 'standard-without-item': named('标准无事项', 'standard without an item'),
  'family-incomplete': named('联合标准未覆盖全部省份', 'joint family with a province missing'),
  'area-without-item': named('四领域之一没有事项', 'policy area without an item'), 'item-without-category': named('四领域之外的事项未注明领域', 'item outside the four areas without a category'),
  'item-without-expenditure': named('事项未登记支出责任', 'item without expenditure responsibility'), 'item-without-lead-unit': named('事项未登记牵头单位', 'item without a lead unit'),
};

async function gaps({ operator }: HubContext): Promise<CommandResult> {
  const rows = await allRows(operator, 'gaps', {});
  return {
    document: { rows }, exit: rows.length > 0 ? EXIT.negative : EXIT.ok,
    human: (view) => [
      view.table([named('缺口', 'gap'), named('标识', 'id'), named('区域', 'region'), named('缺少', 'missing')], rows.map(({ gap, id, region, missing }) => [view.words(GAPS[gap]), id, region, missing?.join(' ')])),
      view.colours.dim(view.say(`共${rows.length}处`, counted(rows.length, 'gap'))),
    ].join('\n'),
  };
}

/** A copy that is late makes its hub refuse new cases, so it is no detail. */
async function status({ operator }: HubContext): Promise<CommandResult> {
  const { answers, unreachable } = await operator.askAll((region) => operator.askJson<RegionStatus>(region, 'hub.status'));
  const rows = answers.flatMap(({ region, answer: { standards = [] } }) => standards.map((copy) => ({ region, ...copy })));
  const late = rows.filter((row) => row.late !== undefined);
  return {
    document: { ok: late.length === 0 && unreachable.length === 0, rows, unreachableRegions: unreachable },
    exit: unreachable.length > 0 ? EXIT.unreachable : late.length > 0 ? EXIT.negative : EXIT.ok,
    human: (view) => [
      view.table([named('枢纽', 'hub'), named('归口', 'owner'), named('所持', 'held'), named('公告', 'announced'), named('确知至', 'known until'), named('滞后', 'late')],
        rows.map(({ region, owner, held, announced, knownUntil, late: why }) => [region, owner, held, announced, readInstant(knownUntil), why && view.colours.red(view.words(why.wording))])),
      ...(unreachable.length > 0 ? [view.colours.yellow(view.say(`无法到达：${unreachable.join('、')}`, `out of reach: ${unreachable.join(', ')}`))] : []),
    ].join('\n'),
  };
}
