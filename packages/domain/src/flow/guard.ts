import type { Fields, Guard } from './model';

/** Answers whether a state was ever entered in the case, on any track. */
export interface Visited { has(state: string): boolean }
/** A guard that reads one field or the case's past: the ends of the guard tree. */
export type GuardLeaf = Exclude<Guard, { all: readonly Guard[] } | { any: readonly Guard[] } | { not: Guard }>;

const NOTHING_VISITED: Visited = { has: () => false };

/** FLOW-FORMAT §5. Total: an absent field is in no list and no value is converted. No guard always holds. */
export function holds(guard: Guard | undefined, fields: Fields, visited: Visited = NOTHING_VISITED): boolean {
  if (guard === undefined) return true;
  if ('all' in guard) return guard.all.every((part) => holds(part, fields, visited));
  if ('any' in guard) return guard.any.some((part) => holds(part, fields, visited));
  if ('not' in guard) return !holds(guard.not, fields, visited);
  if ('visited' in guard) return guard.visited.some((state) => visited.has(state));
  if ('notVisited' in guard) return !guard.notVisited.some((state) => visited.has(state));
  const value = fields[guard.field];
  if ('present' in guard) return (value !== undefined) === guard.present;
  return value !== undefined && guard.in.includes(value);
}

/** What is left of a guard once the case's past is known: its verdict, or a guard that reads fields only. */
export function reduceGuard(guard: Guard | undefined, visited: Visited): Guard | boolean {
  if (guard === undefined) return true;
  if ('all' in guard) return combine(guard.all, visited, true);
  if ('any' in guard) return combine(guard.any, visited, false);
  if ('not' in guard) return negate(reduceGuard(guard.not, visited));
  if ('visited' in guard || 'notVisited' in guard) return holds(guard, {}, visited);
  return guard;
}

/** The negation of a reduced guard, without piling up double negations. */
export function negate(guard: Guard | boolean): Guard | boolean {
  if (typeof guard === 'boolean') return !guard;
  return 'not' in guard ? guard.not : { not: guard };
}

function combine(parts: readonly Guard[], visited: Visited, conjunction: boolean): Guard | boolean {
  const left: Guard[] = [];
  for (const part of parts) {
    const reduced = reduceGuard(part, visited);
    if (reduced === !conjunction) return reduced;
    if (typeof reduced !== 'boolean') left.push(reduced);
  }
  const [first] = left;
  if (first === undefined) return conjunction;
  if (left.length === 1) return first;
  return conjunction ? { all: left } : { any: left };
}

/** Every leaf with its place, e.g. `.all[1].not`. */
export function guardLeaves(guard: Guard | undefined, path = ''): readonly { readonly leaf: GuardLeaf; readonly path: string }[] {
  if (guard === undefined) return [];
  if ('all' in guard) return guard.all.flatMap((part, i) => guardLeaves(part, `${path}.all[${i}]`));
  if ('any' in guard) return guard.any.flatMap((part, i) => guardLeaves(part, `${path}.any[${i}]`));
  if ('not' in guard) return guardLeaves(guard.not, `${path}.not`);
  return [{ leaf: guard, path }];
}

/** The fields a guard reads, each once. */
export function guardFields(guard: Guard | undefined): readonly string[] {
  return [...new Set(guardLeaves(guard).flatMap(({ leaf }) => ('field' in leaf ? [leaf.field] : [])))];
}

/** The states of the past a guard asks about, each once. */
export function guardStates(guard: Guard | undefined): readonly string[] {
  return [...new Set(guardLeaves(guard).flatMap(({ leaf }) => ('visited' in leaf ? leaf.visited : 'notVisited' in leaf ? leaf.notVisited : [])))];
}
