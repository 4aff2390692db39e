import { calendars, compiledFlows } from '../../test/reference-flows';
import { context, openingMessage } from '../../test/random-cases';
import { DAYS_GIVEN, type Fired, type ReachedCase, type ReachedFlow, messageOf, nextWorkingDay, opened, reachedBy, say, sayable, valuationsOf } from '../../test/reached-cases';
import { addDays } from '../calendar/days';
import { type CompiledFlow, MAIN_TRACK, PREVIOUS_STATE, trackOf } from './compile';
import { deadlinesOf, type DeadlineView } from './deadlines';
import { decide } from './engine';
import { guardFields, holds } from './guard';
import type { Transition } from './model';
import { isFinished, sideMoves, targetOf } from './movement';
import { holderOf } from './next-actions';

// Every exception of every flow, found in its data: a flow that gains one gains its test.
const FLOWS = [...compiledFlows.values()];
const explored = new Map<string, ReachedFlow>();
const reachedIn = (flow: CompiledFlow): ReachedFlow => {
  const known = explored.get(flow.id) ?? reachedBy(flow);
  explored.set(flow.id, known);
  return known;
};
const CLOSED = ['message.not-allowed', 'case.closed', 'sender.not-actor'];
/** A refusal is looked for in so many cases: elsewhere is elsewhere. */
const ELSEWHERE_MAX = 40;

const named = (transitions: readonly Transition[]): [string, Transition][] => transitions.map((one) => [`${one.id} ${one.en}`, one]);
const exceptionsOf = ({ flow }: CompiledFlow): readonly Transition[] => flow.transitions.filter(({ path }) => path === 'exception' || path === 'alternative');
const firedOf = (flow: CompiledFlow, { id }: Transition): Fired => {
  const found = reachedIn(flow).fired.get(id);
  if (found === undefined) throw new Error(`${id} of ${flow.id} never happens`);
  return found;
};
const viewsOf = ({ flow, state, date }: ReachedCase, today = date): ReadonlyMap<string, DeadlineView> => new Map(deadlinesOf(flow, state, today, calendars).map((view) => [view.id, view]));

