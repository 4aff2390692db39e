import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Interventions, type LocalEnvironment, REPOSITORY_ROOT } from '@tongban/local';

/** A module that a measured Node process loads first. */
export const PROBE = join(REPOSITORY_ROOT, 'test/bench/measure/probe.cjs');

/** What the probe in one process does, as its environment says it. */
export interface ProbeSettings {
  readonly profiles?: string;
  readonly loop?: string;
}
export const probeEnvironment = (name: string, { profiles, loop }: ProbeSettings): Record<string, string> =>
  ({ TONGBAN_BENCH_NAME: name, ...(profiles !== undefined && { TONGBAN_BENCH_PROFILES: profiles }), ...(loop !== undefined && { TONGBAN_BENCH_LOOP: loop }) });

/** Has a service of an environment load the probe when it starts. */
export function probeService(environment: LocalEnvironment, name: string, settings: ProbeSettings): void {
  new Interventions(environment.setup.layout.interventions).ask(name, 'preload', { module: PROBE, env: probeEnvironment(name, settings) });
}

/** Runs work while the named processes take a CPU profile; each leaves a `.cpuprofile` that Chrome and VS Code open. */
export async function profileThrough<T>(processes: ReadonlyMap<string, number>, names: readonly string[], work: () => Promise<T>): Promise<T> {
  const pids = names.flatMap((name) => processes.get(name) ?? []);
  const signal = (): void => pids.forEach((pid) => process.kill(pid, 'SIGUSR2'));
  signal();
  const result = await work();
  signal();
  return result;
}

/** Delays of an event loop as the probe wrote them, oldest first. */
export interface LoopDelay { readonly at: string; readonly p50Ms: number; readonly p99Ms: number; readonly maxMs: number }
export const loopDelays = (file: string): LoopDelay[] =>
  (existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').filter(Boolean).map((line) => JSON.parse(line) as LoopDelay) : []);
