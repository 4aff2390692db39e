import type { ErrorCode, FieldFault } from '@tongban/contracts';
import { beijingDateOf } from '../calendar/days';
import { actingActor } from './actors';
import type { CaseMessage, CaseState, LapseStanding, ValueClaim } from './case-state';
import type { CompiledFlow } from './compile';
import { advanceRuns } from './deadline-runs';
import type { CalendarOfSide } from './deadlines';
import { holds } from './guard';
import { brokenRules, claimsOf, type RuleBreach, type RuleContext, withLatest } from './hub-rules';
import { withoutLapse } from './lapse';
import type { Entry, Transition } from './model';
import { enterFlow, fittingTransitions, hasBegun, isFinished, move, type Movement } from './movement';
import { standingMove } from './standing-moves';

/** What the home of a case gives to decisions and next actions alike; a decision itself needs no calendar. */
export interface DecisionContext extends RuleContext { readonly calendars: CalendarOfSide }

export interface Accepted {
  readonly accepted: true;
  /** Absent for the first message. */
  readonly transitionId?: string;
  /** The entry taken, for the first message only. */
  readonly entryId?: string;
  readonly state: CaseState;
  /** Rules of severity `alert` that the message breaks: it is registered and an alarm is raised. */
  readonly alerts: readonly RuleBreach[];
  /** It was received in time and shows that the case had not lapsed: it goes on from where it was. */
  readonly annulsLapse?: boolean;
  /** Values this message uses that no other case of its sender may use. */
  readonly claims: readonly ValueClaim[];
}
export interface Rejected {
  readonly accepted: false;
  readonly code: ErrorCode;
  /** For engineers; it names states and actors, never a field value. */
  readonly detail: string;
  readonly faults?: readonly FieldFault[];
}
export type Decision = Accepted | Rejected;

const reject = (code: ErrorCode, detail: string, faults?: readonly FieldFault[]): Rejected =>
  ({ accepted: false, code, detail, ...(faults && { faults }) });

/**
 * The one decision about a message whose fields were validated: what it does to the case, or why it is rejected. Pure:
 * the same arguments give the same decision, and a rejection leaves the case as it was. With no state the message opens
 * the case, and again when the recipient rejected what opened it; a later message is judged between the parties of the
 * state. Calendars do not matter here: due days are derived
 * when asked for. @throws TongbanError `field.date` when `receivedAt` is no instant.
 */
export function decide(flow: CompiledFlow, state: CaseState | undefined, message: CaseMessage, context: RuleContext): Decision {
  if (!flow.messages.has(message.type)) return reject('message.unknown-type', `${flow.id} has no message ${message.type}`);
  if (state === undefined) return openCase(flow, undefined, message, context);
  const within = { ...context, parties: state.parties };
  const revived = state.lapsed && reviveCase(flow, state, state.lapsed, message, within);
  if (revived !== undefined) return revived;
  return hasBegun(state) ? continueCase(flow, state, message, within) : reopenCase(flow, state, message, within);
}

/**
 * A duty is met at the time of receipt (DESIGN §3). That nobody did it was the hub's own finding, so a message that was received by the due day and comes after it takes the lapse back, as it
 * annuls an escalation: neither a refusal nor a successor would do, for both would charge a side with the way its message took. What leaves the duty as it was, as a note does, takes nothing back.
 */
function reviveCase(flow: CompiledFlow, state: CaseState, lapsed: LapseStanding, message: CaseMessage, context: RuleContext): Accepted | undefined {
  if (beijingDateOf(message.receivedAt) > lapsed.dueOn) return undefined;
  const before = withoutLapse(state, lapsed);
  const decision = continueCase(flow, before, message, context);
  const touchesDuty = decision.accepted && decision.state.deadlines[lapsed.deadlineId] !== before.deadlines[lapsed.deadlineId];
  return touchesDuty ? { ...decision, annulsLapse: true } : undefined;
}

function reopenCase(flow: CompiledFlow, state: CaseState, message: CaseMessage, context: RuleContext): Decision {
  if (message.side === 'opener' && flow.flow.entries.some((x) => x.message === message.type)) return openCase(flow, state, message, context);
  return reject('message.not-allowed', `the case went back to its opener before it began; ${message.type} by the ${message.side} does not open it`);
}

