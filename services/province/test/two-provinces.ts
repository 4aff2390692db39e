import type { SideName } from '@tongban/contracts';
import type { CatalogueFlow } from '@tongban/catalogue';
import { type Guard, holds, makeCaseNumber, openingActionDocuments, openingActions } from '@tongban/domain';
import { fillMessage } from '../src/fields/fill-message';
import { type Choice, type SeenMessage, chooseAction } from '../src/policy/choose-action';
import type { Scenario } from '../src/policy/scenario';
import { DIVISIONS, DomainHome, SIDES } from './domain-home';

export interface PlayedCase {
  readonly home: DomainHome;
  /** Whether somebody waited for the other side in vain. */
  readonly impatient: boolean;
}
/** Which of the sides that have something to say speak first. */
export type Order = 'both' | SideName;

const MESSAGES_MAX = 70;

export const caseNumber = (seed: number): string => makeCaseNumber({ division: DIVISIONS.opener, date: '2026-03-02', random: Uint8Array.from([1, 2, 3, 4, seed % 256]) });

export function openingOf(flow: CatalogueFlow, entryId: string): Choice {
  const found = openingActionDocuments(openingActions(flow.compiled), DIVISIONS)
    .flatMap((action) => action.outcomes.map((outcome) => ({ action, outcome }))).find(({ outcome }) => outcome.transitionId === entryId);
  if (!found) throw new Error(`${flow.flow.flowId} has no entry ${entryId}`);
  return found;
}

/** Two provinces play a case to its end as pure functions. Throws when a message is refused or does what was not meant. */
export function playCase(flow: CatalogueFlow, entryId: string, scenario: Scenario, seed: number, order: Order = 'both'): PlayedCase {
  const home = new DomainHome(flow, caseNumber(seed));
  let impatient = false;
  say(home, 'opener', openingOf(flow, entryId));
  while (home.registered.length < MESSAGES_MAX) {
    if (round(home, scenario, order, true)) continue;
    const held = SIDES.some((side) => verdictOf(home, side, scenario, true).do === 'hold');
    if (!held) break;
    impatient = true;
    if (!round(home, scenario, order, false)) break;
  }
  return { home, impatient };
}

/** Both sides look at the same moment, as they do in life; with an order only one of them gets to speak. */
function round(home: DomainHome, scenario: Scenario, order: Order, patient: boolean): boolean {
  const senders = SIDES.flatMap((side) => {
    const verdict = verdictOf(home, side, scenario, patient);
    return verdict.do === 'send' ? [{ side, choice: verdict.choice }] : [];
  });
  const first = senders.find(({ side }) => side === order) ?? senders[0];
  for (const { side, choice } of order === 'both' ? senders : first ? [first] : []) say(home, side, choice);
  return senders.length > 0;
}

const verdictOf = (home: DomainHome, side: SideName, scenario: Scenario, patient: boolean) =>
  chooseAction(home.document(side), historyOf(home, side), scenario, patient);

const historyOf = (home: DomainHome, side: SideName): readonly SeenMessage[] => home.registered.map((message) => ({ kind: message.kind, own: message.side === side }));

function say(home: DomainHome, side: SideName, { action, outcome }: Choice): void {
  const { type } = action.message;
  const fields = fillMessage(action, outcome, { caseNo: home.caseNo, now: home.now, ownDivision: DIVISIONS[side] });
  const message = { messageId: `m-${home.registered.length}`, type, side, ...(action.onBehalfOf && { onBehalfOf: action.onBehalfOf }), fields };
  const faults = home.faultsOf(message);
  if (faults.length > 0) throw new Error(`${home.flow.flow.flowId} ${type}: ${JSON.stringify(faults)}`);
  const fitting = action.outcomes.filter(({ when }) => holds(when as Guard | undefined, fields));
  if (fitting.length !== 1) throw new Error(`${type} fits ${fitting.map(({ transitionId }) => transitionId).join()}`);
  const decision = home.register(message);
  if (!decision.accepted) throw new Error(`${home.flow.flow.flowId} ${type} by ${side}: ${decision.code} ${decision.detail}`);
  const taken = decision.transitionId ?? decision.entryId;
  if (taken !== outcome.transitionId) throw new Error(`${type} led to ${taken} and not to ${outcome.transitionId}`);
}
