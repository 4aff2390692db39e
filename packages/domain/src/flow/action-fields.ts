import type { Party } from './case-state';
import type { CompiledFlow } from './compile';
import { total } from './hub-rules';
import type { AgencySide } from './actors';
import type { CodeValue, Entry, FieldRef, Fields, FieldSpec, FieldValue, HubRule, MessageSpec } from './model';

/** A field of a message that may be sent, with everything needed to fill it in: no other lookup is necessary. */
export interface ActionField extends FieldSpec {
  /** `personal` fields travel sealed, the hub never reads them. A field of a record belongs to the part of its record. */
  readonly part: 'open' | 'personal';
  readonly list: boolean;
  /** The type of one value: that of the entries of a list. */
  readonly itemType: string;
  /** The values of a code list, or the states for a state id. */
  readonly values?: readonly CodeValue[];
  /** The fields of a record. */
  readonly fields?: readonly ActionField[];
}

/** What a hub rule asks of a field: a hint that saves a rejection or an alarm. */
export interface FieldConstraint {
  readonly ruleId: string;
  readonly rule: HubRule['rule'];
  readonly severity: HubRule['severity'];
  readonly field: string;
  readonly zh?: string;
  readonly en?: string;
  /** divisionOfActor: the side and, once there are parties, the participant the division has to belong to. */
  readonly side?: AgencySide;
  readonly participant?: string;
  /** notBefore: the date that may not be preceded, with its newest value in the case. */
  readonly reference?: FieldRef & { readonly value?: FieldValue };
  /** amountMismatch: the terms, and the amount expected here when all others are known. */
  readonly sum?: readonly FieldRef[];
  readonly equals?: readonly FieldRef[];
  readonly expected?: number;
}

const LIST = /^list<(.+)>$/;
const ENUM = 'enum:';
const RECORD = 'record:';

export function actionFields(flow: CompiledFlow, message: MessageSpec): readonly ActionField[] {
  return message.fields.map((field) => resolveField(flow, field, field.personalData === true ? 'personal' : 'open'));
}

function resolveField(flow: CompiledFlow, field: FieldSpec, part: ActionField['part']): ActionField {
  const itemType = LIST.exec(field.type)?.[1] ?? field.type;
  const resolved = { ...field, part, list: itemType !== field.type, itemType };
  if (itemType === 'state-id') return { ...resolved, values: [...flow.states.values()].map(({ id, zh, en }) => ({ code: id, zh, en })) };
  if (itemType.startsWith(ENUM)) return { ...resolved, values: flow.lists.get(itemType.slice(ENUM.length))?.values ?? [] };
  if (!itemType.startsWith(RECORD)) return resolved;
  const record = flow.records.get(itemType.slice(RECORD.length));
  return { ...resolved, fields: (record?.fields ?? []).map((inner) => resolveField(flow, inner, part)) };
}

/** What is known when constraints are asked for: nothing of a case that is not yet open. */
export interface KnownSoFar {
  readonly entry: Entry;
  readonly parties?: Readonly<Record<AgencySide, Party>>;
  readonly latest: Readonly<Record<string, Fields>>;
}

export function fieldConstraints(flow: CompiledFlow, message: string, known: KnownSoFar): readonly FieldConstraint[] {
  return flow.flow.hubRules.flatMap((rule) => {
    const { id: ruleId, rule: name, severity, zh, en } = rule;
    const base = { ruleId, rule: name, severity, ...(zh && { zh }), ...(en && { en }) };
    if (name === 'amountMismatch') return amountConstraints(rule, message, known.latest).map((x) => ({ ...base, ...x }));
    if (rule.message !== message || rule.field === undefined) return [];
    return [{ ...base, field: rule.field, ...hintOf(rule, known) }];
  });
}

function hintOf(rule: HubRule, { entry, parties, latest }: KnownSoFar): Partial<FieldConstraint> {
  if (rule.rule === 'divisionOfActor') {
    const side: AgencySide = entry.opener === rule.actor ? 'opener' : 'counterpart';
    return { side, ...(parties && { participant: parties[side].participant }) };
  }
  if (rule.rule === 'notBefore' && rule.notBefore !== undefined) {
    const { message, field } = rule.notBefore;
    const value = latest[message]?.[field];
    return { reference: { message, field, ...(value !== undefined && { value }) } };
  }
  return {};
}

function amountConstraints(
  { sum = [], equals = [] }: HubRule, message: string, latest: Readonly<Record<string, Fields>>,
): readonly Pick<FieldConstraint, 'field' | 'sum' | 'equals' | 'expected'>[] {
  const own = [...sum, ...equals].filter((ref) => ref.message === message);
  const expected = own.length === 1 ? expectedAmount(sum, equals, message, latest) : undefined;
  return own.map(({ field }) => ({ field, sum, equals, ...(expected !== undefined && { expected }) }));
}

/** The only amount of this message that balances the rule; undefined while another term is unknown. */
function expectedAmount(sum: readonly FieldRef[], equals: readonly FieldRef[], message: string, latest: Readonly<Record<string, Fields>>): number | undefined {
  const others = (refs: readonly FieldRef[]): number | undefined => total(refs.filter((ref) => ref.message !== message), latest);
  const left = others(sum);
  const right = others(equals);
  if (left === undefined || right === undefined) return undefined;
  return sum.some((ref) => ref.message === message) ? right - left : left - right;
}
