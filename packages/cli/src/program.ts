import { TongbanError } from '@tongban/contracts';
import { printedSettings, refuseSecretsIn } from '@tongban/trust';
import { Command, CommanderError, type OutputConfiguration } from 'commander';
import type { Session } from './command-action';
import { registerAccounts } from './commands/accounts';
import { registerAlerts } from './commands/alerts';
import { registerAudit } from './commands/audit';
import { registerBackup } from './commands/backup';
import { registerBroker } from './commands/broker';
import { registerCalendar } from './commands/calendar';
import { registerCase } from './commands/case';
import { registerCatalogue } from './commands/catalogue';
import { registerClock } from './commands/clock';
import { registerCure } from './commands/cure';
import { registerDoctor } from './commands/doctor';
import { registerExplain } from './commands/explain';
import { registerFailures } from './commands/failures/failures';
import { registerFind } from './commands/find';
import { registerId } from './commands/id';
import { registerMirrors } from './commands/mirrors';
import { registerParticipant } from './commands/participant/participant';
import { registerReceipts } from './commands/receipts';
import { registerReconcile } from './commands/reconcile';
import { registerSecurity } from './commands/security';
import { registerStandards } from './commands/standards/standards';
import { registerStore } from './commands/store';
import { registerStatus } from './commands/status';
import { registerSwitches } from './commands/standards/switches';
import { registerSubscribe } from './commands/subscribe';
import { registerTop } from './commands/top';
import { registerTrace } from './commands/trace';
import { registerViews } from './commands/views';
import { registerWorkdays } from './commands/workdays';
import type { Io } from './io';
import { commandSettings } from './command-settings';
import { wordError } from './error-words';
import { EXIT, type ExitCode, exitOf } from './outcome';
import { View } from './view';

/** The whole command, one file of ./commands per group. */
export function buildProgram(session: Session): Command {
  const output: OutputConfiguration = {
    writeOut: session.io.stdout, writeErr: session.io.stderr,
    outputError: (english, write) => write(`命令有误，用--help查看用法\n${english}`),
  };
  const program = new Command('tongban')
    .description('通办：跨省人社业务互通 / cross-provincial HRSS interoperability')
    .option('--print-config', '显示生效的配置及其来源，口令与密钥不显示 / print the configuration in effect and where it is from, secrets masked')
    .exitOverride()
    .configureOutput(output);
  for (const register of [registerCase, registerFind, registerStatus, registerTop, registerTrace, registerAlerts, registerFailures, registerReceipts, registerDoctor, registerBroker, registerReconcile, registerMirrors, registerViews, registerCure, registerSwitches, registerBackup, registerStore, registerClock, registerCalendar, registerStandards, registerParticipant, registerSecurity, registerAccounts, registerAudit, registerSubscribe, registerCatalogue, registerId, registerWorkdays, registerExplain]) register(program, session);
  for (const command of descendants(program)) command.exitOverride().configureOutput(output).showHelpAfterError(false);
  return program;
}

/** Runs one command line and resolves with its exit code; `args` is what follows the command's name. */
export async function runCommandLine(args: readonly string[], io: Io): Promise<ExitCode> {
  const session: Session = { io, exit: EXIT.ok };
  try {
    refuseSecretsIn(args);
    if (args.includes('--print-config')) {
      io.stdout(printedSettings(commandSettings(io, args)));
      return EXIT.ok;
    }
    await buildProgram(session).parseAsync([...args], { from: 'user' });
    return session.exit;
  } catch (error) {
    if (error instanceof TongbanError) {
      io.stderr(`${wordError(error, new View('zh', false))}\n`);
      return exitOf(error);
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    throw error;
  }
}

function* descendants(command: Command): Generator<Command> {
  for (const child of command.commands) {
    yield child;
    yield* descendants(child);
  }
}
