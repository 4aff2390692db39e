import type { TestEnvironment } from './test-environment';

/** The console of an environment, started by whoever needs it first and ended with the environment. @returns its address. */
export async function consoleOf({ local, setup }: TestEnvironment): Promise<string> {
  if (local.process('console')?.running !== true) await local.startConsole();
  return `http://127.0.0.1:${setup.ports.console}`;
}
