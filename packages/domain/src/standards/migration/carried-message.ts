import type { CompiledFlow } from '../../flow/compile';
import type { FieldSpec } from '../../flow/model';
import { canonicalJson } from '../../schema/canonical-json';
import type { Versions } from './migrated-deadlines';

/**
 * Whether the personal part of a message says the same in both versions, as far as a hub can tell, which never sees it: the same fields with the same
 * rules, records and code lists. A message that was on its way when its case moved is then judged under the version after; its open part can be
 * validated there.
 */
export function hasSamePersonalPart({ from, to }: Versions, message: string): boolean {
  return from.messages.has(message) && to.messages.has(message) && canonicalJson(personalPart(from, message)) === canonicalJson(personalPart(to, message));
}

const personalPart = (flow: CompiledFlow, message: string): unknown =>
  (flow.messages.get(message)?.fields ?? []).filter(({ personalData }) => personalData === true).map((field) => withTypes(flow, field, new Set()));

/** A field with what its type refers to. */
function withTypes(flow: CompiledFlow, { zh: _zh, en: _en, note: _note, ...field }: FieldSpec, inside: ReadonlySet<string>): unknown {
  const [, kind, name = ''] = /(enum|record):(\w+)/.exec(field.type) ?? [];
  if (kind === 'enum') return { field, values: flow.lists.get(name)?.values.map(({ code, numberType }) => [code, numberType ?? '']) };
  if (kind === undefined || inside.has(name)) return { field };
  return { field, record: flow.records.get(name)?.fields.map((member) => withTypes(flow, member, new Set([...inside, name]))) };
}
