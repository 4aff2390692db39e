import type { CompiledFlow } from '../../flow/compile';
import type { Configuration } from '../../flow/movement';
import { configurationKey, exploreFrom, rememberedStates } from '../../flow/check/exploration';
import { collectFaults } from '../../flow/check/faults';

/** Distinct configurations remembered for one flow; there are some hundreds in the largest. */
const KNOWN_MAX = 5_000;
const known = new WeakMap<CompiledFlow, Map<string, boolean>>();

/** Whether a case that stands here can be brought to an end, whatever is sent, and no message is ambiguous on the way. Answers are remembered. */
export function goesOn(flow: CompiledFlow, configuration: Configuration): boolean {
  const answers = known.get(flow) ?? new Map<string, boolean>();
  known.set(flow, answers);
  const key = configurationKey(configuration, rememberedStates(flow));
  const answered = answers.get(key);
  if (answered !== undefined) return answered;
  const { faults, report } = collectFaults();
  exploreFrom(flow, [configuration], report);
  if (answers.size >= KNOWN_MAX) answers.clear();
  answers.set(key, faults.length === 0);
  return faults.length === 0;
}
