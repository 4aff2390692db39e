import { join } from 'node:path';
import type { SoakArguments } from '../arguments';
import type { AuditOutcome } from '../contenders/contender';
import { Hub } from '../contenders/hub';
import { hubStatus, lagOf } from '../hub-status';
import { type Machine, machineOf } from '../measure/machine';
import { type Latency, latencyOf } from '../measure/percentiles';
import { loopDelays } from '../measure/probe';
import { countersOf } from '../measure/processes';
import type { Workbench } from '../workbench';
import { COUNTERPART, OPENER } from '../workload';

/** One minute of steady load. Memory, files and lag are those at its end. */
export interface SoakMinute {
  readonly minute: number;
  readonly perSecond: number;
  readonly latencyMs: Latency;
  readonly rssMiB: Readonly<Record<string, number>>;
  readonly openFiles: Readonly<Record<string, number>>;
  /** Messages in hand of both hubs, and entries their views lack. */
  readonly lag: number;
  /** Largest 99th percentile of both hubs' event loop delay in five seconds. */
  readonly loopP99Ms: number;
}
export interface SoakResult {
  readonly machine: Machine;
  readonly node: string;
  readonly arguments: SoakArguments;
  readonly fullPerSecond: number;
  readonly perSecond: number;
  readonly minutes: readonly SoakMinute[];
  readonly audit: AuditOutcome;
}

const FULL_SECONDS = { warmUp: 10, measured: 30 } as const;
const MINUTE_SECONDS = 60;
const HUBS = [OPENER.region, COUNTERPART.region];

/** Finds the full rate, then holds a share of it minute after minute, and audits everything. `tell` hears each minute. */
export async function runSoak(args: SoakArguments, bench: Workbench, tell: (minute: SoakMinute) => void): Promise<SoakResult> {
  const machine = machineOf(bench.directory);
  const loops = bench.folder('loops');
  const hub = new Hub(bench, { loops });
  bench.onStop(() => hub.stop());
  await hub.start();
  await hub.run({ kind: 'full', inFlight: args.inFlight, seconds: FULL_SECONDS.warmUp });
  const full = await hub.run({ kind: 'full', inFlight: args.inFlight, seconds: FULL_SECONDS.measured });
  const fullPerSecond = full.answeredInTime / full.seconds;
  const perSecond = Math.max(1, Math.floor(fullPerSecond * args.share));
  bench.say(`满速每秒 ${fullPerSecond.toFixed(0)} 条，保持每秒 ${perSecond} 条`, `full rate ${fullPerSecond.toFixed(0)}/s, holding ${perSecond}/s`);
  const minutes: SoakMinute[] = [];
  for (let minute = 1; minute <= args.minutes; minute++) {
    const beganAt = new Date().toISOString();
    const { latenciesMs, answeredInTime, seconds } = await hub.run({ kind: 'rate', perSecond, seconds: MINUTE_SECONDS });
    const statuses = await Promise.all(HUBS.map((region) => hubStatus(hub.environment, region)));
    const counters = [...countersOf(hub.processes())];
    const delays = HUBS.flatMap((region) => loopDelays(join(loops, `hub-${region}.ndjson`))).filter(({ at }) => at >= beganAt);
    const measured: SoakMinute = {
      minute, perSecond: answeredInTime / seconds, latencyMs: latencyOf(latenciesMs),
      rssMiB: Object.fromEntries(counters.map(([name, { rssBytes }]) => [name, rssBytes / 2 ** 20])), openFiles: Object.fromEntries(counters.map(([name, { openFiles }]) => [name, openFiles])),
      lag: statuses.reduce((sum, status) => sum + lagOf(status), 0), loopP99Ms: Math.max(0, ...delays.map(({ p99Ms }) => p99Ms)),
    };
    minutes.push(measured);
    tell(measured);
  }
  return { machine, node: process.version, arguments: args, fullPerSecond, perSecond, minutes, audit: await hub.audit() };
}
