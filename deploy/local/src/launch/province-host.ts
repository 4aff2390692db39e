import type { Setup } from '../setup/prepare-setup';
import { TongbanStartError } from '../start-error';
import type { Guard } from './guard';
import { settledWithin } from './eventually';
import { lastLinesOf } from './log-files';
import type { ManagedProcess } from './managed-process';
import { startNodeService } from './node-service';

const NAME = 'provinces';
/** Every participant opens its store and says hello to its hub. */
const READY_WITHIN_MS = 120_000;

/**
 * Starts the reference provinces in one process and waits until all are connected; commands go over its channel. Default:
 * every participant of the set-up. @throws TongbanStartError with its last words.
 */
export async function startProvinceHost(setup: Setup, participants: readonly string[] | undefined, guard?: Guard): Promise<ManagedProcess> {
  const started = await startNodeService(setup, {
    name: NAME,
    entry: 'services/province/dist/main.js',
    channel: true,
    env: {
      TONGBAN_SETUP_FILE: setup.layout.setup,
      TONGBAN_DATA_DIR: setup.layout.root,
      TONGBAN_PROBES_PORT: String(setup.ports.probes.provinces),
      ...(participants && { TONGBAN_PARTICIPANTS: participants.join(',') }),
    },
  }, guard);
  const settled = await settledWithin(Promise.race([saysReady(started), started.exited]), READY_WITHIN_MS);
  if (settled && started.running) return started;
  started.kill('SIGKILL');
  const log = setup.layout.log(NAME);
  throw new TongbanStartError(`参考省级系统启动失败：查看 ${log}`, `The reference provinces did not start: look at ${log}`, lastLinesOf(log));
}

/** Its first message over the channel is `{ready: [participant, …]}`. */
const saysReady = ({ child }: ManagedProcess): Promise<void> => new Promise((resolve) => {
  const listen = (message: unknown): void => {
    if (!Array.isArray((message as { ready?: unknown }).ready)) return;
    child.off('message', listen);
    resolve();
  };
  child.on('message', listen);
});
