import type { Command } from 'commander';
import { type MaintenanceWindow, windowInWords } from '@tongban/domain';
import { participantOf, reference, showStandards } from '@tongban/operator';
import { type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { readInstant } from '../../instant';
import { type CommandResult, UsageError } from '../../outcome';
import { filterOptions, filtersOf, pageOf, pageOptions, tail } from '../../standards/page-options';
import { handleStep } from '../../standards/step-command';
import { named } from '../../wording';

const collect = (value: string, before: readonly string[] = []): readonly string[] => [...before, value];

/** `participant maintenance declare` says all windows of a participant, in place of those before; `list` shows everybody's. */
export function registerMaintenance(parent: Command, session: Session): void {
  const group = parent.command('maintenance').description('维护时段：消息暂存，不判失败 / windows of maintenance: messages are held, not failed');
  handleStep(group.command('declare').description('申明本参与方的全部维护时段 / declare all windows of the own participant')
    .option('--once <from>..<until>', '一次，带时区的RFC 3339时刻 / once, RFC 3339 instants with offset', collect)
    .option('--weekly <day>@<HH:MM>+<minutes>', '每周，1为星期一 / weekly, 1 is Monday', collect)
    .option('--monthly <day>@<HH:MM>+<minutes>', '每月某日，-1为月末日 / a day of every month, -1 is the last one', collect)
    .option('--none', '撤回全部时段 / no window any more'), session, ({ options }) => {
    const as = textOption(options, 'as');
    if (as === undefined) throw new UsageError('缺少--as', '--as is missing');
    const participant = participantOf(as);
    return { owner: reference().divisions.regionOf(participant), command: { type: 'declare-maintenance', participant, windows: windowsGiven(options) } };
  });
  handleWithHub(filterOptions(pageOptions(group.command('list').description('列出维护时段 / list the windows')), ['participant', 'region', 'owner', 'at']), session, listed);
}

async function listed({ operator, options }: HubContext): Promise<CommandResult> {
  const document = await showStandards(operator, 'maintenance', filtersOf(options), pageOf(options));
  return {
    document,
    human: (view) => [
      view.table([named('参与方', 'participant'), named('时段', 'windows'), named('现暂存至', 'held until'), named('下一时段', 'next'), named('理由', 'reason')], document.rows.map(({ participant, windows, heldUntil, next, reason }) =>
        [participant, windows.map((window) => view.words(windowInWords(window))).join(view.say('；', '; ')), readInstant(heldUntil), readInstant(next?.from), reason])),
      ...tail(view, document),
    ].join('\n'),
  };
}

/** What the options ask for. @throws UsageError. */
export function windowsGiven(options: Readonly<Record<string, unknown>>): MaintenanceWindow[] {
  const given = (name: string): readonly string[] => (options[name] as readonly string[] | undefined) ?? [];
  const windows = [...given('once').map(onceGiven), ...given('weekly').map((text) => timed('weekly', text)), ...given('monthly').map((text) => timed('monthly', text))];
  if ((windows.length === 0) !== (options['none'] === true)) throw new UsageError('须给出时段，或以--none撤回全部', 'give windows, or --none to take all of them back');
  return windows;
}

function onceGiven(text: string): MaintenanceWindow {
  const [from, until, more] = text.split('..');
  if (!from || !until || more !== undefined) throw new UsageError('--once形如2026-05-01T00:00:00+08:00..2026-05-02T00:00:00+08:00', '--once has the form 2026-05-01T00:00:00+08:00..2026-05-02T00:00:00+08:00');
  return { repeat: 'once', from, until };
}

function timed(repeat: 'weekly' | 'monthly', text: string): MaintenanceWindow {
  const [, day, at, minutes] = /^(-?\d{1,2})@(\d{2}:\d{2})\+(\d{1,5})$/.exec(text) ?? [];
  if (day === undefined || at === undefined || minutes === undefined) throw new UsageError(`--${repeat}形如-1@20:00+600`, `--${repeat} has the form -1@20:00+600`);
  return repeat === 'weekly' ? { repeat, weekday: Number(day), at, minutes: Number(minutes) } : { repeat, day: Number(day), at, minutes: Number(minutes) };
}