describe.each(FLOWS.map((flow) => [flow.id, flow] as const))('%s', (_id, flow) => {
  describe('an exception or alternative', () => {
    it.each(named(exceptionsOf(flow)))('%s: leads where the data say, and it is the turn of whom they say', (_name, transition) => {
      const { before, after } = firedOf(flow, transition);
      const track = trackOf(flow, transition) ?? '';
      const moved = transition.to === PREVIOUS_STATE ? before.state.previous[track] : transition.to;
      const elsewhere = Object.fromEntries(sideMoves(flow, before.state, transition));
      expect(after.state.active).toEqual({ ...before.state.active, [track]: moved, ...elsewhere });
      for (const { track: held, state, actor } of holderOf(flow, after.state)) {
        expect([held, actor?.id]).toEqual([held, flow.states.get(state.id)?.holder]);
        expect(actor === undefined).toBe(state.terminal);
      }
      expect(isFinished(flow, after.state)).toBe(Object.values(after.state.active).every((state) => flow.states.get(state)?.terminal === true));
    });

    it.each(named(exceptionsOf(flow)))('%s: turns the clocks of its track as its data say, and no other (T5-C2)', (_name, transition) => turnsClocks(flow, firedOf(flow, transition)));

    it.each(named(exceptionsOf(flow)))('%s: comes of nothing else', (_name, transition) => {
      const { before, said } = firedOf(flow, transition);
      const refused = (reached: ReachedCase, other: typeof said): void => {
        const decision = say(reached, other);
        if (decision.accepted) expect(decision.transitionId).not.toBe(transition.id);
        else expect([CLOSED.includes(decision.code) || decision.code, 'state' in decision]).toEqual([true, false]);
      };
      for (const fields of valuationsOf(flow, said.message)) if (!holds(transition.when, fields, new Set(before.state.visited))) refused(before, { ...said, fields });
      for (const actor of flow.actors.keys()) if (!transition.actors.includes(actor)) refused(before, { ...said, actor });
      const { cases } = reachedIn(flow);
      const elsewhere = cases.filter(({ state }) => !transition.from.some((from) => Object.values(state.active).includes(from)));
      for (const reached of elsewhere.slice(0, ELSEWHERE_MAX)) refused(reached, said);
      for (const reached of cases.filter(({ state }) => transition.from.some((from) => Object.values(state.active).includes(from)) && !holds(transition.when, said.fields, new Set(state.visited)))) refused(reached, said);
      expect(elsewhere.length).toBeGreaterThan(0);
    });
  });

  describe('an entry', () => {
    it.each(flow.flow.entries.map((entry) => [`${entry.id} ${entry.en}`, entry] as const))('%s: begins the case on its side, for its actor only', (_name, entry) => {
      const { state } = opened(flow, entry);
      expect([state.entryId, state.active, state.visited]).toEqual([entry.id, { [MAIN_TRACK]: entry.to }, [entry.to]]);
      expect(holderOf(flow, state)[0]?.actor?.id).toBe(flow.states.get(entry.to)?.holder);
      const message = openingMessage(flow, entry, '2026-03-02');
      const { onBehalfOf: _own, ...unnamed } = message;
      for (const actor of flow.actors.keys()) {
        const other = { ...unnamed, ...(actor !== entry.opener && { onBehalfOf: actor }) };
        const decision = decide(flow, undefined, other, context);
        if (actor !== entry.actor) expect([actor, decision.accepted]).toEqual([actor, false]);
      }
      expect(decide(flow, undefined, { ...message, side: 'counterpart' }, context)).toMatchObject({ accepted: false, code: 'sender.not-actor' });
    });

    const guarded = flow.flow.entries.filter(({ when }) => when !== undefined);
    if (guarded.length > 0) it.each(guarded.map((entry) => [`${entry.id} ${entry.en}`, entry] as const))('%s: is not taken where its guard does not hold', (_name, entry) => {
      const message = openingMessage(flow, entry, '2026-03-02');
      const read = guardFields(entry.when);
      const decision = decide(flow, undefined, { ...message, open: Object.fromEntries(Object.entries(message.open).filter(([field]) => !read.includes(field))) }, context);
      expect(decision).toMatchObject({ accepted: false, code: 'entry.not-found' });
    });
  });

  const optional = optionalSteps(flow);
  if (optional.length > 0) describe('an optional step', () => {
    it.each(optional)('%s of entry %s: a case is completed with it and without it', (step, entryId) => {
      const completed = (paths: readonly ReachedCase[]): ReachedCase | undefined => paths.find(({ entry, state }) => entry.id === entryId && isFinished(flow, state) && outcomeOf(flow, state.active) === 'completed');
      const without = completed(reachedBy(flow, ({ id, path }) => path !== 'exception' && path !== 'note' && id !== step).cases);
      expect(without?.path).not.toContain(step);
      expect(firedOf(flow, flow.transitions.get(step)!).after.path).toContain(step);
    });
  });

  const besides = flow.flow.tracks.filter(({ id }) => id !== MAIN_TRACK);
  if (besides.length > 0) describe('a track beside the main one', () => {
    it.each(besides.map(({ id }) => id))('%s: runs while the case is completed, and closes it when it is over', (track) => {
      const terminal = (state: string | undefined): boolean => flow.states.get(state ?? '')?.terminal === true;
      const started = reachedIn(flow).cases.filter(({ state }) => state.active[track] !== undefined);
      const parallel = started.filter(({ state }) => terminal(state.active[MAIN_TRACK]) && !terminal(state.active[track]));
      const first = started.filter(({ state }) => terminal(state.active[track]) && !terminal(state.active[MAIN_TRACK]));
      expect([parallel.length > 0, first.length > 0]).toEqual([true, true]);
      for (const { state } of [...parallel, ...first]) expect(isFinished(flow, state)).toBe(false);
      for (const { state } of started) if (terminal(state.active[MAIN_TRACK]) && terminal(state.active[track])) expect(isFinished(flow, state)).toBe(true);
      // The join: what is left of a case that is completed can still be brought to its end.
      for (const reached of parallel.slice(0, ELSEWHERE_MAX)) expect([...sayable(reached)].some(({ fit }) => fit.some((one) => trackOf(flow, one) === track))).toBe(true);
    });
  });
});

