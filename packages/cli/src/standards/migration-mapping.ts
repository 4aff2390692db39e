import { type CompiledFlow, type StateMapping } from '@tongban/domain';
import { UsageError } from '../outcome';

/**
 * A mapping file: one object, state of the version before to state of the version after, or null for a state whose cases stay. `same` adds every state
 * that both versions have under one id and the file does not name. @throws UsageError.
 */
export function mappingGiven(text: string, file: string, { from, to, same }: { readonly from: CompiledFlow; readonly to: CompiledFlow; readonly same: boolean }): StateMapping[] {
  const given = parsed(text, file);
  const added = same ? [...from.states.keys()].filter((state) => !(state in given) && to.states.has(state)).map((state): StateMapping => ({ from: state, to: state })) : [];
  return [...Object.entries(given).map(([state, target]): StateMapping => (target === null ? { from: state } : { from: state, to: target })), ...added];
}

function parsed(text: string, file: string): Record<string, string | null> {
  try {
    const value: unknown = JSON.parse(text);
    const isMapping = typeof value === 'object' && value !== null && !Array.isArray(value) && Object.values(value).every((target) => target === null || (typeof target === 'string' && target !== ''));
    if (isMapping) return value as Record<string, string | null>;
  } catch {
    // Told below, as anything else that is no mapping.
  }
  throw new UsageError(`${file}应为一个JSON对象：原状态到新状态，留在原版本的为null`, `${file} must be one JSON object: state before to state after, null for those that stay`);
}
