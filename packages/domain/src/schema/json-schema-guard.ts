import type { Guard } from '../flow/model';
import type { TypedField } from './flow-vocabulary';

/** A schema of JSON Schema 2020-12, in which `true` takes everything and `false` nothing. */
export type JsonSchema = boolean | { readonly [keyword: string]: unknown };

/** Where a rule finds a field: schemas of it, said of the object the rule is about. */
export interface FieldPlace {
  readonly field: TypedField;
  /** @param ofOwner what is asked of the object that has the field itself. */
  readonly within: (ofOwner: JsonSchema) => JsonSchema;
}
/** Undefined for a field that the rule does not see: it is absent to it. */
export type PlaceOf = (fieldId: string) => FieldPlace | undefined;

/** The condition of a `requiredWhen` as a schema, with the meaning of `holds`: total, an absent field is in no list, an empty list is absent. */
export function guardSchema(guard: Guard, placeOf: PlaceOf): JsonSchema {
  if ('all' in guard) return guard.all.length === 0 ? true : { allOf: guard.all.map((part) => guardSchema(part, placeOf)) };
  if ('any' in guard) return guard.any.length === 0 ? false : { anyOf: guard.any.map((part) => guardSchema(part, placeOf)) };
  if ('not' in guard) return { not: guardSchema(guard.not, placeOf) };
  // A condition on fields has no past.
  if ('visited' in guard) return false;
  if ('notVisited' in guard) return true;
  const place = placeOf(guard.field);
  if ('present' in guard) {
    const present = place === undefined ? false : place.within({ required: [guard.field], ...(place.field.parsed.list && { properties: { [guard.field]: { minItems: 1 } } }) });
    return guard.present ? present : { not: present };
  }
  const values = guard.in.filter((value) => typeof value !== 'object');
  if (place === undefined || values.length === 0) return false;
  return place.within({ required: [guard.field], properties: { [guard.field]: { enum: values } } });
}
