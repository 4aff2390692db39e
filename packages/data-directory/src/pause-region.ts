import { setTimeout as delay } from 'node:timers/promises';
import { TongbanError } from '@tongban/contracts';
import { Interventions } from './interventions';
import { layoutOf } from './layout';
import { readRun } from './running';

/** A hub drains, a server closes its files. */
const DOWN_WITHIN_MS = 30_000;
const UP_WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

/** What keeps a region down; `release` resolves when its server and its hub have been started again. */
export interface Pause { release(): Promise<void> }

/**
 * Stops the hub and then the server of one region in order, and has the launcher keep them down. The region is away for as long as that takes: what others send it waits with
 * them, its participants' SDKs hold what they send. @throws TongbanError `data.running` when the launcher does not keep them down: it must be one that starts its processes again.
 */
export async function pauseRegion(root: string, region: string): Promise<Pause> {
  const { interventions: directory, run } = layoutOf(root);
  const interventions = new Interventions(directory);
  const before = readRun(run).processes;
  const names = [`hub-${region}`, `nats-${region}`].filter((name) => before[name] !== undefined);
  const holds = names.map((name) => interventions.ask(name, 'hold', true));
  const release = async (): Promise<void> => {
    for (const hold of holds) hold.withdraw();
    await until(() => names.every((name) => readRun(run).processes[name] !== undefined), UP_WITHIN_MS);
  };
  for (const name of names) {
    const told = new Set<number>();
    const isDown = await until(() => {
      const { processes: { [name]: pid }, held } = readRun(run);
      if (pid === undefined) return held.includes(name);
      if (!told.has(pid)) end(pid);
      told.add(pid);
      return false;
    }, DOWN_WITHIN_MS);
    if (isDown) continue;
    for (const hold of holds) hold.withdraw();
    throw new TongbanError('data.running', `${name} of ${root} is not kept down`);
  }
  return { release };
}

async function until(holds: () => boolean, withinMs: number): Promise<boolean> {
  for (const endMs = Date.now() + withinMs; Date.now() < endMs; await delay(LOOK_EVERY_MS)) if (holds()) return true;
  return false;
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGTERM');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}
