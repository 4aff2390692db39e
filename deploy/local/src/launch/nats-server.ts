import type { RegionCode } from '@tongban/contracts';
import type { FoundServer } from '../find-servers/found-server';
import { BACKBONE } from '../setup/layout';
import type { Setup } from '../setup/prepare-setup';
import { TongbanStartError } from '../start-error';
import { eventually } from './eventually';
import type { Guard } from './guard';
import { lastLinesOf } from './log-files';
import { ManagedProcess } from './managed-process';
import { get } from './monitoring';

/** A server reads its whole store when it starts; that is waited for as long as it lives. */
const READY_WITHIN_MS = 120_000;

/** Starts the server of a region, or the backbone, and waits until it serves. @throws TongbanStartError with its last words. */
export async function startNatsServer(setup: Setup, server: RegionCode | typeof BACKBONE, binary: FoundServer, guard?: Guard): Promise<ManagedProcess> {
  const { layout, file } = setup;
  const name = `nats-${server}`;
  const started = await ManagedProcess.start({
    name, command: binary.path, args: ['-c', layout.natsConfig(server)], cwd: layout.root, env: { ...process.env, ...binary.env },
  }, guard);
  const health = server === BACKBONE ? `${file.backbone.monitorUrl}/healthz` : `${file.regions[server].monitorUrl}/healthz?js-enabled-only=true`;
  const failed = (): TongbanStartError => new TongbanStartError(
    `${name} 启动失败：查看 ${layout.log(name)}`, `${name} did not start: look at ${layout.log(name)}`,
    started.lastOutput || lastLinesOf(layout.log(name)));
  try {
    const ready = await eventually(async () => ((await get(health))?.status === 200 ? true : undefined), {
      withinMs: READY_WITHIN_MS, everyMs: 25, check: () => { if (!started.running) throw failed(); },
    });
    if (!ready) throw failed();
    return started;
  } catch (error) {
    started.kill('SIGKILL');
    throw error;
  }
}

/** How many leaf connections the backbone has now: one per region that is linked. */
export async function countLeafs(setup: Setup): Promise<number> {
  const answer = await get(`${setup.file.backbone.monitorUrl}/leafz`);
  return answer?.status === 200 ? ((JSON.parse(answer.body) as { leafnodes?: number }).leafnodes ?? 0) : 0;
}
