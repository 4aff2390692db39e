import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { TongbanStartError } from '../start-error';

/** One run per data directory: two would write into the same streams. */
export interface DataLock { release(): void }

const ATTEMPTS_MAX = 3;

/** Takes the lock file, also over from a run that was killed. @throws TongbanStartError when another run holds it. */
export function takeDataLock(file: string, directory: string): DataLock {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    try {
      writeFileSync(file, `${process.pid} ${startOf(process.pid)}\n`, { flag: 'wx', mode: 0o600 });
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
  const [pid = 0, start = ''] = readText(file).trim().split(' ').map((word, index) => (index === 0 ? Number(word) : word)) as [number?, string?];
  if (!pid) return undefined;
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return undefined;
  }
  return startOf(pid) === start ? pid : undefined;
}

/** When a process began, so that a process id given to somebody else is not taken for the old holder; empty where it cannot be known. */
function startOf(pid: number): string {
  const afterName = readText(`/proc/${pid}/stat`).split(') ').at(-1) ?? '';
  return afterName.split(' ')[19] ?? '';
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
