import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** What the kernel has counted for one process so far. */
export interface ProcessCounters {
  /** User and system time of all its threads. */
  readonly cpuMs: number;
  readonly rssBytes: number;
  /** Handed to the disk, by what it wrote; 0 where the kernel does not count it. */
  readonly writtenBytes: number;
  readonly openFiles: number;
}
export type Counters = ReadonlyMap<string, ProcessCounters>;

const TICKS_PER_SECOND = ((): number => {
  try {
    return Number(execFileSync('getconf', ['CLK_TCK'], { encoding: 'utf8' })) || 100;
  } catch {
    return 100;
  }
})();

/** Reads /proc, so Linux only; a process that is gone counts nothing. By name of the process. */
export function countersOf(processes: ReadonlyMap<string, number>): Counters {
  return new Map([...processes].map(([name, pid]) => [name, counters(pid)]));
}

function counters(pid: number): ProcessCounters {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    // The command may hold spaces and brackets; what follows its last bracket is fields 3 and on.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return {
      cpuMs: ((Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND) * 1_000,
      rssBytes: Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024,
      writtenBytes: writtenBy(pid), openFiles: readdirSync(`/proc/${pid}/fd`).length,
    };
  } catch {
    return { cpuMs: 0, rssBytes: 0, writtenBytes: 0, openFiles: 0 };
  }
}

function writtenBy(pid: number): number {
  try {
    return Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
