import { readFileSync } from 'node:fs';
import { run } from '../find-servers/run';

/** Resident memory of processes together, in MiB; those that have ended count nothing. */
export async function rssMb(pids: readonly number[]): Promise<number> {
  const kilobytes = process.platform === 'linux' ? pids.map(residentKb) : await askPs(pids);
  return Math.round(kilobytes.reduce((sum, one) => sum + one, 0) / 1024);
}

function residentKb(pid: number): number {
  try {
    return Number(/^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0);
  } catch {
    return 0;
  }
}

async function askPs(pids: readonly number[]): Promise<number[]> {
  if (pids.length === 0) return [];
  return (await run('ps', ['-o', 'rss=', '-p', pids.join(',')])).stdout.trim().split(/\s+/).filter(Boolean).map(Number);
}
