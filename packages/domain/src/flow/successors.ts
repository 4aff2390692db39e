import type { AgencySide } from './actors';
import type { CaseState } from './case-state';
import { type CompiledFlow, MAIN_TRACK } from './compile';
import type { Worded } from './model';
import { isFinished } from './movement';

/** A case that a side may open after this one was closed: an ordinary new case whose first message names this one and the kind. */
export interface SuccessorOption extends Worded { readonly kind: string }

/** The kinds are the contract's, as the envelope's attribute is; no flow can add one. */
const WORDS: Readonly<Record<string, Worded>> = { reopening: { zh: '重新办理', en: 'Reopening' }, correction: { zh: '更正', en: 'Correction' } };

/**
 * The successors a side may open now, by the flow of the closed case (FLOW-FORMAT §4); none while any track of it is under way. A closed case itself is never
 * opened again.
 */
export function successorsOf(flow: CompiledFlow, state: CaseState, side: AgencySide): readonly SuccessorOption[] {
  if (!isFinished(flow, state)) return [];
  const agency = flow.entries.get(state.entryId)?.[side] ?? '';
  const ended = state.active[MAIN_TRACK] ?? '';
  const kinds = flow.flow.successors.filter(({ from, actors }) => from.includes(ended) && actors.includes(agency)).map(({ kind }) => kind);
  return [...new Set(kinds)].map((kind) => ({ kind, ...successorWords(kind) }));
}

export const successorWords = (kind: string): Worded => WORDS[kind] ?? { zh: kind, en: kind };
