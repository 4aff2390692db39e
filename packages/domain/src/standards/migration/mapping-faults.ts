import { type FieldFault, fieldFault } from '@tongban/contracts';
import { sideOfActor } from '../../flow/actors';
import { exploreFrom, reachableConfigurations, rememberedStates } from '../../flow/check/exploration';
import { collectFaults } from '../../flow/check/faults';
import type { CompiledFlow } from '../../flow/compile';
import { type Configuration, isFinished } from '../../flow/movement';
import { sameEntry } from './migrated-case';
import type { Versions } from './migrated-deadlines';
import type { StateMapping } from './order';
import { mappedConfiguration, stateMapOf } from './state-map';

/** Things wrong with where mapped cases could go that one refusal names. */
const NAMED_MAX = 20;
const fault = (path: string, zh: string, en: string): FieldFault => fieldFault(path, 'migration.mapping-invalid', zh, en);

/**
 * Everything that is wrong with a mapping between two versions of a flow, neither of which has a fault of its own; paths are those of the command. Each
 * state in which a running case of the version before can be is named once; it goes to a state on the same track that is over, or not, with the
 * same outcome, and where it is still the same side's turn; every entry has its counterpart; and from wherever a case may be then, each way leads to an end.
 */
export function mappingFaults({ from, to }: Versions, states: readonly StateMapping[]): readonly FieldFault[] {
  const faults = [...entryFaults(from, to), ...states.flatMap((one, at) => stateFaults({ from, to }, states, one, `action.states.${at}`))];
  const named = new Set(states.map((one) => one.from));
  const running = runningConfigurations({ from, to }, states);
  const missing = [...new Set(running.flatMap(({ active }) => Object.values(active)))].filter((state) => !named.has(state));
  faults.push(...missing.map((state) => fault('action.states', `缺少状态 ${state}：办件可能处于该状态；可映射到新状态，或注明留在原版本`, `the state ${state} is missing: a running case can be in it; map it, or say that it stays`)));
  // Where states are unknown or missing, it would only be said again in other words.
  return faults.length > 0 ? faults : endFaults(to, states, running);
}

function entryFaults(from: CompiledFlow, to: CompiledFlow): FieldFault[] {
  return from.flow.entries.filter(({ id }) => sameEntry(from, to, id) === undefined)
    .map(({ id }) => fault('action.targets.1', `新版本没有双方角色相同的入口 ${id}`, `the version after has no entry ${id} that gives both agencies the same sides`));
}

function stateFaults({ from, to }: Versions, all: readonly StateMapping[], mapping: StateMapping, path: string): FieldFault[] {
  if (all.findIndex((one) => one.from === mapping.from) !== all.indexOf(mapping)) return [fault(`${path}.from`, `状态 ${mapping.from} 重复`, `the state ${mapping.from} is named twice`)];
  const before = from.states.get(mapping.from);
  if (before === undefined) return [fault(`${path}.from`, `原版本没有状态 ${mapping.from}`, `the version before has no state ${mapping.from}`)];
  if (mapping.to === undefined) return [];
  const after = to.states.get(mapping.to);
  if (after === undefined) return [fault(`${path}.to`, `新版本没有状态 ${mapping.to}`, `the version after has no state ${mapping.to}`)];
  const wrong = (zh: string, en: string): FieldFault[] => [fault(`${path}.to`, zh, en)];
  if (before.track !== after.track) return wrong(`${mapping.to} 在轨道 ${after.track} 上，${mapping.from} 在 ${before.track} 上`, `${mapping.to} is on the track ${after.track}, ${mapping.from} on ${before.track}`);
  if (before.terminal !== after.terminal) return wrong('迁移不得终结或重启办件', 'a migration neither ends nor reopens anything');
  if (before.outcome !== after.outcome) return wrong(`结果由 ${before.outcome} 变为 ${after.outcome}`, `the outcome would change from ${before.outcome} to ${after.outcome}`);
  const turns = from.flow.entries.filter((entry) => {
    const other = sameEntry(from, to, entry.id);
    return other !== undefined && sideOfActor(from, entry, before.holder ?? '') !== sideOfActor(to, other, after.holder ?? '');
  });
  return turns.length === 0 ? [] : wrong('当前应由另一方办理', 'it would become the turn of the other side');
}

/** Configurations of running cases, told apart by what guards of either version ask for. */
function runningConfigurations({ from, to }: Versions, states: readonly StateMapping[]): readonly Configuration[] {
  const asked = rememberedStates(to);
  const remembered = new Set(states.filter((one) => one.to !== undefined && asked.has(one.to)).map((one) => one.from));
  return reachableConfigurations(from, remembered).filter((configuration) => !isFinished(from, configuration));
}

function endFaults(to: CompiledFlow, states: readonly StateMapping[], running: readonly Configuration[]): FieldFault[] {
  const map = stateMapOf(states);
  const { faults, report } = collectFaults();
  exploreFrom(to, running.flatMap((configuration) => mappedConfiguration(map, configuration) ?? []), report);
  return faults.slice(0, NAMED_MAX).map(({ zh, en }) => fault('action.states', zh, en));
}