/** What the clock word of a transition does to each deadline, in words of FLOW-FORMAT §6. */
function turnsClocks(flow: CompiledFlow, { transition, before, said, after }: Fired): void {
  const [had, has] = [viewsOf(before), viewsOf(after)];
  const track = trackOf(flow, transition);
  const entered = [targetOf(flow, before.state, transition), ...sideMoves(flow, before.state, transition).map(([, state]) => state)];
  const over = (of: string): boolean => flow.states.get(after.state.active[of] ?? '')?.terminal === true;
  const open = messageOf(before, said, after.date).open;
  for (const deadline of flow.flow.deadlines) {
    const { id } = deadline;
    const [was, is] = [before.state.deadlines[id]?.status, after.state.deadlines[id]?.status];
    const ran = was === 'running' || was === 'suspended';
    const named = deadline.dueFrom;
    const starts = named !== undefined
      ? named.message === said.message && (named.transitions === undefined || named.transitions.includes(transition.id))
      : deadline.start?.state !== undefined ? entered.includes(deadline.start.state) && transition.clock !== 'resume' : flow.facts.get(deadline.start?.fact ?? '')?.producedBy.message === said.message;
    const about = [transition.id, id];
    if (over(deadline.track)) expect([...about, ['met', 'ended', undefined].includes(starts ? 'ended' : is)]).toEqual([...about, true]);
    else if (starts) expect([...about, is, has.get(id)?.dueOn]).toEqual([...about, 'running', named === undefined ? has.get(id)?.dueOn : open[named.field]]);
    else if (ran && deadline.metBy.includes(transition.id)) {
      const anew = named === undefined && deadline.track === track && metAgain(flow, deadline.metBy, transition, entered[0]);
      expect([...about, is]).toEqual([...about, anew ? 'running' : 'met']);
    }
    else if (deadline.track !== track || named !== undefined || transition.clock === 'continue') expect([...about, is]).toEqual([...about, was]);
    else if (transition.clock === 'suspend' && was === 'running') {
      const later = viewsOf(after, addDays(after.date, DAYS_GIVEN)).get(id);
      // A limit that was over already stays overdue: there is nothing left to save.
      if (had.get(id)?.overdue !== true && has.get(id)?.overdue !== true) expect([...about, is, later?.daysLeft, later?.overdue]).toEqual([...about, 'suspended', has.get(id)?.daysLeft, false]);
    } else if (transition.clock === 'resume' && was === 'suspended') expect([...about, is, has.get(id)?.daysLeft]).toEqual([...about, 'running', had.get(id)?.overdue ? has.get(id)?.daysLeft : had.get(id)?.daysLeft]);
    else if (transition.clock === 'stop' && ran) expect([...about, is]).toEqual([...about, 'stopped']);
    else if (transition.clock === 'restart' && was === 'stopped') expect([...about, is, has.get(id)?.startedOn]).toEqual([...about, 'running', after.date]);
    else if (transition.clock === 'restart' && was === 'suspended') expect([...about, is]).toEqual([...about, 'running']);
    else if (transition.clock === 'restart' && was === 'met') {
      // Met ones that may be met again from here are due again; the others stay met.
      const again = metAgain(flow, deadline.metBy, transition, entered[0]);
      expect([...about, is, again && has.get(id)?.startedOn]).toEqual([...about, again ? 'running' : 'met', again && after.date]);
    } else expect([...about, is]).toEqual([...about, was]);
  }
}