function openCase(flow: CompiledFlow, returned: CaseState | undefined, message: CaseMessage, context: RuleContext): Decision {
  const fit = flow.flow.entries.filter((x) => x.message === message.type && holds(x.when, message.open));
  const [entry] = fit;
  if (entry === undefined || fit.length > 1) return reject('entry.not-found', `${fit.length} entries of ${flow.id} fit ${message.type}`);
  if (message.side !== 'opener' || actingActor(flow, entry, message.side, message.onBehalfOf) !== entry.actor) {
    return reject('sender.not-actor', `entry ${entry.id} is for ${entry.actor}, sent by the opener`);
  }
  const before: CaseState = returned ? { ...returned, entryId: entry.id } : {
    flowId: flow.id, entryId: entry.id, parties: context.parties, active: {}, previous: {}, visited: [],
    deadlines: {}, latest: {}, claims: [], deliveryCount: 0, moves: [],
  };
  return register(flow, before, { entry, message, movement: enterFlow(entry) }, context);
}

function continueCase(flow: CompiledFlow, state: CaseState, message: CaseMessage, context: RuleContext): Decision {
  const entry = flow.entries.get(state.entryId);
  if (entry === undefined) return reject('entry.not-found', `${flow.id} has no entry ${state.entryId}`);
  const actor = actingActor(flow, entry, message.side, message.onBehalfOf);
  if (actor === undefined) return reject('sender.not-actor', `the ${message.side} may not send for ${message.onBehalfOf ?? 'the hub'}`);
  const fit = fittingTransitions(flow, state, message.type, actor, message.open);
  const [transition] = fit;
  const where = Object.values(state.active).join(', ');
  if (fit.length > 1) return reject('message.not-allowed', `${message.type} by ${actor} in ${where} fits ${fit.map((x) => x.id).join(', ')}`);
  if (transition === undefined) {
    if (isFinished(flow, state)) return reject('case.closed', `the case is closed in ${where}`);
    return reject('message.not-allowed', `${message.type} by ${actor} is not allowed in ${where} with these fields`);
  }
  return register(flow, state, { entry, message, transition, movement: move(flow, state, transition) }, context);
}

interface Step { readonly entry: Entry; readonly message: CaseMessage; readonly transition?: Transition; readonly movement: Movement }

function register(flow: CompiledFlow, before: CaseState, step: Step, context: RuleContext): Decision {
  const { entry, message, transition, movement } = step;
  const latest = withLatest(flow, before.latest, message);
  const breaches = brokenRules(flow, entry, message, latest, context);
  const fatal = breaches.filter((x) => x.severity === 'reject');
  const [first] = fatal;
  if (first !== undefined) return reject(first.code, `hub rules ${fatal.map((x) => x.ruleId).join(', ')} broken`, fatal);
  const delivery = before.deliveryCount + 1;
  const on = beijingDateOf(message.receivedAt);
  const runs = advanceRuns(flow, before, { entry, transition, movement, message: message.type, fields: message.open, side: message.side, on, delivery });
  const moved = standingMove(flow, before, movement, runs, { delivery, on });
  const claims = claimsOf(flow, message, context.parties);
  const state: CaseState = {
    ...before, ...movement.configuration, ...runs, latest, claims: mergeClaims(before.claims, claims), deliveryCount: delivery,
    moves: moved === undefined ? before.moves : [...before.moves, moved],
  };
  const named = transition === undefined ? { entryId: entry.id } : { transitionId: transition.id };
  return { accepted: true, ...named, state, alerts: breaches, claims };
}

function mergeClaims(before: readonly ValueClaim[], added: readonly ValueClaim[]): readonly ValueClaim[] {
  const known = new Set(before.map(claimKey));
  return [...before, ...added.filter((claim) => !known.has(claimKey(claim)))];
}

const claimKey = ({ ruleId, participant, value }: ValueClaim): string => JSON.stringify([ruleId, participant, value]);

