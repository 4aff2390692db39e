import type { CompiledFlow } from '../../flow/compile';
import type { FieldSpec } from '../../flow/model';
import { canonicalJson } from '../../schema/canonical-json';
import { parseFieldType } from '../../schema/field-type';
import { isPersonal } from './fields';

/** Which messages a draft judges by other rules on their sealed part; where the rules are the same, a part that was valid still is. Found once for each version and message. */
export class PersonalRules {
  private readonly known = new WeakMap<CompiledFlow, Map<string, boolean>>();

  constructor(private readonly draft: CompiledFlow) {}

  /** A message that the draft has not is judged by none: it is rejected before anybody opens it. */
  differ(past: CompiledFlow, message: string): boolean {
    const ofPast = this.known.get(past) ?? new Map<string, boolean>();
    this.known.set(past, ofPast);
    const found = ofPast.get(message) ?? this.compared(past, message);
    ofPast.set(message, found);
    return found;
  }

  private compared(past: CompiledFlow, message: string): boolean {
    const rules = personalRules(this.draft, message);
    return rules !== undefined && rules !== personalRules(past, message);
  }
}

/** The rules on the sealed part as one text, without words for people; undefined when the flow has no such message. */
function personalRules(flow: CompiledFlow, message: string): string | undefined {
  const spec = flow.messages.get(message);
  if (spec === undefined) return undefined;
  const used = new Map<string, unknown>();
  const rules = (fields: readonly FieldSpec[]): unknown[] => fields.map(({ zh: _zh, en: _en, note: _note, ...rule }) => {
    const type = parseFieldType(rule.type);
    if (type?.kind === 'enum') used.set(`enum ${type.codeList}`, flow.lists.get(type.codeList)?.values.map(({ code, numberType }) => ({ code, numberType })));
    if (type?.kind === 'record' && !used.has(`record ${type.record}`)) {
      used.set(`record ${type.record}`, null); // Before its fields are looked at, which may name it.
      used.set(`record ${type.record}`, rules(flow.records.get(type.record)?.fields ?? []));
    }
    if (type?.kind === 'scalar' && type.scalar === 'state-id') used.set('states', [...flow.states.keys()]);
    return rule;
  });
  const own = rules(spec.fields.filter(isPersonal));
  // Which code names a kind of document is said by an open list.
  const typing = rules(spec.fields.filter(({ id }) => spec.fields.some((field) => isPersonal(field) && field.typedBy === id)));
  return own.length === 0 ? '' : canonicalJson({ own, typing, used: Object.fromEntries(used) });
}
