import { Command, CommanderError, type OutputConfiguration } from 'commander';
import type { Session } from './command-action';
import { registerBackup } from './commands/backup';
import { registerCalendar } from './commands/calendar';
import { registerCase } from './commands/case';
import { registerCatalogue } from './commands/catalogue';
import { registerClock } from './commands/clock';
import { registerExplain } from './commands/explain';
import { registerFind } from './commands/find';
import { registerId } from './commands/id';
import { registerMirrors } from './commands/mirrors';
import { registerParticipant } from './commands/participant/participant';
import { registerReconcile } from './commands/reconcile';
import { registerStandards } from './commands/standards/standards';
import { registerStore } from './commands/store';
import { registerStatus } from './commands/status';
import { registerSubscribe } from './commands/subscribe';
import { registerWorkdays } from './commands/workdays';
import type { Io } from './io';
import { EXIT, type ExitCode } from './outcome';

/** The whole command, one file of ./commands per group. */
export function buildProgram(session: Session): Command {
  const output: OutputConfiguration = {
    writeOut: session.io.stdout, writeErr: session.io.stderr,
    outputError: (english, write) => write(`命令有误，用--help查看用法\n${english}`),
  };
  const program = new Command('tongban')
    .description('通办：跨省人社业务互通 / cross-provincial HRSS interoperability')
    .exitOverride()
    .configureOutput(output);
  for (const register of [registerCase, registerFind, registerStatus, registerReconcile, registerMirrors, registerBackup, registerStore, registerClock, registerCalendar, registerStandards, registerParticipant, registerSubscribe, registerCatalogue, registerId, registerWorkdays, registerExplain]) register(program, session);
  for (const command of descendants(program)) command.exitOverride().configureOutput(output).showHelpAfterError(false);
  return program;
}

/** Runs one command line and resolves with its exit code; `args` is what follows the command's name. */
export async function runCommandLine(args: readonly string[], io: Io): Promise<ExitCode> {
  const session: Session = { io, exit: EXIT.ok };
  try {
    await buildProgram(session).parseAsync([...args], { from: 'user' });
    return session.exit;
  } catch (error) {
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