const metAgain = (flow: CompiledFlow, metBy: readonly string[], { clock }: Transition, entered: string | undefined): boolean =>
  clock === 'restart' && metBy.some((id) => flow.transitions.get(id)?.from.includes(entered ?? '') === true);
function outcomeOf(flow: CompiledFlow, active: Readonly<Record<string, string>>): string | undefined {
  return flow.states.get(active[MAIN_TRACK] ?? '')?.outcome;
}

/** Steps of a normal path that a case can leave out and still be completed without any exception. */
function optionalSteps(flow: CompiledFlow): [step: string, entryId: string][] {
  return flow.flow.entries.flatMap((entry) => entry.normalPath.flatMap((step): [string, string][] => {
    const { cases } = reachedBy(flow, ({ id, path }) => path !== 'exception' && path !== 'note' && id !== step);
    return cases.some((one) => one.entry === entry && isFinished(flow, one.state) && outcomeOf(flow, one.state.active) === 'completed') ? [[step, entry.id]] : [];
  }));
}

describe('what the exceptions of the flows are', () => {
  const kinds = ['refusal', 'supplement-request', 'return', 'dispute', 'settlement', 'withdrawal', 'forwarding'] as const;

  it('every flow has what people suffer from when it is missing, and what one has not is known', () => {
    const missing = FLOWS.map((flow) => [flow.id, kinds.filter((kind) => !flow.flow.transitions.some(({ message }) => flow.messages.get(message)?.kind === kind))]);
    expect(Object.fromEntries(missing)).toEqual({
      // Handing an application over to the competent agency is the card flow's; the others return it as outside their jurisdiction.
      'F-PEN-ENT': ['forwarding'], 'F-PEN-RES': ['forwarding'], 'F-UNE': ['forwarding'], 'F-ARC': ['forwarding'], 'F-CRD': [],
      // An assisting agency certifies or does not find; it refuses nobody.
      'F-ELIG': ['refusal', 'forwarding'],
    });
  });

  it('no flow lets the hub close a case: a close for inactivity is in no data, and the hub moves nothing', () => {
    for (const flow of FLOWS) for (const { actors, to } of flow.flow.transitions) if (actors.some((id) => flow.actors.get(id)?.kind === 'hub')) expect(to).toBe('same-state');
  });

  it('a case that waits for its applicant goes on by what the side that speaks for it sends', () => {
    for (const flow of FLOWS) for (const reached of reachedIn(flow).cases) {
      const waits = holderOf(flow, reached.state).filter(({ actor }) => actor?.kind === 'applicant');
      const ways = [...sayable(reached)].filter(({ fit }) => fit.length === 1).map(({ message }) => flow.messages.get(message)?.kind);
      if (waits.length > 0) expect([flow.id, ways.includes('supplement-response')]).toEqual([flow.id, true]);
    }
  });

  it('whichever agency opened a case, its applicant can have it withdrawn by that side', () => {
    for (const flow of FLOWS) for (const entry of flow.flow.entries) {
      const withdrawn = reachedIn(flow).cases.filter((one) => one.entry === entry && outcomeOf(flow, one.state.active) === 'withdrawn');
      expect([flow.id, entry.id, withdrawn.length > 0]).toEqual([flow.id, entry.id, true]);
    }
  });

  it('are all reached, and so is every state', () => {
    for (const flow of FLOWS) {
      const { cases, fired } = reachedIn(flow);
      expect([...fired.keys()].sort()).toEqual([...flow.transitions.keys()].sort());
      expect(new Set(cases.flatMap(({ state }) => Object.values(state.active)))).toEqual(new Set(flow.states.keys()));
    }
  });

  it('a day between messages is a working day', () => expect(nextWorkingDay('2026-02-13')).toBe('2026-02-14'));
});
