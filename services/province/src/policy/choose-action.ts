import type { NextActionDocument, NextActionsDocument, OutcomeDocument } from '@tongban/contracts';
import { shareOf } from '../fields/guard-choice';
import type { Scenario } from './scenario';

/** A message of the case as this side saw it, own ones included. */
export interface SeenMessage { readonly kind: string; readonly own: boolean }

export interface Choice { readonly action: NextActionDocument; readonly outcome: OutcomeDocument }
export type Verdict =
  | { readonly do: 'send'; readonly choice: Choice }
  /** Somebody else's turn, or over. */
  | { readonly do: 'wait' }
  /** It would be this side's turn, but the other one is expected to speak first; after a while it goes on without. */
  | { readonly do: 'hold' };

/** A case never needs more; whoever asks after this many gets no answer. */
export const CASE_MESSAGES_MAX = 60;

/** Kinds a reference province never sends by itself unless the scenario asks for it. */
const UNASKED_KINDS: ReadonlySet<string> = new Set(['refusal', 'return', 'withdrawal', 'dispute', 'supplement-request', 'reminder', 'progress']);
/** Kinds that carry the work itself over: after one of them an applicant may no longer be able to withdraw. */
const WORK_KINDS: ReadonlySet<string> = new Set(['information', 'decision', 'result', 'dispatch', 'fund-transfer', 'publication', 'completion']);
/** Kinds the hub itself sends; they say nothing about the other side. */
const HUB_KINDS: ReadonlySet<string> = new Set(['reminder', 'progress']);
/** The kind that makes a scenario special, sent once at the first chance by whose turn it is. */
const WISHES: Readonly<Partial<Record<Scenario, string>>> = { supplement: 'supplement-request', return: 'return', refusal: 'refusal' };
const PATHS = ['normal', 'alternative', 'exception'];

const WAIT: Verdict = { do: 'wait' };

/**
 * What this side sends next, from what it may send (`document`) and what it saw (`history`, in order). Pure: the wish of
 * the scenario first, then the guide's normal path, then normal, alternative and such exceptions as answer a pending
 * situation. `patient: false` ends the holding back of a withdrawal case.
 */
export function chooseAction(document: NextActionsDocument, history: readonly SeenMessage[], scenario: Scenario, patient = true): Verdict {
  if (document.closed || history.length >= CASE_MESSAGES_MAX) return WAIT;
  const choices = choicesOf(document);
  const turn = choices.filter((choice) => isOurTurn(document, choice.outcome));
  const regular = best(turn.filter(({ action }) => !UNASKED_KINDS.has(action.message.kind)));
  const seen = (kind: string): boolean => history.some((message) => message.kind === kind);

  if (scenario === 'withdrawal' && !seen('withdrawal')) {
    const verdict = withdrawing(document, history, choices, regular);
    if (verdict.do !== 'hold' || patient) return verdict;
  }
  const wish = WISHES[scenario];
  const wished = wish === undefined || seen(wish) ? undefined : best(turn.filter(({ action }) => action.message.kind === wish));
  const choice = wished ?? regular;
  return choice === undefined ? WAIT : { do: 'send', choice };
}

/**
 * The opener withdraws for the applicant once the counterpart has spoken, or before its own next message would carry the
 * work over. The counterpart speaks once and then holds back; both know the scenario, so neither overtakes the other.
 */
function withdrawing(document: NextActionsDocument, history: readonly SeenMessage[], choices: readonly Choice[], regular: Choice | undefined): Verdict {
  const withdrawal = best(choices.filter(({ action }) => action.message.kind === 'withdrawal'));
  if (withdrawal !== undefined) {
    const otherSpoke = history.some(({ own, kind }) => !own && !HUB_KINDS.has(kind));
    if (otherSpoke || (regular !== undefined && WORK_KINDS.has(regular.action.message.kind))) return { do: 'send', choice: withdrawal };
  } else if (document.side === 'counterpart' && regular !== undefined && history.some(({ own }) => own)) return { do: 'hold' };
  return regular === undefined ? WAIT : { do: 'send', choice: regular };
}

function choicesOf({ actions }: NextActionsDocument): readonly Choice[] {
  return actions.flatMap((action) => action.outcomes.filter(({ path }) => path !== 'note').map((outcome) => ({ action, outcome })));
}

/** The turn belongs to a side, whoever of it is to speak: its agency, or somebody it acts for. */
function isOurTurn({ tracks, side }: NextActionsDocument, outcome: OutcomeDocument): boolean {
  return tracks.find(({ track }) => track === outcome.track)?.holder?.side === side;
}

/** The guide's path before others, the actor whose turn it is before its agency, the usual case before special ones. */
function best(choices: readonly Choice[]): Choice | undefined {
  const ranked = choices.map((choice, index) => ({ choice, index, rank: rankOf(choice) }));
  ranked.sort((a, b) => compare(a.rank, b.rank) || a.index - b.index);
  return ranked[0]?.choice;
}

function rankOf({ action, outcome }: Choice): readonly number[] {
  return [Number(!outcome.onNormalPath), PATHS.indexOf(outcome.path), Number(!action.holder), -shareOf(outcome, action.fields)];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (const [index, value] of a.entries()) {
    const other = b[index] ?? 0;
    if (value !== other) return value - other;
  }
  return 0;
}
