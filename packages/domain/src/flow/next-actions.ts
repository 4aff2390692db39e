import { type ActionField, actionFields, type FieldConstraint, fieldConstraints } from './action-fields';
import { actorsOfSide, type AgencySide } from './actors';
import type { CaseState } from './case-state';
import { type CompiledFlow, MAIN_TRACK } from './compile';
import { type CalendarOfSide, deadlinesOf, type DeadlineView } from './deadlines';
import type { Actor, ActorKind, DeadlineKind, Entry, Guard, MessageKind, MessageSpec, Worded } from './model';
import { hasBegun } from './movement';
import { entryOutcome, type Outcome, outcomesOf, type StateRef, stateRef } from './outcomes';
import { undeterminedWhereSilent, type VouchedUntil } from './vouching';

export interface MessageRef extends Worded { readonly id: string; readonly kind: MessageKind }
export interface ActorRef extends Worded { readonly id: string; readonly kind: ActorKind }

/** What a message is and what it needs, whether it opens a case or continues one. */
interface Sendable {
  readonly message: MessageRef;
  readonly actor: ActorRef;
  /** Set in the envelope when the actor is not the agency of the side. */
  readonly onBehalfOf?: string;
  readonly toActorKinds: readonly ActorKind[];
  readonly fields: readonly ActionField[];
  readonly constraints: readonly FieldConstraint[];
}
/** The deadline a message would meet. */
export interface DueHint extends Worded {
  readonly deadlineId: string;
  readonly on: string;
  readonly deadlineKind: DeadlineKind;
  readonly legal: boolean;
  readonly overdue: boolean;
  /** It seems to have passed, and the region of its side has not vouched for that day yet: nobody is late. */
  readonly undetermined?: true;
}
/** What actions and their due dates are told by. */
export interface ActionContext {
  readonly calendars: CalendarOfSide;
  /** Without it nobody asks the regions, and a date that has passed is overdue. */
  readonly vouchedUntil?: VouchedUntil;
}
/** One message one actor may send now: accepted exactly when one of its outcomes' guards holds for the open fields. */
export interface NextAction extends Sendable {
  /** Entry to be named in the envelope: the message opens a case that went back to its opener before it began. */
  readonly entryId?: string;
  readonly outcomes: readonly Outcome[];
  /** It is this actor's turn in a state the message leaves. */
  readonly holder: boolean;
  /** The earliest due date of a deadline that the message could meet. */
  readonly dueOn?: string;
  readonly due?: DueHint;
  /** Ids of the open deadlines that the message could meet, those that stand included; in the order of the flow. */
  readonly meets: readonly string[];
}
/** A message that opens a case. The sender is then `opener`; the other side plays `counterpart`. */
export interface OpeningAction extends Sendable, Worded {
  readonly entryId: string;
  readonly when?: Guard;
  readonly opener: ActorRef;
  readonly counterpart: ActorRef;
  readonly to: StateRef | undefined;
  readonly normalPath: readonly string[];
}
export interface Holder {
  readonly track: string;
  readonly state: StateRef;
  /** Whose turn it is; absent on a track that is over. */
  readonly actor?: ActorRef;
}

/**
 * Everything a side may send now, for itself or on behalf of others; empty when only others can act. Messages of the hub
 * are not among them. `today` is a Beijing date. A province can act from this alone and needs to know no flow. In a case
 * that went back to its opener before it began, the opener has the entries again, the one it had taken first.
 */
export function nextActions(
  flow: CompiledFlow, state: CaseState, side: AgencySide, { calendars, vouchedUntil }: ActionContext, today: string,
): readonly NextAction[] {
  const entry = flow.entries.get(state.entryId);
  if (entry === undefined) return [];
  if (!hasBegun(state)) return side === 'opener' ? entriesAgain(flow, state, entry) : [];
  const visited = new Set(state.visited);
  const views = deadlinesOf(flow, state, today, calendars).map((view) => (vouchedUntil ? undeterminedWhereSilent(view, vouchedUntil) : view));
  return actorsOfSide(flow, entry, side).flatMap((actor) => [...flow.transitionsByMessage].flatMap(([messageId, transitions]) => {
    const message = flow.messages.get(messageId);
    const outcomes = outcomesOf(flow, entry, state, transitions.filter((x) => x.actors.includes(actor)), visited);
    if (message === undefined || outcomes.length === 0) return [];
    const met = metBy(flow, outcomes, views);
    const due = earliestDue(met);
    return [{
      ...sendable(flow, message, actor, entry[side]),
      constraints: fieldConstraints(flow, messageId, { entry, parties: state.parties, latest: state.latest }),
      outcomes,
      holder: outcomes.some((x) => x.holder === actor),
      ...(due && { dueOn: due.on, due }), meets: met.map(({ id }) => id),
    }];
  }));
}

