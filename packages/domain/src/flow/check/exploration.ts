import { type CompiledFlow, fieldOf, finiteDomain, PREVIOUS_STATE } from '../compile';
import { guardFields, guardStates, holds } from '../guard';
import { lapseTransition } from '../lapse';
import type { Fields, FieldValue, Guard, Transition } from '../model';
import { type Configuration, enterFlow, fittingTransitions, isFinished, leavesActive, move, targetOf } from '../movement';
import type { Report } from './faults';

/** Reached by no flow that people can follow; the largest reference flow has 276. */
export const CONFIGURATIONS_MAX = 50_000;
const VALUATIONS_MAX = 20_000;
/** Ambiguities tend to repeat in many configurations; this many show the pattern. */
const SAME_FAULT_MAX = 3;

export interface Exploration { readonly configurations: number; readonly fired: number }

/**
 * Tries every reachable configuration of a flow with every value (and the absence) of every guard field. Finds ambiguous
 * entries and messages, transitions that can never happen, unreachable states, moves back to nowhere, and configurations
 * without an end. The flow must be free of static faults.
 */
export function explore(flow: CompiledFlow, report: Report, configurationsMax = CONFIGURATIONS_MAX): Exploration {
  checkEntryAmbiguity(flow, report);
  const { found, cameFrom, fired, isWhole } = walk(flow, beginnings(flow), report, { configurationsMax, remembered: rememberedStates(flow) });
  if (isWhole) {
    reportDead(flow, fired, found, report);
    reportEndless(flow, found, cameFrom, report);
  }
  return { configurations: found.size, fired: fired.size };
}

/** The same from where cases stand already: ambiguous messages, moves back to nowhere and configurations without an end. */
export function exploreFrom(flow: CompiledFlow, starts: readonly Configuration[], report: Report, configurationsMax = CONFIGURATIONS_MAX): void {
  const { found, cameFrom, isWhole } = walk(flow, starts, report, { configurationsMax, remembered: rememberedStates(flow) });
  if (isWhole) reportEndless(flow, found, cameFrom, report);
}

/** Every configuration in which a case of a flow without faults can be, told apart by the states remembered; those that its guards ask for are always. */
export function reachableConfigurations(flow: CompiledFlow, remembered: ReadonlySet<string>, configurationsMax = CONFIGURATIONS_MAX): readonly Configuration[] {
  return [...walk(flow, beginnings(flow), () => undefined, { configurationsMax, remembered: new Set([...rememberedStates(flow), ...remembered]) }).found.values()];
}

/** States of the past that some guard of a transition asks for. */
export const rememberedStates = (flow: CompiledFlow): ReadonlySet<string> => new Set(flow.flow.transitions.flatMap((x) => guardStates(x.when)));

const beginnings = (flow: CompiledFlow): readonly Configuration[] => flow.flow.entries.map((entry) => enterFlow(entry).configuration);

interface WalkBounds { readonly configurationsMax: number; readonly remembered: ReadonlySet<string> }
interface Walked {
  readonly found: ReadonlyMap<string, Configuration>;
  readonly cameFrom: ReadonlyMap<string, readonly string[]>;
  readonly fired: ReadonlySet<string>;
  /** False when there were too many. */
  readonly isWhole: boolean;
}

function walk(flow: CompiledFlow, starts: readonly Configuration[], report: Report, { configurationsMax, remembered }: WalkBounds): Walked {
  const found = new Map<string, Configuration>();
  const cameFrom = new Map<string, string[]>();
  const queue: string[] = [];
  const fired = new Set<string>();
  const ambiguous = new Map<string, number>();
  const add = (configuration: Configuration, from?: string): void => {
    const key = configurationKey(configuration, remembered);
    if (!found.has(key)) {
      found.set(key, configuration);
      cameFrom.set(key, []);
      queue.push(key);
    }
    if (from !== undefined) cameFrom.get(key)?.push(from);
  };
  for (const configuration of starts) add(configuration);
  const valuations = memoValuations(flow, report);
  for (let next = 0; next < queue.length; next += 1) {
    if (found.size > configurationsMax) {
      report('$.transitions', `可达配置超过 ${configurationsMax} 个，无法全部检查`, `more than ${configurationsMax} reachable configurations: it cannot be checked`);
      return { found, cameFrom, fired, isWhole: false };
    }
    const key = queue[next] as string;
    const configuration = found.get(key) as Configuration;
    for (const { message, actor, fields } of attempts(flow, configuration, valuations)) {
      const fit = fittingTransitions(flow, configuration, message, actor, fields);
      const [transition] = fit;
      if (transition === undefined) continue;
      if (fit.length > 1) reportAmbiguity(configuration, fit, `${message}/${actor}`, fields, ambiguous, report);
      else {
        if (transition.to === PREVIOUS_STATE && targetOf(flow, configuration, transition) === undefined) reportNoPrevious(flow, transition, ambiguous, report);
        fired.add(transition.id);
        add(move(flow, configuration, transition).configuration, key);
      }
    }
    for (const deadline of flow.flow.deadlines) {
      const lapse = lapseTransition(flow, configuration, deadline);
      if (lapse !== undefined) add(move(flow, configuration, lapse).configuration, key);
    }
  }
  return { found, cameFrom, fired, isWhole: true };
}

