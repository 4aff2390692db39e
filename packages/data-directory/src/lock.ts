import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { identityOf, isAlive } from './process-identity';

/** One at a time works on a data directory: two would write into the same streams. */
export interface DataLock { release(): void }

const ATTEMPTS_MAX = 3;

/** Takes the lock file, also over from a process that was killed. @returns the process id of who holds it, 0 where that is not known, when it is held. */
export function takeLock(file: string): DataLock | { readonly heldBy: number } {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    try {
      writeFileSync(file, `${process.pid} ${identityOf(process.pid).start}\n`, { flag: 'wx', mode: 0o600 });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const heldBy = holderOf(file);
    if (heldBy !== undefined) return { heldBy };
    rmSync(file, { force: true });
  }
  return { heldBy: 0 };
}

/** Process id of the run that holds the lock; undefined when that run is gone. */
function holderOf(file: string): number | undefined {
  const [pid = '', start = ''] = readText(file).trim().split(' ');
  return isAlive({ pid: Number(pid), start }) ? Number(pid) : undefined;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
