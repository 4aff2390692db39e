import type { FieldDocument, NextActionDocument, OutcomeDocument, SideName } from '@tongban/contracts';
import type { ActionField, FieldConstraint } from './action-fields';
import { type Choice, choicesOf } from './choices';
import { type CompiledFlow, MAIN_TRACK } from './compile';
import type { NextAction, OpeningAction } from './next-actions';
import type { Outcome } from './outcomes';

type ConstraintDocument = NonNullable<FieldDocument['constraints']>[number];
/** Division codes of the two sides, when they are known. */
export type SideDivisions = Readonly<Record<SideName, string>>;

/**
 * The actions of one side as they are shown outside. `today` (Beijing date) becomes the bound of dates that may not lie
 * after the day of receipt; without it only the rule is named.
 */
export function nextActionDocuments(flow: CompiledFlow, actions: readonly NextAction[], today?: string): NextActionDocument[] {
  return actions.map(({ message, actor, onBehalfOf, entryId, holder, due, meets, fields, constraints, outcomes }) => {
    const choices = choicesOf(flow, message.id, outcomes);
    return {
      message: { type: message.id, kind: message.kind, zh: message.zh, en: message.en },
      actor: { actor: actor.id, wording: { zh: actor.zh, en: actor.en } },
      ...(onBehalfOf !== undefined && { onBehalfOf }),
      ...(entryId !== undefined && { entryId }),
      holder,
      ...(due && { dueOn: due.on, dueKind: due.deadlineKind, due: { deadline: due.deadlineId, wording: { zh: due.zh, en: due.en }, on: due.on, legal: due.legal, overdue: due.overdue, ...(due.undetermined && { undetermined: true as const }) } }),
      ...(meets.length > 0 && { meets }),
      fields: fields.map((field) => fieldDocument(field, constraints, { today, choices })),
      outcomes: outcomes.map(outcomeDocument),
    };
  });
}

/**
 * The first messages of a flow in the same shape: the single outcome of each is its entry, whose id stands as
 * `transitionId` and whose guard is `when`. `divisions` are those the opener is about to name.
 */
export function openingActionDocuments(actions: readonly OpeningAction[], divisions?: SideDivisions, today?: string): NextActionDocument[] {
  return actions.map(({ message, onBehalfOf, fields, constraints, entryId, zh, en, when, to }) => ({
    message: { type: message.id, kind: message.kind, zh: message.zh, en: message.en },
    ...(onBehalfOf !== undefined && { onBehalfOf }),
    holder: true,
    fields: fields.map((field) => fieldDocument(field, constraints, { today, divisions })),
    outcomes: [{
      transitionId: entryId, zh, en, path: 'normal', onNormalPath: true, ...(when && { when }),
      to: to?.id ?? '', track: to?.track ?? MAIN_TRACK, terminal: to?.terminal ?? false,
    }],
  }));
}

function outcomeDocument({ transitionId, zh, en, path, onNormalPath, when, to, track, terminal }: Outcome): OutcomeDocument {
  return { transitionId, zh, en, path, onNormalPath, ...(when && { when }), to: to?.id ?? '', ...(to && { toWording: { zh: to.zh, en: to.en } }), track: track ?? '', terminal };
}

interface Known { readonly today?: string; readonly divisions?: SideDivisions; readonly choices?: ReadonlyMap<string, readonly Choice[]> }

function fieldDocument(field: ActionField, constraints: readonly FieldConstraint[], known: Known): FieldDocument {
  const { id, type, zh, en, part, required, requiredWhen, typedBy, pattern, itemPattern, minLength, maxLength, min, max, maxItems, values, fields } = field;
  const own = constraints.filter((constraint) => constraint.field === id).map((constraint) => constraintDocument(constraint, known));
  return defined({
    id, type, zh, en, part, required: required === true, requiredWhen, typedBy, pattern, itemPattern, minLength, maxLength, min, max, maxItems, values,
    // Hub rules name fields of the message, never members of a record.
    fields: fields?.map((inner) => fieldDocument(inner, [], known)),
    choices: known.choices?.get(id)?.map(({ value, transitionIds }) => ({ value: value as string | boolean, outcomes: transitionIds })),
    constraints: own.length > 0 ? own : undefined,
  });
}

function constraintDocument({ rule, severity, side, participant, reference, expected }: FieldConstraint, { today, divisions }: Known): ConstraintDocument {
  const earliest = reference?.value;
  return defined({
    rule, severity,
    division: (side && divisions?.[side]) ?? participant,
    notAfter: rule === 'notAfterReceipt' ? today : undefined,
    notBefore: typeof earliest === 'string' ? earliest : undefined,
    sum: expected,
  });
}

/** Without the keys that have no value: documents travel as JSON and are compared. */
function defined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => member !== undefined)) as T;
}
