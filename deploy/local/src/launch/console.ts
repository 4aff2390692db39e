import { AccountsFile } from '@tongban/operator';
import type { Setup } from '../setup/prepare-setup';
import { TongbanStartError } from '../start-error';
import { eventually } from './eventually';
import type { Guard } from './guard';
import { lastLinesOf } from './log-files';
import type { ManagedProcess } from './managed-process';
import { startNodeService } from './node-service';

const NAME = 'console';
const READY_WITHIN_MS = 60_000;
const HOST = '127.0.0.1';

export const consoleUrl = ({ ports }: Setup): string => `http://${HOST}:${ports.console}`;

/** Starts the operators' console and waits until it answers. @throws TongbanStartError with its last words. */
export async function startConsole(setup: Setup, guard?: Guard): Promise<ManagedProcess> {
  const started = await startNodeService(setup, {
    name: NAME, entry: 'services/console/dist/main.js',
    env: { TONGBAN_DATA: setup.layout.root, TONGBAN_CONSOLE_HOST: HOST, TONGBAN_CONSOLE_PORT: String(setup.ports.console), TONGBAN_PROBES_PORT: String(setup.ports.probes.console) },
  }, guard);
  const log = setup.layout.log(NAME);
  const failed = (): TongbanStartError => new TongbanStartError(`控制台启动失败：查看 ${log}`, `The console did not start: look at ${log}`, lastLinesOf(log));
  const isUp = async (): Promise<true | undefined> => ((await fetch(`${consoleUrl(setup)}/livez`).catch(() => undefined))?.ok ? true : undefined);
  if (!(await eventually(isUp, { withinMs: READY_WITHIN_MS, check: () => { if (!started.running) throw failed(); } }))) throw failed();
  return started;
}

/** The account that somebody needs to sign in at all; undefined where there is one already. Its password is in no log. */
export const ensureFirstAccount = ({ layout, file }: Setup): Promise<{ readonly login: string; readonly password: string } | undefined> => new AccountsFile(layout.root, file.environment).ensureFirst();
