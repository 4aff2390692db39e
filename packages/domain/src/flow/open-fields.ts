import { parseFieldType } from '../schema/field-type';
import type { FieldSpec, Flow, FlowDictionary, Guard, MessageSpec } from './model';

/** A field that travels in the open, and what of the flow reads it: none where no rule does. */
export interface OpenField {
  readonly message: string;
  readonly field: FieldSpec;
  /** Ids of what reads it, each after its kind: `guard:T-1`, `deadline:D-2`, `hub-rule:R-3`. */
  readonly usedBy: readonly string[];
}

/** Every open field of the messages a flow can carry, and which of the flow's rules read it. Of common messages those too that this flow's guards name. */
export function openFieldsOf(flow: Flow, { commonMessages }: Pick<FlowDictionary, 'commonMessages'>): readonly OpenField[] {
  const own = new Set(flow.messages.map(({ messageId }) => messageId));
  const messages = [...flow.messages, ...commonMessages.filter(({ messageId }) => !own.has(messageId))];
  return messages.flatMap((message) => message.fields.filter(({ personalData }) => personalData !== true).map((field) => ({ message: message.messageId, field, usedBy: usesOf(flow, message, field) })));
}

function usesOf(flow: Flow, message: MessageSpec, field: FieldSpec): string[] {
  const { messageId } = message;
  const isIt = (ref: { readonly message?: string | undefined; readonly field?: string | undefined } | undefined): boolean => ref?.message === messageId && ref.field === field.id;
  const uses: string[] = [];
  for (const { id, message: of, when } of [...flow.entries, ...flow.transitions]) if (of === messageId && when && fieldsOf(when).includes(field.id)) uses.push(`guard:${id}`);
  for (const other of message.fields) if (other.requiredWhen && fieldsOf(other.requiredWhen).includes(field.id)) uses.push(`required:${other.id}`);
  for (const other of message.fields) if (other.typedBy === field.id) uses.push(`typed:${other.id}`);
  for (const { id, producedBy } of flow.facts) if (isIt(producedBy)) uses.push(`fact:${id}`);
  for (const { id, dueFrom } of flow.deadlines) if (isIt(dueFrom)) uses.push(`deadline:${id}`);
  for (const rule of flow.hubRules) if (isIt(rule) || [...(rule.sum ?? []), ...(rule.equals ?? []), rule.notBefore].some(isIt)) uses.push(`hub-rule:${rule.id}`);
  return [...new Set(uses)];
}

/** Ids of the fields that a guard reads. */
export function fieldsOf(guard: Guard): readonly string[] {
  if ('field' in guard) return [guard.field];
  if ('not' in guard) return fieldsOf(guard.not);
  return [...('all' in guard ? guard.all : []), ...('any' in guard ? guard.any : [])].flatMap(fieldsOf);
}

/** Whether what a field holds could be anything somebody writes: a text, a record, or a string that no pattern bounds. Such a field is personal. */
export function isFreeText({ type, pattern, itemPattern }: FieldSpec): boolean {
  const parsed = parseFieldType(type);
  if (parsed === undefined) return true;
  if (parsed.kind !== 'scalar') return parsed.kind === 'record';
  return parsed.scalar === 'text' || parsed.scalar === 'bytes' || (parsed.scalar === 'string' && (parsed.list ? itemPattern : pattern) === undefined);
}
