import type { Contender } from '../contenders/contender';
import type { Load } from '../load/load';
import { latencyOf } from '../measure/percentiles';
import { type Counters, type ProcessCounters, countersOf } from '../measure/processes';
import type { Measurement } from './measurement';

/** Puts a load on a contender and counts what everybody involved spent on it, until its last answer. */
export async function measureLoad(contender: Contender, round: number, load: Load, standby: readonly Contender[]): Promise<Measurement> {
  const processes = contender.processes();
  const others = new Map(standby.flatMap((other) => [...other.processes()].map(([name, pid]) => [`${other.key} ${name}`, pid] as const)));
  const [othersBefore, beganMs] = [countersOf(others), performance.now()];
  const [countersBefore, appendsBefore] = [countersOf(processes), await contender.appends()];
  const result = await contender.run(load);
  const [countersAfter, appendsAfter] = [countersOf(processes), await contender.appends()];
  const othersMs = difference(othersBefore, countersOf(others), 'cpuMs').reduce((total, [, one]) => total + one, 0);
  const messages = result.latenciesMs.length;
  const spent = (of: keyof ProcessCounters): Record<string, number> => perMessage(difference(countersBefore, countersAfter, of), messages);
  const cpu = spent('cpuMs');
  const appends = perMessage([...appendsAfter].map(([kind, count]) => [kind, count - (appendsBefore.get(kind) ?? 0)] as const).filter(([, count]) => count > 0), messages);
  return {
    contender: contender.key, round, load: load.kind === 'rate' ? 'rate' : 'full', perSecond: result.answeredInTime / result.seconds, latencyMs: latencyOf(result.latenciesMs),
    cpuMsPerMessage: sum(cpu), cpuMsPerMessageByProcess: cpu,
    rssMiBByProcess: Object.fromEntries([...countersAfter].map(([name, { rssBytes }]) => [name, rssBytes / 2 ** 20])),
    appendsPerMessage: appendsAfter.size === 0 ? Number.NaN : sum(appends), appendsPerMessageByKind: appends, diskKiBPerMessage: sum(spent('writtenBytes')) / 1024,
    standbyCores: othersMs / (performance.now() - beganMs),
  };
}

const sum = (values: Readonly<Record<string, number>>): number => Object.values(values).reduce((total, one) => total + one, 0);
const difference = (before: Counters, after: Counters, of: keyof ProcessCounters): (readonly [string, number])[] =>
  [...after].map(([name, counters]) => [name, counters[of] - (before.get(name)?.[of] ?? 0)] as const);
const perMessage = (totals: readonly (readonly [string, number])[], messages: number): Record<string, number> =>
  Object.fromEntries(totals.map(([name, total]) => [name, messages === 0 ? Number.NaN : total / messages]));
