import type { Command } from 'commander';
import { OperatorDesk, Setup } from '@tongban/operator';
import { type Options, type Session, handle, textOption } from './command-action';
import type { CommandResult } from './outcome';
import type { View } from './view';

/** What a command that talks to hubs works with. */
export interface HubContext {
  readonly setup: Setup;
  readonly operator: OperatorDesk;
  readonly options: Options;
  readonly view: View;
}

/** Adds `--data` and runs the handler with the set-up it names; connections are closed whatever happens. */
export function handleWithHub(command: Command, session: Session, handler: (context: HubContext, given: readonly string[]) => Promise<CommandResult>): void {
  command.option('--data <dir>', '数据目录，默认为仓库的.data / data directory, .data of the repository by default');
  handle(command, session, async (given, options, view) => {
    const setup = Setup.open(session.io, textOption(options, 'data'));
    const operator = new OperatorDesk(setup);
    try {
      return await handler({ setup, operator, options, view }, given);
    } finally {
      await operator.close();
    }
  });
}

/** What a merged answer says about regions that did not. */
export const unreachableLine = (view: View, unreachable: readonly string[]): string =>
  unreachable.length === 0 ? '' : view.colours.yellow(view.say(`\n无法到达的区域：${unreachable.join('、')}，以上不含其办件`, `\nregions out of reach: ${unreachable.join(', ')}; their cases are not shown`));
