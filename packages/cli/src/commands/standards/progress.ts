import type { Command } from 'commander';
import type { CaseCount, ProgressRow, RegionCode } from '@tongban/contracts';
import { addDays, beijingDateOf, onTimeRate } from '@tongban/domain';
import { allRows } from '@tongban/operator';
import { type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub, unreachableLine } from '../../hub-command';
import { type CommandResult, EXIT } from '../../outcome';
import { type CountFilters, type Counts, countCases } from '../../standards/case-counts';
import { filterOptions, filtersOf } from '../../standards/page-options';
import { RegistryDesk } from '../../standards/registry-desk';
import { CSV_OPTION, percent, reportResult } from '../../standards/report-table';
import { named } from '../../wording';
import { keyOf } from './lists';

const PERIOD_DAYS = 30;

/** `standards progress`: phased targets with actual, gap and trend, and for each region what its hub counts: items in use, cases, share on time (T1-C2). */
export function registerProgress(parent: Command, session: Session): void {
  handleWithHub(filterOptions(parent.command('progress').description('分阶段目标的实绩、差距与趋势，各区域事项覆盖、办件量、按期率 / phased targets with actual, gap and trend; items, cases and share on time of each region').option(...CSV_OPTION),
    ['region', 'owner', 'at']), session, progress);
}

async function progress({ setup, operator, options }: HubContext): Promise<CommandResult> {
  const filters = filtersOf(options);
  const [phases, participants] = [await allRows(operator, 'progress', filters), await allRows(operator, 'participants', filters.at === undefined ? {} : { at: filters.at })];
  const items = [...new Set(participants.flatMap(({ enabledItems }) => enabledItems))].sort();
  const today = beijingDateOf(textOption(options, 'at') ?? await new RegistryDesk(setup, operator).now('nat'));
  const counts = await countCases(operator, questionsFor(items, today));
  return progressResult(options, phases, indicatorsOf(items, counts).filter(({ region }) => filters.region === undefined || region === filters.region), counts.unreachable);
}

/** All cases, those of the last thirty days, of the thirty before, and of each item. */
export const questionsFor = (items: readonly string[], today: string): CountFilters[] => [
  {}, { openedFrom: addDays(today, 1 - PERIOD_DAYS), openedTo: today }, { openedFrom: addDays(today, 1 - 2 * PERIOD_DAYS), openedTo: addDays(today, -PERIOD_DAYS) },
  ...items.map((item) => ({ item })),
];

export interface RegionIndicators {
  readonly region: RegionCode;
  /** Items with a case, of those a case can be opened for. */
  readonly itemsUsed: number;
  readonly itemsOpen: number;
  readonly cases: number;
  readonly onTimeRate: number | null;
  /** Opened in the last 30 days and in the 30 before, with the share on time of each. */
  readonly recent: { readonly cases: number; readonly onTimeRate: number | null };
  readonly before: { readonly cases: number; readonly onTimeRate: number | null };
}

/** @param counts of `questionsFor(items, …)`. */
export const indicatorsOf = (items: readonly string[], { hubs }: Counts): RegionIndicators[] => hubs.map(({ region, counts: [all, recent, before, ...ofItems] }) => ({
  region, itemsUsed: ofItems.filter(({ cases }) => cases > 0).length, itemsOpen: items.length, ...shareOf(all), recent: shareOf(recent), before: shareOf(before),
}));
const shareOf = (count: CaseCount | undefined) => ({ cases: count?.cases ?? 0, onTimeRate: onTimeRate(count?.onTime ?? 0, count?.late ?? 0) });

export function progressResult(options: HubContext['options'], phases: readonly ProgressRow[], regions: readonly RegionIndicators[], unreachable: readonly string[]): CommandResult {
  const late = phases.filter((row) => row.late).length;
  return reportResult(options, {
    rows: phases, more: { late, regions, unreachableRegions: unreachable }, exit: unreachable.length > 0 ? EXIT.unreachable : late > 0 ? EXIT.negative : EXIT.ok,
    headings: [named('区域', 'region'), named('阶段', 'phase'), named('期限', 'by'), named('版本', 'version'), named('目标', 'wanted'), named('实绩', 'actual'), named('差距', 'gap'), named('趋势', 'trend'), named('近30日', 'in 30 days'), named('逾期', 'late')],
    cells: (row, view) => [
      row.region, row.phase, row.by, keyOf(row), row.wanted, row.actual, row.gap, row.trend.map(({ on, actual }) => `${on.slice(5)}:${actual}`).join(' '), row.change > 0 ? `+${row.change}` : row.change,
      row.late ? view.colours.red(view.say('是', 'yes')) : '',
    ],
    lines: (view) => [
      view.heading('各区域指标', 'Indicators by region'),
      view.table([named('区域', 'region'), named('事项覆盖', 'items in use'), named('办件量', 'cases'), named('按期率', 'on time'), named('近30日办件', 'in 30 days'), named('近30日按期率', 'on time'), named('前30日办件', '30 days before'), named('前30日按期率', 'on time')],
        regions.map(({ region, itemsUsed, itemsOpen, cases, onTimeRate: rate, recent, before }) =>
          [region, `${itemsUsed}/${itemsOpen}`, cases, percent(rate), recent.cases, percent(recent.onTimeRate), before.cases, percent(before.onTimeRate)])),
      view.colours.dim(view.say('办件由其主枢纽统计；按期率含非法定的计划时限。目标只能就采用设定，其他指标只显示实绩与趋势。', 'cases are counted by their home hub; the share on time counts planning values too. Targets are set for adoption only: of the other indicators actual and trend are shown.')),
      ...(unreachable.length > 0 ? [unreachableLine(view, unreachable).trimStart()] : []),
    ],
  });
}
