import { type CompiledFlow, fieldOf, finiteDomain } from './compile';
import { guardFields, holds } from './guard';
import type { FieldValue, Fields } from './model';
import type { Outcome } from './outcomes';

/** A value that a field of a message may have now, and the outcomes it can lead to; a value that is not among the choices is refused. */
export interface Choice { readonly value: FieldValue; readonly transitionIds: readonly string[] }

/** More combinations than any flow that was imported reads (`check/exploration`). */
const COMBINATIONS_MAX = 20_000;

/**
 * For each field that decides what comes of a message, the values with which it is accepted now: reasons, decisions, states to go on in. By field id;
 * a field that decides nothing is not among them. `outcomes` are those of one action, with the past worked into their guards.
 */
export function choicesOf(flow: CompiledFlow, message: string, outcomes: readonly Outcome[]): ReadonlyMap<string, readonly Choice[]> {
  const domains = [...new Set(outcomes.flatMap(({ when }) => guardFields(when)))].flatMap((id) => {
    const field = fieldOf(flow, message, id);
    const domain = field && finiteDomain(flow, field);
    return field === undefined || domain === undefined ? [] : [{ id, values: field.required === true ? domain : [...domain, undefined] }];
  });
  if (domains.reduce((count, { values }) => count * values.length, 1) > COMBINATIONS_MAX) return new Map();
  const leads = new Map<string, Map<FieldValue, Set<string>>>(domains.map(({ id }) => [id, new Map()]));
  for (const fields of combinationsOf(domains)) {
    const reached = outcomes.filter(({ when }) => holds(when, fields)).map(({ transitionId }) => transitionId);
    for (const [id, value] of Object.entries(fields)) for (const transition of reached) {
      const ofField = leads.get(id);
      ofField?.set(value, (ofField.get(value) ?? new Set()).add(transition));
    }
  }
  return new Map(domains.map(({ id, values }) => [id, values.flatMap((value): Choice[] => {
    const reached = value === undefined ? undefined : leads.get(id)?.get(value);
    return value === undefined || reached === undefined ? [] : [{ value, transitionIds: [...reached] }];
  })]));
}

interface Domain { readonly id: string; readonly values: readonly (FieldValue | undefined)[] }

const combinationsOf = (domains: readonly Domain[]): readonly Fields[] =>
  domains.reduce<readonly Fields[]>((all, { id, values }) => all.flatMap((fields) => values.map((value) => (value === undefined ? fields : { ...fields, [id]: value }))), [{}]);
