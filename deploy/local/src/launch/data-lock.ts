import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { TongbanStartError } from '../start-error';
import { identityOf, isAlive } from './process-identity';

/** One run per data directory: two would write into the same streams. */
export interface DataLock { release(): void }

const ATTEMPTS_MAX = 3;

/** Takes the lock file, also over from a run that was killed. @throws TongbanStartError when another run holds it. */
export function takeDataLock(file: string, directory: string): DataLock {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    try {
      writeFileSync(file, `${process.pid} ${identityOf(process.pid).start}\n`, { flag: 'wx', mode: 0o600 });
      return { release: () => rmSync(file, { force: true }) };
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const holder = holderOf(file);
    if (holder !== undefined) throw inUse(directory, holder);
    rmSync(file, { force: true });
  }
  throw inUse(directory, 0);
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

const inUse = (directory: string, pid: number): TongbanStartError => new TongbanStartError(
  `${directory} 正被另一次运行使用（进程 ${pid}）：先停止它，或用 --data 指定其他目录`,
  `${directory} is in use by another run (process ${pid}): stop it first, or name another directory with --data`);
