import { LinkControl } from '../links/link-control';
import type { Setup } from '../setup/prepare-setup';
import { TongbanStartError } from '../start-error';
import { eventually } from './eventually';
import type { Guard } from './guard';
import { lastLinesOf } from './log-files';
import type { ManagedProcess } from './managed-process';
import { startNodeService } from './node-service';

const READY_WITHIN_MS = 30_000;

/** Starts the links between the regions and the backbone and waits until they pass on. @throws TongbanStartError with its last words. */
export async function startLinks(setup: Setup, guard?: Guard): Promise<ManagedProcess> {
  const { layout } = setup;
  const started = await startNodeService(setup, { name: 'links', entry: 'deploy/local/dist/links/main.js', env: { TONGBAN_SETUP_FILE: layout.setup } }, guard);
  const failed = (): TongbanStartError => new TongbanStartError(
    `链路进程启动失败：查看 ${layout.log('links')}`, `The link process did not start: look at ${layout.log('links')}`, lastLinesOf(layout.log('links')));
  const control = new LinkControl(layout.links);
  const ready = await eventually(() => control.reports().then(() => true as const, () => undefined), {
    withinMs: READY_WITHIN_MS, everyMs: 20, check: () => { if (!started.running) throw failed(); },
  });
  if (ready) return started;
  started.kill('SIGKILL');
  throw failed();
}