function entriesAgain(flow: CompiledFlow, state: CaseState, taken: Entry): readonly NextAction[] {
  return [taken, ...flow.flow.entries.filter((entry) => entry !== taken)].flatMap((entry) => {
    const message = flow.messages.get(entry.message);
    if (message === undefined) return [];
    return [{
      ...sendable(flow, message, entry.actor, entry.opener),
      entryId: entry.id, constraints: fieldConstraints(flow, entry.message, { entry, parties: state.parties, latest: state.latest }),
      outcomes: [entryOutcome(flow, entry, taken)], holder: true, meets: [],
    }];
  });
}

/** The first messages of a flow, one for each entry. */
export function openingActions(flow: CompiledFlow): readonly OpeningAction[] {
  return flow.flow.entries.flatMap((entry) => {
    const message = flow.messages.get(entry.message);
    if (message === undefined) return [];
    const to = flow.states.get(entry.to);
    return [{
      entryId: entry.id, zh: entry.zh, en: entry.en,
      ...sendable(flow, message, entry.actor, entry.opener),
      ...(entry.when && { when: entry.when }),
      constraints: fieldConstraints(flow, entry.message, { entry, latest: {} }),
      opener: actorRef(flow, entry.opener), counterpart: actorRef(flow, entry.counterpart),
      to: to && stateRef(to), normalPath: entry.normalPath,
    }];
  });
}

/** Whose turn it is, for each track that was started; `main` first. */
export function holderOf(flow: CompiledFlow, state: Pick<CaseState, 'active'>): readonly Holder[] {
  const tracks = Object.keys(state.active).sort((a, b) => Number(b === MAIN_TRACK) - Number(a === MAIN_TRACK));
  return tracks.flatMap((track) => {
    const current = flow.states.get(state.active[track] ?? '');
    if (current === undefined) return [];
    return [{ track, state: stateRef(current), ...(current.holder !== undefined && { actor: actorRef(flow, current.holder) }) }];
  });
}

function sendable(flow: CompiledFlow, message: MessageSpec, actor: string, agency: string): Omit<Sendable, 'constraints'> {
  const recipients = message.toKinds ?? (message.to ?? []).flatMap((id) => flow.actors.get(id)?.kind ?? []);
  return {
    message: { id: message.messageId, kind: message.kind, zh: message.zh, en: message.en },
    actor: actorRef(flow, actor),
    ...(actor !== agency && { onBehalfOf: actor }),
    toActorKinds: [...new Set(recipients)],
    fields: actionFields(flow, message),
  };
}

const OPEN: ReadonlySet<DeadlineView['status']> = new Set<DeadlineView['status']>(['running', 'awaiting-delivery', 'suspended', 'calendar-not-covered', 'undetermined']);

const metBy = (flow: CompiledFlow, outcomes: readonly Outcome[], views: readonly DeadlineView[]): readonly DeadlineView[] =>
  views.filter(({ id, status }) => OPEN.has(status) && flow.deadlines.get(id)?.metBy.some((met) => outcomes.some((x) => x.transitionId === met)) === true);

function earliestDue(met: readonly DeadlineView[]): DueHint | undefined {
  const [first] = met.flatMap((view) => (view.dueOn === undefined ? [] : [{ ...view, on: view.dueOn }])).sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
  if (first === undefined) return undefined;
  const { id: deadlineId, zh, en, on, deadlineKind, legal, overdue, status } = first;
  return { deadlineId, zh, en, on, deadlineKind, legal, overdue, ...(status === 'undetermined' && { undetermined: true }) };
}

function actorRef(flow: CompiledFlow, id: string): ActorRef {
  const actor: Actor | undefined = flow.actors.get(id);
  return { id, kind: actor?.kind ?? 'agency', zh: actor?.zh ?? id, en: actor?.en ?? id };
}
