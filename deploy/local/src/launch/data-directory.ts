import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ERROR_CATALOGUE, TongbanError } from '@tongban/contracts';
import { migrateData } from '@tongban/data-directory';
import type { Layout } from '../setup/layout';
import { makePrivateDirectory } from '../setup/private-file';
import { TongbanStartError } from '../start-error';
import { type DataLock, takeDataLock } from './data-lock';
import { requireDiskSpace } from './disk-space';

/**
 * Makes the data directory ours for this run, empty when `fresh` is asked for. A directory that holds something else is
 * never emptied. One of an earlier format is brought to
 * the present one. @throws TongbanStartError when it is in use, not ours, of a later format, or its disk is full.
 */
export function openDataDirectory(layout: Layout, fresh: boolean): DataLock {
  const content = existsSync(layout.root) ? readdirSync(layout.root).map((name) => join(layout.root, name)).filter((path) => path !== layout.lock) : [];
  if (fresh && content.length > 0 && !existsSync(layout.setup)) {
    throw new TongbanStartError(`${layout.root} 不是统办的数据目录（没有 setup.json），不会清空：换一个目录，或自行清空它`,
      `${layout.root} is no data directory of Tongban (it has no setup.json) and will not be emptied: name another one, or empty it yourself`);
  }
  makePrivateDirectory(layout.root);
  const lock = takeDataLock(layout.lock, layout.root);
  try {
    if (fresh) empty(layout, content);
    else bringToPresentFormat(layout.root);
    requireDiskSpace(layout.root);
    return lock;
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** @throws TongbanStartError for a directory of a later format, or of another environment than its set-up. */
function bringToPresentFormat(root: string): void {
  try {
    migrateData(root);
  } catch (error) {
    if (!(error instanceof TongbanError)) throw error;
    const { zh, nextZh, en, nextEn } = ERROR_CATALOGUE[error.code];
    throw new TongbanStartError(`${root} ${zh}：${nextZh}`, `${root}: ${en}. ${nextEn}`, error.message, { cause: error });
  }
}

/** setup.json goes last: while it is there, a directory that was emptied half is still known as ours. */
function empty(layout: Layout, content: readonly string[]): void {
  const others = content.filter((path) => path !== layout.setup);
  for (const path of [...others, layout.setup]) rmSync(path, { recursive: true, force: true });
}
