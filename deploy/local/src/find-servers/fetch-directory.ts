import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { identityOf, isAlive } from '../launch/process-identity';

const PREFIX = 'fetch-';
/** `fetch-PID-START-random`: whose it is can be seen without opening it. */
const NAME = /^fetch-(\d+)-(\d*)-/;
/** No fetch lasts this long. */
const STALE_MS = 3_600_000;
/** A tool that is being killed may still write while its directory is removed. */
const REMOVE = { recursive: true, force: true, maxRetries: 3 } as const;

/**
 * Runs work in a directory of its own under the cache, and removes it afterwards, also when the process exits meanwhile. What killed
 * processes left behind is removed first.
 */
export async function withFetchDirectory<T>(cacheDir: string, work: (directory: string) => Promise<T>): Promise<T> {
  mkdirSync(cacheDir, { recursive: true });
  removeStaleFetches(cacheDir);
  const { pid, start } = identityOf(process.pid);
  const directory = mkdtempSync(join(cacheDir, `${PREFIX}${pid}-${start}-`));
  const remove = (): void => rmSync(directory, REMOVE);
  process.once('exit', remove);
  try {
    return await work(directory);
  } finally {
    process.off('exit', remove);
    remove();
  }
}

/** Removes the directories of processes that are gone, and any that is too old to be in use. */
export function removeStaleFetches(cacheDir: string, nowMs: number = Date.now()): void {
  for (const name of readdirSync(cacheDir).filter((one) => one.startsWith(PREFIX))) {
    const [, pid, start = ''] = NAME.exec(name) ?? [];
    const directory = join(cacheDir, name);
    const gone = pid !== undefined && !isAlive({ pid: Number(pid), start });
    if (gone || nowMs - modifiedMs(directory, nowMs) > STALE_MS) rmSync(directory, REMOVE);
  }
}

/** `nowMs` when somebody else has just removed it. */
const modifiedMs = (path: string, nowMs: number): number => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? nowMs;
