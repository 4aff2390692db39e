import type { NextActionDocument, OutcomeDocument } from '@tongban/contracts';
import { type FieldValue, type Fields, type Guard, holds } from '@tongban/domain';
import { type FillContext, fieldValue } from './field-value';
import { choiceFor } from './guard-choice';

/**
 * Flat fields of a message so that this outcome comes of it: what the condition reads first, then what is required, then
 * what the values so far make required. Everything else is left out. The same case gives the same values.
 * @throws Error when no values lead to the outcome.
 */
export function fillMessage(action: NextActionDocument, outcome: OutcomeDocument, context: FillContext): Fields {
  const { fields } = action;
  const chosen = choiceFor(outcome, fields, (field) => fieldValue(field, {}, context, fields));
  if (chosen === undefined) throw new Error(`no values of ${action.message.type} lead to ${outcome.transitionId}`);
  const values: Record<string, FieldValue> = { ...chosen };
  const add = (needed: (field: NextActionDocument['fields'][number]) => boolean): boolean => {
    let added = false;
    for (const field of fields) {
      if (Object.hasOwn(values, field.id) || !needed(field)) continue;
      values[field.id] = fieldValue(field, values, context, fields);
      added = true;
    }
    return added;
  };
  // The field that types a number has to be there before the number.
  add(({ required, typedBy }) => required && typedBy === undefined);
  add(({ required }) => required);
  const now = (when: unknown): boolean => when !== undefined && holds(when as Guard, values);
  for (let round = 0; round < fields.length && add(({ requiredWhen }) => now(requiredWhen)); round += 1);
  return values;
}
