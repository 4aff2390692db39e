import { existsSync, readFileSync } from 'node:fs';
import { TongbanError } from '@tongban/contracts';
import { layoutOf } from './layout';
import { type DataLock, takeLock } from './lock';

/** While files of running servers are copied they change: a copy would be of no moment. @returns what keeps a run out while it is worked on; of one region, the others run on. @throws TongbanError `data.running`. */
export function holdStill(root: string, region?: string): DataLock {
  const { lock } = layoutOf(root);
  requireStopped(root, (name) => region === undefined || name === `nats-${region}` || name === `hub-${region}`);
  if (region !== undefined) return { release: () => undefined };
  const held = takeLock(lock);
  if ('release' in held) return held;
  throw new TongbanError('data.running', `${root} is used by process ${held.heldBy}`);
}

/** @throws TongbanError `data.running` when a process of that kind runs. */
export function requireStopped(root: string, isMeant: (process: string) => boolean): void {
  const running = Object.entries(readRun(layoutOf(root).run).processes).filter(([name, pid]) => isMeant(name) && isThere(pid)).map(([name]) => name);
  if (running.length > 0) throw new TongbanError('data.running', `${running.join(', ')} of ${root}`);
}

/** What run.json says of the processes, by name, and of those that are held down. */
export function readRun(run: string): { readonly processes: Readonly<Record<string, number>>; readonly held: readonly string[] } {
  try {
    return existsSync(run) ? (JSON.parse(readFileSync(run, 'utf8')) as ReturnType<typeof readRun>) : { processes: {}, held: [] };
  } catch {
    return { processes: {}, held: [] }; // cut off while it was written: the lock tells
  }
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
