import { type DataLock, takeLock } from '@tongban/data-directory';
import { TongbanStartError } from '../start-error';

export type { DataLock };

/** One run per data directory. @throws TongbanStartError when another run holds it. */
export function takeDataLock(file: string, directory: string): DataLock {
  const lock = takeLock(file);
  if ('release' in lock) return lock;
  throw new TongbanStartError(
    `${directory} 正被另一次运行使用（进程 ${lock.heldBy}）：先停止它，或用 --data 指定其他目录`,
    `${directory} is in use by another run (process ${lock.heldBy}): stop it first, or name another directory with --data`);
}
