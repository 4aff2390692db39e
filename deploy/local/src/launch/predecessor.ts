import { existsSync, readFileSync } from 'node:fs';
import type { Say } from '../say';
import { eventually } from './eventually';
import type { RunFile } from './run-file';

/** A guard gives the processes of a killed launcher ten seconds to end. */
const GONE_WITHIN_MS = 15_000;

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** A run that was killed leaves its run.json behind, and for a moment its processes: they are waited for, not raced. */
export async function waitForPredecessor(runFile: string, say: Say): Promise<void> {
  const left = (): boolean => pidsOf(runFile).some(isAlive);
  if (!left()) return;
  say('等待上一次运行的进程结束', 'Waiting for the processes of the previous run to end');
  await eventually(async () => (left() ? undefined : true), { withinMs: GONE_WITHIN_MS });
}

function pidsOf(runFile: string): number[] {
  if (!existsSync(runFile)) return [];
  try {
    return Object.values((JSON.parse(readFileSync(runFile, 'utf8')) as RunFile).processes);
  } catch {
    return []; // cut off while it was written; the ports will tell
  }
}
