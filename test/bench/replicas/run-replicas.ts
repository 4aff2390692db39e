import type { ReplicasArguments } from '../arguments';
import type { Job } from '../load/load';
import { runLoad } from '../load/run-load';
import { type Machine, machineOf } from '../measure/machine';
import { type Latency, latencyOf } from '../measure/percentiles';
import { countersOf } from '../measure/processes';
import type { Workbench } from '../workbench';
import { openingSize } from '../workload';
import { Cluster } from './cluster';

/** Publishing to one stream until it is acknowledged: what a stored message costs. */
export interface ReplicasMeasurement {
  readonly replicas: number;
  readonly inFlight: number;
  readonly round: number;
  readonly perSecond: number;
  readonly latencyMs: Latency;
  /** Of all servers together. */
  readonly cpuMsPerMessage: number;
  readonly diskKiBPerMessage: number;
}
export interface ReplicasResult {
  readonly machine: Machine;
  readonly node: string;
  readonly arguments: ReplicasArguments;
  readonly messageBytes: number;
  readonly measurements: readonly ReplicasMeasurement[];
}

const SIZES = [1, 3] as const;
const IN_FLIGHT = [1, 64] as const;
const SUBJECT = 'bench.stored';
const WARM_UP_SECONDS = 2;

/** One server (one sync each message, unless several are written together) beside three that agree (a group at a time), in turns. */
export async function runReplicas(args: ReplicasArguments, bench: Workbench): Promise<ReplicasResult> {
  const machine = machineOf(bench.directory);
  const messageBytes = await openingSize(bench);
  const payload = Buffer.alloc(messageBytes, 'x');
  const standing: { readonly size: number; readonly cluster: Cluster; readonly job: Job }[] = [];
  for (const size of SIZES) {
    const cluster = await Cluster.start(bench, size);
    const js = (await cluster.stream(`R${size}`, SUBJECT)).jetstream();
    standing.push({ size, cluster, job: async () => void (await js.publish(SUBJECT, payload)) });
  }
  const measurements: ReplicasMeasurement[] = [];
  for (let round = 1; round <= args.rounds; round++) {
    for (const { size, cluster, job } of round % 2 === 0 ? [...standing].reverse() : standing) {
      for (const inFlight of IN_FLIGHT) {
        await runLoad(job, { kind: 'full', inFlight, seconds: WARM_UP_SECONDS });
        const before = countersOf(cluster.processes);
        const { latenciesMs, answeredInTime, seconds } = await runLoad(job, { kind: 'full', inFlight, seconds: args.seconds });
        const after = countersOf(cluster.processes);
        const grown = (of: 'cpuMs' | 'writtenBytes'): number => [...after].reduce((sum, [name, counters]) => sum + counters[of] - (before.get(name)?.[of] ?? 0), 0);
        measurements.push({
          replicas: size, inFlight, round, perSecond: answeredInTime / seconds, latencyMs: latencyOf(latenciesMs),
          cpuMsPerMessage: grown('cpuMs') / latenciesMs.length, diskKiBPerMessage: grown('writtenBytes') / 1024 / latenciesMs.length,
        });
        bench.say(`第${round}轮 R${size} ${inFlight} 条在途：每秒 ${(answeredInTime / seconds).toFixed(0)} 条`, `round ${round} R${size} ${inFlight} in flight: ${(answeredInTime / seconds).toFixed(0)}/s`);
      }
    }
  }
  return { machine, node: process.version, arguments: args, messageBytes, measurements };
}
