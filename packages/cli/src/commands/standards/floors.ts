import type { Command } from 'commander';
import { standardsBehind } from '@tongban/catalogue';
import { type BehindFloor, beijingDateOf, isDate } from '@tongban/domain';
import { type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, EXIT, UsageError } from '../../outcome';
import { publishedStandards } from '../../standards/published';
import { RegistryDesk } from '../../standards/registry-desk';
import type { View, Worded } from '../../view';
import { named } from '../../wording';

/** `standards floors`: published values that national floors have left behind, or will. They stay in force; their owners are to revise them. */
export function registerFloors(parent: Command, session: Session): void {
  handleWithHub(parent.command('floors').description('国家标准底线：哪些地方标准自何日起低于国家标准 / national floors: which local standards fall behind them, and from what day')
    .option('--on <date>', '日期，默认今天 / day, today by default'), session, floors);
}

async function floors({ setup, operator, options }: HubContext): Promise<CommandResult> {
  const given = dayGiven(textOption(options, 'on'));
  const desk = new RegistryDesk(setup, operator);
  const on = given ?? beijingDateOf(await desk.now('nat'));
  const { catalogue } = await publishedStandards(setup, operator, desk);
  return floorsResult(standardsBehind(catalogue, on), on);
}

/** `--on`; undefined when it was not given. @throws UsageError. */
export function dayGiven(given: string | undefined): string | undefined {
  if (given === undefined || isDate(given)) return given;
  throw new UsageError('--on应为日期YYYY-MM-DD', '--on is a date, YYYY-MM-DD');
}

const STATES: Readonly<Record<BehindFloor['state'], Worded>> = { behind: named('已低于', 'behind'), 'to-come': named('将低于', 'to come') };

/** What is behind on the day is a finding; what is yet to come is none. */
export function floorsResult(rows: readonly BehindFloor[], on: string): CommandResult {
  const behind = rows.filter(({ state }) => state === 'behind').length;
  return {
    document: { on, behind, rows }, exit: behind > 0 ? EXIT.negative : EXIT.ok,
    human: (view) => [
      view.table([named('标准', 'standard'), named('区划', 'divisions'), named('事项', 'item'), named('状态', 'state'), named('自', 'since')],
        rows.map(({ standardId, divisionCodes, regionIds, itemCode, state, since }) => [standardId, (divisionCodes.length > 0 ? divisionCodes : regionIds).join(' '), itemCode, stateWords(view, state), since ?? view.say('始终', 'ever')])),
      ...rows.map(({ standardId, comparison }) => `${view.colours.bold(standardId)}  ${view.words(comparison)}`),
      view.colours.dim(view.say(`${on}：${behind}处已低于国家标准，另有${rows.length - behind}处将低于`, `${on}: ${behind} behind the national floors, ${rows.length - behind} yet to come`)),
    ].join('\n'),
  };
}

const stateWords = (view: View, state: BehindFloor['state']): string => (state === 'behind' ? view.colours.red(view.words(STATES[state])) : view.colours.yellow(view.words(STATES[state])));
