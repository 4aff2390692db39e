import { statfsSync } from 'node:fs';
import { TongbanStartError } from '../start-error';

const FREE_BYTES_MIN = 1024 ** 3;

/** @throws TongbanStartError when less than 1 GiB is free where the data goes: a full disk refuses messages. */
export function requireDiskSpace(directory: string, freeBytes: number = freeBytesAt(directory)): void {
  if (freeBytes >= FREE_BYTES_MIN) return;
  const free = `${Math.floor(freeBytes / 1024 ** 2)} MiB`;
  throw new TongbanStartError(`${directory} 所在磁盘只剩 ${free}，至少需要 1 GiB：清理磁盘，或用 --data 指定其他目录`,
    `Only ${free} is free on the disk of ${directory}, 1 GiB is needed: free some space, or name another directory with --data`);
}

function freeBytesAt(directory: string): number {
  const { bavail, bsize } = statfsSync(directory);
  return bavail * bsize;
}
