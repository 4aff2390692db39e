import { type CompiledFlow, fieldOf, finiteDomain } from '../compile';
import { guardLeaves } from '../guard';
import type { FieldRef, Guard } from '../model';
import type { Report } from './faults';

/** FLOW-FORMAT §5: a guard of a transition or an entry reads open fields of its message whose values can be listed, and states. */
export function checkGuard(flow: CompiledFlow, message: string, guard: Guard | undefined, path: string, report: Report): void {
  for (const { leaf, path: inside } of guardLeaves(guard)) {
    const at = `${path}${inside}`;
    if (!('field' in leaf)) {
      const states = 'visited' in leaf ? leaf.visited : leaf.notVisited;
      for (const state of states) if (!flow.states.has(state)) report(at, `条件引用了未知状态 ${state}`, `the guard names the unknown state ${state}`);
      continue;
    }
    const field = fieldOf(flow, message, leaf.field);
    if (field === undefined) { report(at, `条件引用了未知字段 ${leaf.field}`, `the guard reads the unknown field ${leaf.field}`); continue; }
    if (field.personalData === true) report(at, `条件读取了个人信息字段 ${leaf.field}`, `the guard reads the personal field ${leaf.field}`);
    const domain = finiteDomain(flow, field);
    if (domain === undefined) report(at, `字段 ${leaf.field} 的取值不可枚举`, `${leaf.field} has no finite domain`);
    for (const value of 'in' in leaf ? leaf.in : []) {
      if (domain !== undefined && !domain.includes(value)) report(at, `字段 ${leaf.field} 没有取值 ${String(value)}`, `${leaf.field} has no value ${String(value)}`);
    }
  }
}

/** A field the hub reads: it exists, is not sealed, and has one of the types, if given. */
export function checkOpenField(flow: CompiledFlow, { message, field }: FieldRef, types: readonly string[] | undefined, path: string, report: Report): void {
  const spec = fieldOf(flow, message, field);
  if (spec === undefined) report(path, `未知字段 ${message}.${field}`, `unknown field ${message}.${field}`);
  else if (spec.personalData === true) report(path, `字段 ${message}.${field} 是密封的个人信息`, `${message}.${field} is sealed`);
  else if (types !== undefined && !types.includes(spec.type)) report(path, `字段 ${message}.${field} 的类型是 ${spec.type}，应为 ${types.join(' / ')}`, `${message}.${field} is a ${spec.type}, not ${types.join(' or ')}`);
}
