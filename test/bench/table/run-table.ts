import type { TableArguments } from '../arguments';
import { makeContender } from '../contenders/all';
import type { AuditOutcome, Contender, ContenderKey } from '../contenders/contender';
import type { Load } from '../load/load';
import { type Machine, machineOf } from '../measure/machine';
import { profileThrough } from '../measure/probe';
import type { Workbench } from '../workbench';
import { BenchError, type Words } from '../words';
import { measureLoad } from './measure-load';
import type { Measurement } from './measurement';

export interface TableResult {
  readonly machine: Machine;
  readonly node: string;
  readonly arguments: TableArguments;
  readonly contenders: readonly { readonly key: ContenderKey; readonly title: Words; readonly facts: Readonly<Record<string, unknown>> }[];
  /** Those that this machine cannot have, and why. */
  readonly absent: readonly (Words & { readonly key: ContenderKey })[];
  readonly measurements: readonly Measurement[];
  readonly audits: Readonly<Partial<Record<ContenderKey, AuditOutcome>>>;
}

/** Compilers and caches settle before anything counts; more before the first round. */
const WARM_UP_SECONDS = { first: 10, later: 2 } as const;

/**
 * All contenders stand side by side for the whole run and take turns: each round measures each of them once at the steady
 * rate and once at full rate, every other round in reverse order, so that a slow spell of the machine falls on all.
 */
export async function runTable(args: TableArguments, bench: Workbench): Promise<TableResult> {
  const { say } = bench;
  const machine = machineOf(bench.directory);
  const standing: Contender[] = [];
  const absent: (Words & { key: ContenderKey })[] = [];
  for (const key of args.only) {
    const contender = makeContender(key, bench);
    bench.onStop(() => contender.stop());
    try {
      await contender.start();
      standing.push(contender);
      say(`${contender.title.zh} 就绪`, `${contender.title.en} is ready`);
    } catch (error) {
      if (!(error instanceof BenchError)) throw error;
      absent.push({ key, zh: error.zh, en: error.en });
      say(error.zh, error.en);
    }
  }
  const measurements: Measurement[] = [];
  for (let round = 1; round <= args.rounds; round++) {
    for (const contender of round % 2 === 0 ? [...standing].reverse() : standing) {
      for (const measured of await turn(contender, standing.filter((other) => other !== contender), round, args)) {
        measurements.push(measured);
        const { load, perSecond, latencyMs: { p50, p99 }, cpuMsPerMessage } = measured;
        const figures = `${perSecond.toFixed(0)}/s p50 ${p50.toFixed(1)} p99 ${p99.toFixed(1)} ms cpu ${cpuMsPerMessage.toFixed(2)} ms`;
        say(`第${round}轮 ${contender.key} ${load === 'rate' ? '匀速' : '满速'} ${figures}`, `round ${round} ${contender.key} ${load} ${figures}`);
      }
    }
  }
  const contenders = await Promise.all(standing.map(async (contender) => ({ key: contender.key, title: contender.title, facts: await contender.facts() })));
  const audits: Partial<Record<ContenderKey, AuditOutcome>> = {};
  for (const contender of standing) {
    if (contender.audit) audits[contender.key] = await contender.audit();
  }
  return { machine, node: process.version, arguments: args, contenders, absent, measurements, audits };
}

async function turn(contender: Contender, standby: readonly Contender[], round: number, { seconds, rate, inFlight, profile }: TableArguments): Promise<Measurement[]> {
  const full: Load = { kind: 'full', inFlight, seconds };
  await contender.run({ ...full, seconds: round === 1 ? WARM_UP_SECONDS.first : WARM_UP_SECONDS.later });
  const steady = await measureLoad(contender, round, { kind: 'rate', perSecond: rate, seconds }, standby);
  const atFull = (): Promise<Measurement> => measureLoad(contender, round, full, standby);
  return [steady, profile === undefined ? await atFull() : await profileThrough(contender.processes(), contender.probed ?? [], atFull)];
}
