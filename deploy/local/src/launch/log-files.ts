import { copyFileSync, openSync, readSync, readdirSync, renameSync, statSync, truncateSync, closeSync } from 'node:fs';
import { join } from 'node:path';

const BYTES_MAX = 32 * 1024 * 1024;
const CHECK_EVERY_MS = 60_000;

const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

/** Opens a log for appending; one that has grown is put aside first, and the one put aside before is dropped. */
export function openLog(file: string): number {
  if (sizeOf(file) > BYTES_MAX) renameSync(file, `${file}.1`);
  return openSync(file, 'a', 0o600);
}

/** Last lines of a log, for a sentence about a process that did not start. */
export function lastLinesOf(file: string, lines = 15): string {
  const size = sizeOf(file);
  if (size === 0) return '';
  const length = Math.min(size, 16 * 1024);
  const buffer = Buffer.alloc(length);
  const descriptor = openSync(file, 'r');
  try {
    readSync(descriptor, buffer, 0, length, size - length);
  } finally {
    closeSync(descriptor);
  }
  return buffer.toString('utf8').trim().split('\n').slice(-lines).join('\n');
}

/** Keeps the logs of running processes bounded: they append, so a log can be copied away and emptied under them. */
export function boundLogs(directory: string): { close(): void } {
  const timer = setInterval(() => {
    for (const name of readdirSync(directory).filter((entry) => entry.endsWith('.log'))) {
      const file = join(directory, name);
      if (sizeOf(file) <= BYTES_MAX) continue;
      copyFileSync(file, `${file}.1`);
      truncateSync(file);
    }
  }, CHECK_EVERY_MS);
  timer.unref();
  return { close: () => clearInterval(timer) };
}
