import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { arch, cpus, release, totalmem, type, loadavg } from 'node:os';
import { join } from 'node:path';
import { latencyOf } from './percentiles';

/** What the figures depend on and a reader cannot see in them. */
export interface Machine {
  readonly at: string;
  readonly cpu: string;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly system: string;
  /** Of the directory with the data. */
  readonly fileSystem: string;
  /** One write of 4 KiB to disk, `fsync` included. */
  readonly fsyncMs: { readonly p50: number; readonly p99: number };
  /** Load of the last minute before anything was started: above nothing, others used the machine too. */
  readonly loadBefore: number;
}

/** @param directory where the data will be. */
export function machineOf(directory: string): Machine {
  const { p50, p99 } = fsyncTimes(directory);
  return {
    at: new Date().toISOString(), cpu: cpus()[0]?.model.trim() ?? '', cores: cpus().length, memoryGiB: Math.round(totalmem() / 2 ** 30), system: `${type()} ${release()} ${arch()}`,
    fileSystem: fileSystemOf(directory), fsyncMs: { p50, p99 }, loadBefore: loadavg()[0]!,
  };
}

/** The type of the mount that a path lies on: the longest mount point it begins with. */
function fileSystemOf(directory: string): string {
  try {
    const mounts = readFileSync('/proc/self/mountinfo', 'utf8').trim().split('\n').map((line) => ({ point: line.split(' ')[4]!, kind: line.split(' - ')[1]!.split(' ')[0]! }));
    const holding = mounts.filter(({ point }) => point === '/' || `${directory}/`.startsWith(`${point}/`));
    return holding.sort((a, b) => b.point.length - a.point.length)[0]?.kind ?? '';
  } catch {
    return '';
  }
}

const WRITES = 200;
function fsyncTimes(directory: string): { p50: number; p99: number } {
  const file = join(directory, 'fsync-probe');
  const descriptor = openSync(file, 'w');
  const block = Buffer.alloc(4_096, 1);
  const times: number[] = [];
  try {
    for (let count = 0; count < WRITES; count++) {
      const began = performance.now();
      writeSync(descriptor, block);
      fsyncSync(descriptor);
      times.push(performance.now() - began);
    }
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
  return latencyOf(times);
}