/** Two cases in configurations with the same key have the same future: only states that some guard asks for are remembered. */
export function configurationKey(configuration: Configuration, remembered: ReadonlySet<string>): string {
  const sorted = (record: Readonly<Record<string, string>>): unknown => Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([sorted(configuration.active), sorted(configuration.previous), configuration.visited.filter((x) => remembered.has(x)).sort()]);
}

type Valuations = (message: string) => readonly Fields[];

/** Every combination of values of the fields that guards of transitions of a message read. */
function memoValuations(flow: CompiledFlow, report: Report): Valuations {
  const memo = new Map<string, readonly Fields[]>();
  return (message) => {
    const known = memo.get(message);
    if (known !== undefined) return known;
    const all = combinations(flow, message, (flow.transitionsByMessage.get(message) ?? []).map((x) => x.when), report);
    memo.set(message, all);
    return all;
  };
}

function combinations(flow: CompiledFlow, message: string, guards: readonly (Guard | undefined)[], report: Report): readonly Fields[] {
  let all: readonly Fields[] = [{}];
  for (const id of new Set(guards.flatMap(guardFields))) {
    const field = fieldOf(flow, message, id);
    const domain: readonly FieldValue[] = (field && finiteDomain(flow, field)) ?? [];
    if (all.length * (domain.length + 1) > VALUATIONS_MAX) {
      report('$.transitions', `消息 ${message} 的条件字段组合过多，无法全部检查`, `the guards of ${message} read too many combinations to be checked`);
      return all;
    }
    all = all.flatMap((fields) => [fields, ...domain.map((value) => ({ ...fields, [id]: value }))]);
  }
  return all;
}

interface Attempt { readonly message: string; readonly actor: string; readonly fields: Fields }

function* attempts(flow: CompiledFlow, configuration: Configuration, valuations: Valuations): Generator<Attempt> {
  for (const [message, transitions] of flow.transitionsByMessage) {
    const here = transitions.filter((x) => leavesActive(configuration, x));
    for (const actor of new Set(here.flatMap((x) => x.actors))) {
      for (const fields of valuations(message)) yield { message, actor, fields };
    }
  }
}

function checkEntryAmbiguity(flow: CompiledFlow, report: Report): void {
  const { entries } = flow.flow;
  for (const message of new Set(entries.map((x) => x.message))) {
    const same = entries.filter((x) => x.message === message);
    for (const fields of combinations(flow, message, same.map((x) => x.when), report)) {
      const fit = same.filter((x) => holds(x.when, fields));
      if (fit.length > 1) {
        const names = fit.map((x) => x.id).join(', ');
        report('$.entries', `取值 ${JSON.stringify(fields)} 同时符合入口 ${names}`, `ambiguous: ${JSON.stringify(fields)} fits the entries ${names}`);
        break;
      }
    }
  }
}

function reportAmbiguity(
  configuration: Configuration, fit: readonly Transition[], who: string, fields: Fields, counts: Map<string, number>, report: Report,
): void {
  const names = fit.map((x) => x.id).join(', ');
  if (!countUp(counts, names)) return;
  const where = Object.values(configuration.active).join(', ');
  report('$.transitions', `在 ${where}，${who} ${JSON.stringify(fields)} 同时符合 ${names}`, `ambiguous in ${where}: ${who} ${JSON.stringify(fields)} fits ${names}`);
}

function reportNoPrevious(flow: CompiledFlow, transition: Transition, counts: Map<string, number>, report: Report): void {
  const path = `$.transitions[${flow.flow.transitions.indexOf(transition)}].to`;
  if (!counts.has(path)) report(path, '没有可返回的前一状态', 'there is no previous state to go back to');
  counts.set(path, 1);
}

function countUp(counts: Map<string, number>, key: string): boolean {
  const count = (counts.get(key) ?? 0) + 1;
  counts.set(key, count);
  return count <= SAME_FAULT_MAX;
}

function reportDead(flow: CompiledFlow, fired: ReadonlySet<string>, found: ReadonlyMap<string, Configuration>, report: Report): void {
  flow.flow.transitions.forEach((x, i) => { if (!fired.has(x.id)) report(`$.transitions[${i}]`, `转移 ${x.id} 永远不会发生`, `${x.id} can never happen`); });
  const reached = new Set([...found.values()].flatMap((x) => Object.values(x.active)));
  flow.flow.states.forEach((x, i) => { if (!reached.has(x.id)) report(`$.states[${i}]`, `状态 ${x.id} 不可到达`, `the state ${x.id} cannot be reached`); });
}

function reportEndless(flow: CompiledFlow, found: ReadonlyMap<string, Configuration>, cameFrom: ReadonlyMap<string, readonly string[]>, report: Report): void {
  const ends = new Set([...found].filter(([, x]) => isFinished(flow, x)).map(([key]) => key));
  const todo = [...ends];
  for (let key = todo.pop(); key !== undefined; key = todo.pop()) {
    for (const before of cameFrom.get(key) ?? []) {
      if (!ends.has(before)) { ends.add(before); todo.push(before); }
    }
  }
  const stuck = new Set([...found].filter(([key]) => !ends.has(key)).map(([, x]) => Object.values(x.active).join(', ')));
  for (const where of stuck) report('$.transitions', `从 ${where} 无法结束`, `the case cannot end from ${where}`);
}
