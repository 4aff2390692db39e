import type { FieldDocument, OutcomeDocument } from '@tongban/contracts';
import { type FieldValue, type Fields, type Guard, guardFields, holds } from '@tongban/domain';

/** Combinations of guard values that are looked at; the format's guards read a handful of short lists. */
const COMBINATIONS_MAX = 20_000;

/** One way to fill the fields a guard reads; an absent key means the field is left out. */
export type GuardChoice = Fields;

/** What a field may be for a guard: its listed values, and absence where it is optional. Others are only there or not. */
function alternatives(field: FieldDocument, example: (field: FieldDocument) => FieldValue): readonly (FieldValue | undefined)[] {
  const listed: readonly FieldValue[] = field.type === 'bool' ? [true, false] : field.values?.map(({ code }) => code) ?? [example(field)];
  return field.required ? listed : [undefined, ...listed];
}

function* combinations(fields: readonly FieldDocument[], example: (field: FieldDocument) => FieldValue): Generator<GuardChoice> {
  const lists = fields.map((field) => alternatives(field, example));
  const total = Math.min(lists.reduce((product, list) => product * list.length, 1), COMBINATIONS_MAX);
  for (let index = 0; index < total; index += 1) {
    const choice: Record<string, FieldValue> = {};
    let rest = index;
    for (const [position, list] of lists.entries()) {
      const value = list[rest % list.length];
      rest = Math.floor(rest / list.length);
      const id = fields[position]?.id;
      if (value !== undefined && id !== undefined) choice[id] = value;
    }
    yield choice;
  }
}

const readFields = (when: Guard, fields: readonly FieldDocument[]): readonly FieldDocument[] => {
  const read = new Set(guardFields(when));
  return fields.filter(({ id }) => read.has(id));
};

/**
 * Values of the fields the outcome's condition reads, so that it holds: the first in the order of the lists. Undefined
 * when nothing makes it hold. The conditions of one message exclude each other, so no other outcome can come of it.
 */
export function choiceFor(outcome: OutcomeDocument, fields: readonly FieldDocument[], example: (field: FieldDocument) => FieldValue): GuardChoice | undefined {
  const when = outcome.when as Guard | undefined;
  if (when === undefined) return {};
  for (const choice of combinations(readFields(when, fields), example)) if (holds(when, choice)) return choice;
  return undefined;
}

/** The share (0 to 1) of all ways to fill the message that lead to this outcome: the usual case has the largest. */
export function shareOf(outcome: OutcomeDocument, fields: readonly FieldDocument[]): number {
  const when = outcome.when as Guard | undefined;
  if (when === undefined) return 1;
  let all = 0;
  let fitting = 0;
  for (const choice of combinations(readFields(when, fields), () => '')) {
    all += 1;
    if (holds(when, choice)) fitting += 1;
  }
  return all === 0 ? 0 : fitting / all;
}
