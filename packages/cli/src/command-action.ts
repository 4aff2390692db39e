import { type Command, Option } from 'commander';
import { TongbanError } from '@tongban/contracts';
import { errorDocument, wordError } from './error-words';
import type { Io } from './io';
import { type CommandResult, EXIT, type ExitCode, UsageError, exitOf } from './outcome';
import { type Language, View } from './view';

/** Where a command leaves its exit code. */
export interface Session {
  readonly io: Io;
  exit: ExitCode;
}

/** Options of a command by their camel-case name. */
export type Options = Readonly<Record<string, string | boolean | undefined>>;
export const textOption = (options: Options, name: string): string | undefined => {
  const value = options[name];
  return typeof value === 'string' ? value : undefined;
};

type Handler = (given: readonly string[], options: Options, view: View) => CommandResult | Promise<CommandResult>;

/**
 * Gives a command `--json` and `--lang` and runs its handler: exactly one JSON document on stdout, or words on stdout and
 * failures on stderr. Nothing a handler throws leaves here.
 */
export function handle(command: Command, session: Session, handler: Handler): void {
  command
    .option('--json', '机器可读的JSON / machine-readable JSON')
    .addOption(new Option('--lang <language>', '语言 / language').choices(['zh', 'en']).default('zh'))
    .action(async () => {
      const options = command.opts<Options>();
      const view = viewFor(session.io, textOption(options, 'lang') === 'en' ? 'en' : 'zh', options['json'] === true);
      try {
        const result = await handler(command.args, options, view);
        const print = result.aside === true ? session.io.stderr : session.io.stdout;
        print(`${options['json'] === true ? JSON.stringify(result.document) : result.human(view)}\n`);
        session.exit = result.exit ?? EXIT.ok;
      } catch (cause) {
        const error = cause instanceof UsageError ? cause : TongbanError.from(cause);
        if (options['json'] === true) session.io.stdout(`${JSON.stringify(errorDocument(error))}\n`);
        else session.io.stderr(`${wordError(error, view)}\n`);
        session.exit = exitOf(error);
      }
    });
}

/** https://no-color.org: present and not empty means no colours. */
function viewFor(io: Io, language: Language, json: boolean): View {
  return new View(language, io.isTty && !json && !io.env['NO_COLOR'] && io.env['TERM'] !== 'dumb');
}
