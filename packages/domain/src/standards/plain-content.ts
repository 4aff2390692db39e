import { type FieldFault, fieldFault } from '@tongban/contracts';
import { isWellFormed } from '../schema/wire-value';
import type { RegistryCommand } from './commands';
import { refuseFaults } from './refusal';

/** Levels of arrays and objects in one content; the flow format itself needs fewer than twenty. */
export const CONTENT_DEPTH_MAX = 64;

/**
 * Contents must be plain JSON before a digest is taken of them: what JSON cannot say would vanish from the digest, and what is nested without
 * end would exhaust the stack. One fault per artefact. @throws TongbanError `registry.command-invalid`.
 */
export function requirePlainContents(command: RegistryCommand): void {
  if (command.type !== 'draft' && command.type !== 'draft-corrigendum') return;
  refuseFaults(command.artefacts.flatMap(({ content }, at): FieldFault[] => {
    const path = `artefacts.${at}.content`;
    if (typeof content !== 'object' || content === null) return [fieldFault(path, 'field.type', '须为对象或列表', 'it must be an object or a list')];
    const odd = oddIn(content, path, 1);
    return odd === undefined ? [] : [fieldFault(odd.slice(0, 300), 'field.type', `须为至多${CONTENT_DEPTH_MAX}层的JSON`, `it must be JSON of at most ${CONTENT_DEPTH_MAX} levels`)];
  }));
}

/** Path of the first value that is no plain JSON or lies too deep. */
function oddIn(value: unknown, path: string, depth: number): string | undefined {
  if (value === null || typeof value === 'boolean') return undefined;
  if (typeof value === 'string') return isWellFormed(value) ? undefined : path;
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : path;
  if (typeof value !== 'object' || depth > CONTENT_DEPTH_MAX) return path;
  const prototype: unknown = Object.getPrototypeOf(value);
  if (!Array.isArray(value) && prototype !== Object.prototype && prototype !== null) return path;
  for (const [key, member] of Object.entries(value)) {
    const odd = isWellFormed(key) ? oddIn(member, `${path}.${key}`, depth + 1) : path;
    if (odd !== undefined) return odd;
  }
  return undefined;
}
