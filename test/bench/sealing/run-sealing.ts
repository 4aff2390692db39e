import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { SealingArguments } from '../arguments';
import type { AuditOutcome } from '../contenders/contender';
import { Hub, type Pair } from '../contenders/hub';
import { type Machine, machineOf } from '../measure/machine';
import { type Latency, latencyOf } from '../measure/percentiles';
import { loopDelays } from '../measure/probe';
import { countersOf } from '../measure/processes';
import type { Workbench } from '../workbench';
import { COUNTERPART, OPENER } from '../workload';

/** `signed`: signatures alone, the personal part in plain. The others seal it; `sm2` signs by SM2 too. All over one path, between the same two regions. */
export const WAYS = ['signed', 'ed25519', 'sm2'] as const;
export type Way = (typeof WAYS)[number];

export interface WayMeasured {
  readonly way: Way;
  readonly round: number;
  readonly perSecond: number;
  readonly latencyMs: Latency;
  readonly cpuMsPerMessage: number;
  /** Largest 99th percentile of an event loop's delay in five seconds, by process. */
  readonly loopP99Ms: Readonly<Record<string, number>>;
}
export interface SealingResult {
  readonly machine: Machine;
  readonly node: string;
  readonly arguments: SealingArguments;
  readonly measurements: readonly WayMeasured[];
  readonly audit: AuditOutcome;
}

/** Of the same regions as the others, with SM2 keys in every set-up. */
const SM2_PAIR: Pair = { opener: '320000', counterpart: '500000', sides: { opener: '320102', counterpart: '500103' } };
const SIGNED_PAIR: Pair = { opener: OPENER.participant, counterpart: COUNTERPART.participant };
const WARM_UP_SECONDS = 5;
const PROCESSES = [`hub-${OPENER.region}`, `hub-${COUNTERPART.region}`, 'province-opener', 'province-counterpart'];

/** What sealing costs beside signatures: the ways take turns in one environment, every other round in reverse order, so that a slow spell of the machine falls on all. */
export async function runSealing(args: SealingArguments, bench: Workbench): Promise<SealingResult> {
  const machine = machineOf(bench.directory);
  const loops = bench.folder('loops');
  const hub = new Hub(bench, { loops });
  bench.onStop(() => hub.stop());
  await hub.startServers();
  await hub.startHubs();
  await hub.exchange.makeRoom();
  const pairs: Readonly<Record<Way, Pair>> = { signed: { ...SIGNED_PAIR, credentialsOf: (participant) => unsealed(hub, participant) }, ed25519: SIGNED_PAIR, sm2: SM2_PAIR };
  const measurements: WayMeasured[] = [];
  for (let round = 1; round <= args.rounds; round++) {
    for (const way of round % 2 === 0 ? [...WAYS].reverse() : WAYS) {
      await hub.startSystems(pairs[way]);
      measurements.push(await measured(hub, loops, way, round, args));
      await hub.stopSystems();
      const { perSecond, latencyMs: { p50 }, cpuMsPerMessage } = measurements.at(-1)!;
      bench.say(`第${round}轮 ${way} ${perSecond.toFixed(0)}/s p50 ${p50.toFixed(1)} ms cpu ${cpuMsPerMessage.toFixed(2)} ms`, `round ${round} ${way} ${perSecond.toFixed(0)}/s p50 ${p50.toFixed(1)} ms cpu ${cpuMsPerMessage.toFixed(2)} ms`);
    }
  }
  return { machine, node: process.version, arguments: args, measurements, audit: await hub.audit() };
}

async function measured(hub: Hub, loops: string, way: Way, round: number, { seconds, inFlight }: SealingArguments): Promise<WayMeasured> {
  await hub.run({ kind: 'full', inFlight, seconds: WARM_UP_SECONDS });
  const processes = hub.processes();
  const [beganAt, before] = [new Date().toISOString(), countersOf(processes)];
  const { latenciesMs, answeredInTime, seconds: lasted } = await hub.run({ kind: 'full', inFlight, seconds });
  const cpuMs = [...countersOf(processes)].reduce((sum, [name, { cpuMs: after }]) => sum + after - (before.get(name)?.cpuMs ?? 0), 0);
  const loopOf = (name: string): number => Math.max(0, ...loopDelays(join(loops, `${name}.ndjson`)).filter(({ at }) => at >= beganAt).map(({ p99Ms }) => p99Ms));
  return {
    way, round, perSecond: answeredInTime / lasted, latencyMs: latencyOf(latenciesMs), cpuMsPerMessage: cpuMs / latenciesMs.length, loopP99Ms: Object.fromEntries(PROCESSES.map((name) => [name, loopOf(name)])),
  };
}

/** The participant's own credentials, saying that it sends in plain: a sandbox takes that. */
function unsealed(hub: Hub, participant: string): string {
  const { layout } = hub.environment.setup;
  const file = join(layout.root, `bench-unsealed-${participant}.json`);
  writeFileSync(file, JSON.stringify({ ...(JSON.parse(readFileSync(layout.participant(participant), 'utf8')) as object), unsealed: true }), { mode: 0o600 });
  return file;
}
