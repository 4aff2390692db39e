import type { Command } from 'commander';
import type { ElevationCandidateRow } from '@tongban/contracts';
import { type CountedCases, type ElevationRow, rankCandidates } from '@tongban/domain';
import { allRows } from '@tongban/operator';
import type { Session } from '../../command-action';
import { type HubContext, handleWithHub, unreachableLine } from '../../hub-command';
import { type CommandResult, EXIT } from '../../outcome';
import { type CountFilters, type Counts, countCases } from '../../standards/case-counts';
import { filterOptions, filtersOf } from '../../standards/page-options';
import { CSV_OPTION, percent, reportResult } from '../../standards/report-table';
import { codeWords, named } from '../../wording';

/** `standards elevation`: local standards as candidates for an industry or national one, with the evidence for each place in the list. */
export function registerElevation(parent: Command, session: Session): void {
  handleWithHub(filterOptions(parent.command('elevation').description('上升候选：地方标准按采用、办件量、按期率排序 / local standards ranked as candidates for industry or national').option(...CSV_OPTION),
    ['tier', 'item', 'region', 'participant']), session, elevation);
}

async function elevation({ operator, options }: HubContext): Promise<CommandResult> {
  const candidates = await allRows(operator, 'elevation', filtersOf(options));
  return elevationResult(options, candidates, await countCases(operator, candidates.flatMap(filtersOfCandidate)));
}

/** One set of filters for each item and participant; a standard of no participant in particular counts all cases of its items. */
export const filtersOfCandidate = ({ itemCodes, participants }: Pick<ElevationCandidateRow, 'itemCodes' | 'participants'>): CountFilters[] =>
  itemCodes.flatMap((item) => (participants.length === 0 ? [{ item }] : participants.map((participant) => ({ item, participant }))));

/** @param counts in the order of `filtersOfCandidate` of each candidate. */
export function elevationResult(options: HubContext['options'], candidates: readonly ElevationCandidateRow[], { hubs, unreachable }: Counts): CommandResult {
  let next = 0;
  const rows = rankCandidates(candidates.map((candidate) => {
    const [from, to] = [next, (next += filtersOfCandidate(candidate).length)];
    return { candidate, counted: hubs.map(({ region, counts }): CountedCases => counts.slice(from, to).reduce(
      (sum, { cases, onTime, late }) => ({ ...sum, cases: sum.cases + cases, onTime: sum.onTime + onTime, late: sum.late + late }), { hub: region, cases: 0, onTime: 0, late: 0 })) };
  }));
  return reportResult(options, {
    rows, more: { countedBy: hubs.map(({ region }) => region), unreachableRegions: unreachable, ratings: 'not-available-yet' }, exit: unreachable.length > 0 ? EXIT.unreachable : EXIT.ok,
    headings: [named('位次', 'rank'), named('编号', 'number'), named('名称', 'title'), named('层级', 'tier'), named('归属', 'of'), named('事项', 'items'), named('采用', 'adopted'), named('采用方', 'adopted by'), named('办件', 'cases'), named('按期率', 'on time'), named('好评率', 'rating')],
    cells: (row: ElevationRow, view) => [
      row.rank, row.number, view.words(row.title), view.words(codeWords(row.tier)), row.participants.join(' '), row.itemCodes.join(' '), row.adopters.length,
      row.adopters.map(({ participant, on }) => `${participant}(${on})`).join(' '), row.cases, percent(row.onTimeRate), '—',
    ],
    lines: (view) => [view.colours.dim(view.say(
      `依次按采用的参与方数、办件量（所列事项中归属方参与的办件，由${hubs.map(({ region }) => region).join('、')}各自统计其为主枢纽的办件）、按期率排序；按期率含非法定的计划时限。好评率尚未采集，不参与排序。`,
      `by participants that adopted it, then cases (of its items, with its participants; ${hubs.map(({ region }) => region).join(', ')} each counted those they are the home of), then the share on time, planning values that are no legal limit included. Ratings are not collected yet and rank nothing.`)),
    ...(unreachable.length > 0 ? [unreachableLine(view, unreachable).trimStart()] : [])],
  });
}
