import type { NextActionDocument, NextActionsDocument, SideName } from '@tongban/contracts';
import type { Fields } from '@tongban/domain';
import type { FillContext } from '../../../services/province/src/fields/field-value';
import { fillMessage } from '../../../services/province/src/fields/fill-message';
import { type Choice, type SeenMessage, chooseAction } from '../../../services/province/src/policy/choose-action';
import type { Seed } from '../../../services/province/src/fields/seed';
import type { RawFlow } from '../expected/story';
import { type Day, beijingDay, daysLater } from '../expected/work-days';

/** What a side does next, as the guide would have it: nothing where it is not its turn. */
export function regularStep(document: NextActionsDocument, history: readonly SeenMessage[]): Choice | undefined {
  const verdict = chooseAction(document, history, 'normal');
  return verdict.do === 'send' ? verdict.choice : undefined;
}

/** Anything that a side may do, by chance: returns, refusals, supplements, disputes, withdrawals, notes. */
export function wildStep({ actions }: NextActionsDocument, dice: Seed, label: string): Choice | undefined {
  const choices = actions.flatMap((action) => action.outcomes.map((outcome) => ({ action, outcome })));
  const moving = choices.filter(({ outcome }) => outcome.path !== 'note');
  const among = moving.length > 0 && dice.number(`${label} note`, 6) > 0 ? moving : choices;
  return among[dice.number(`${label} choice`, Math.max(1, among.length))];
}

export const holderOf = ({ tracks }: NextActionsDocument): SideName | undefined => tracks.find(({ terminal, holder }) => !terminal && holder !== undefined)?.holder?.side as SideName | undefined;

const DUE_DAYS_MAX = 25;
const FACT_DAYS_BACK_MAX = 20;

/** Fields for a step. Where a flow reckons a due date from a field, it is named some days ahead, and a fact lies some days back; `plain` leaves both today. @throws Error where no values lead to the outcome. */
export function fieldsOf({ action, outcome }: Choice, context: FillContext, flow: Pick<RawFlow, 'deadlines' | 'facts'>, dice: Seed, label: string, plain = false): Fields {
  const fields = { ...fillMessage(action, outcome, context) };
  if (plain) return fields;
  const today = beijingDay(context.now);
  const has = (field: string): boolean => action.fields.some(({ id, part }) => id === field && part === 'open');
  for (const { dueFrom } of flow.deadlines) {
    if (dueFrom?.message === action.message.type && has(dueFrom.field)) fields[dueFrom.field] = daysLater(today, dice.number(`${label} due`, DUE_DAYS_MAX));
  }
  for (const { producedBy: { message, field } } of flow.facts) {
    if (message === action.message.type && has(field)) fields[field] = daysBack(today, dice.number(`${label} fact`, FACT_DAYS_BACK_MAX));
  }
  return fields;
}

const daysBack = (day: Day, count: number): Day => new Date(Date.parse(`${day}T00:00:00Z`) - count * 86_400_000).toISOString().slice(0, 10);

/** Open fields of a message that hold a date. */
export function openDates(action: Pick<NextActionDocument, 'fields'>, fields: Fields): Record<string, Day> {
  return Object.fromEntries(action.fields.flatMap(({ id, part, type }) => (part === 'open' && type === 'date' && typeof fields[id] === 'string' ? [[id, fields[id]]] : [])));
}

/** Days until a case is gone on with: mostly soon, now and then so late that duties are missed; undefined: never again. */
export function pauseDays(dice: Seed, label: string): number | undefined {
  const roll = dice.number(`${label} pause`, 100);
  const among = (least: number, span: number): number => least + dice.number(`${label} days`, span);
  if (roll < 60) return among(1, 3);
  if (roll < 85) return among(4, 8);
  return roll < 98 ? among(12, 30) : undefined;
}
