import fc from 'fast-check';
import { calendars, caseMessage, compiled, contextOf, partiesOf, walks } from '../../test/reference-flows';
import { context, openingMessage, playRandomCase, randomCases } from '../../test/random-cases';
import { addDays } from '../calendar/days';
import type { CaseMessage, CaseState } from './case-state';
import { type CompiledFlow, MAIN_TRACK } from './compile';
import { deadlinesOf } from './deadlines';
import { recordDelivery } from './delivery';
import { type Accepted, decide } from './engine';
import type { Entry } from './model';
import { hasBegun, isFinished } from './movement';
import { holderOf, nextActions } from './next-actions';
import { rejectByRecipient, type RejectionOutcome } from './recipient-rejection';

const SIDES = ['opener', 'counterpart'] as const;
const at = (date: string): string => `${date}T10:00:00+08:00`;
const rejectLast = (state: CaseState, date = '2026-03-20'): RejectionOutcome => rejectByRecipient(state, { deliveryNo: state.deliveryCount, recordedAt: at(date) });

/** States after each message of a walk, the first one after one message; everything is delivered at once. */
function statesOf(name: string): { flow: CompiledFlow; states: CaseState[]; messages: CaseMessage[] } {
  const walk = walks.find((x) => x.name === `${name}.json`);
  if (walk === undefined) throw new Error(`no walk ${name}`);
  const flow = compiled(walk.flow);
  const around = contextOf(partiesOf(walk.opener.division, walk.counterpart.division));
  const messages = walk.messages.map(caseMessage);
  const states: CaseState[] = [];
  for (const message of messages) {
    let { state } = decide(flow, states.at(-1), message, around) as Accepted;
    for (const side of SIDES) state = recordDelivery(state, { deliveryNo: state.deliveryCount, side, deliveredAt: message.receivedAt });
    states.push(state);
  }
  return { flow, states, messages };
}
/** The state after the message of this type, and the one before it. */
function around(name: string, type: string): { flow: CompiledFlow; before: CaseState; after: CaseState; message: CaseMessage } {
  const { flow, states, messages } = statesOf(name);
  const index = messages.findIndex((message) => message.type === type);
  return { flow, before: states[index - 1]!, after: states[index]!, message: messages[index]! };
}
const place = ({ active, previous, visited }: CaseState): unknown => ({ active, previous, visited });
const statusOf = (flow: CompiledFlow, state: CaseState, today: string): Record<string, readonly (string | undefined)[]> =>
  Object.fromEntries(deadlinesOf(flow, state, today, calendars).map(({ id, status, startedOn, dueOn }) => [id, [status, startedOn, dueOn]]));

describe('a message that its recipient rejects', () => {
  it('sends the case back to where it was, and runs the duty of its sender anew', () => {
    const { flow, before, after } = around('F-UNE.normal', 'UNE-LETTER');
    expect([statusOf(flow, before, '2026-03-20')['D-S03']?.[0], statusOf(flow, after, '2026-03-20')['D-S03']?.[0]]).toEqual(['running', 'met']);
    expect(statusOf(flow, after, '2026-03-20')['D-S05']?.[0]).toBe('running');
    const { effect, state } = rejectLast(after);
    expect([effect, place(state), state.deliveryCount]).toEqual(['returned', place(before), after.deliveryCount]);
    expect(statusOf(flow, state, '2026-03-20')).toMatchObject({ 'D-S03': ['running', '2026-03-20', '2026-03-27'], 'D-S05': ['ended', expect.any(String), expect.any(String)] });
    expect(holderOf(flow, state).map(({ actor }) => actor?.id)).toEqual(['RECEIVING_AGENCY']);
  });

  it('starts no track: one that the message started is under way no more', () => {
    const { before, after } = around('F-UNE.normal', 'UNE-FORM');
    expect(after.active).toEqual({ main: 'FORM_SENT', funds: 'FUNDS_DUE' });
    const { effect, state } = rejectLast(after);
    expect([effect, place(state)]).toEqual(['returned', place(before)]);
    expect(Object.keys(state.active)).toEqual(['main']);
  });

  it('goes back on its own tracks although another one moved since', () => {
    const { flow, states, messages } = statesOf('F-UNE.normal');
    const fund = messages.findIndex(({ type }) => type === 'UNE-FUND');
    const { active } = states[fund - 1]!;
    const moved = Object.keys(states[fund]!.active).filter((track) => states[fund]!.active[track] !== active[track]);
    expect(moved).toEqual(['funds']);
    const main = states[fund]!.moves.findLast(({ tracks }) => MAIN_TRACK in tracks && !('funds' in tracks));
    const { effect, state } = rejectByRecipient(states[fund]!, { deliveryNo: main!.delivery, recordedAt: at('2026-04-20') });
    expect([effect, state.active['funds'], state.active[MAIN_TRACK]]).toEqual(['returned', states[fund]!.active['funds'], main!.tracks[MAIN_TRACK]!.state]);
    expect(isFinished(flow, state)).toBe(false);
  });

  it('changes nothing when something moved since, when it was a note, when it went back already, or when there is none', () => {
    const { after } = around('F-UNE.normal', 'UNE-FORM');
    expect(rejectByRecipient(after, { deliveryNo: after.deliveryCount - 1, recordedAt: at('2026-04-20') })).toEqual({ effect: 'too-late', state: after });
    const back = rejectLast(after).state;
    expect(rejectLast(back)).toEqual({ effect: 'nothing-moved', state: back });
    expect(rejectByRecipient(after, { deliveryNo: 99, recordedAt: at('2026-04-20') })).toEqual({ effect: 'nothing-moved', state: after });
    const note = decide(compiled('F-UNE'), after, { messageId: 'n', type: 'C-PROGRESS', side: 'hub', open: {}, receivedAt: at('2026-03-20') }, context) as Accepted;
    expect(rejectLast(note.state)).toEqual({ effect: 'nothing-moved', state: note.state });
  });

  it('keeps the clock as the message found it suspended, and lets one that it suspended run on', () => {
    const answer = around('F-UNE.supplement', 'C-SUPP-RESP');
    const suspended = Object.entries(answer.before.deadlines).filter(([, { status }]) => status === 'suspended').map(([id]) => id);
    expect(suspended.length).toBeGreaterThan(0);
    const back = rejectLast(answer.after).state;
    for (const id of suspended) expect([answer.after.deadlines[id]?.status, back.deadlines[id]]).toEqual(['running', answer.before.deadlines[id]]);
    const request = around('F-UNE.supplement', 'C-SUPP-REQ');
    const resumed = rejectLast(request.after).state;
    for (const id of suspended) expect(resumed.deadlines[id]).toMatchObject({ status: 'running', pauses: [{ from: expect.any(String), until: { on: '2026-03-20' } }] });
    expect(resumed.total).toMatchObject({ status: 'running', pauses: [{ until: { on: '2026-03-20' } }] });
  });

  it('opens a finished case again, with a total deadline that does not count the time between', () => {
    const { flow, before, after } = around('F-UNE.withdrawal', 'C-WITHDRAW');
    expect([isFinished(flow, after), after.total?.status]).toEqual([true, 'ended']);
    const { state } = rejectLast(after);
    expect([place(state), isFinished(flow, state)]).toEqual([place(before), false]);
    expect(state.total).toMatchObject({ status: 'running', start: before.total?.start, pauses: [{ until: { on: '2026-03-20' } }] });
    for (const [id, run] of Object.entries(before.deadlines)) if (run.status === 'running') expect(state.deadlines[id]).toEqual({ status: 'running', start: { on: '2026-03-20' }, pauses: [] });
  });

  it('can be followed back message by message to before the case began', () => {
    const { states } = statesOf('F-UNE.normal');
    let state = states.at(-1)!;
    for (let delivery = state.deliveryCount; delivery > 0; delivery--) {
      const outcome = rejectByRecipient(state, { deliveryNo: delivery, recordedAt: at('2026-04-20') });
      if (outcome.effect === 'returned') expect(place(outcome.state)).toEqual(delivery === 1 ? { active: {}, previous: {}, visited: [] } : place(states[delivery - 2]!));
      ({ state } = outcome);
    }
    expect([hasBegun(state), state.moves]).toEqual([false, []]);
  });
});

describe('a first message that its recipient rejects', () => {
  const { flow, states, messages } = statesOf('F-UNE.normal');
  const { state: returned, effect } = rejectLast(states[0]!, '2026-03-04');
  const corrected: CaseMessage = { ...messages[0]!, messageId: 'corrected', receivedAt: at('2026-03-05') };
  const code = (message: Partial<CaseMessage>): string => {
    const decision = decide(flow, returned, { ...corrected, ...message }, context);
    return decision.accepted ? `accepted ${decision.entryId}` : decision.code;
  };

  it('leaves a case that has not begun: not closed, no holder among the flow’s states, no deadline under way', () => {
    expect([effect, hasBegun(returned), isFinished(flow, returned), holderOf(flow, returned), returned.total]).toEqual(['returned', false, false, [], undefined]);
    expect(Object.values(returned.deadlines).map(({ status }) => status)).toEqual(['ended']);
  });

  it('gives its opener the entries again, the one it took first, and the counterpart nothing', () => {
    const again = nextActions(flow, returned, 'opener', { calendars }, '2026-03-05');
    expect(again.map(({ entryId, onBehalfOf, holder, outcomes }) => [entryId, onBehalfOf, holder, outcomes.map(({ transitionId, track, onNormalPath }) => [transitionId, track, onNormalPath])])).toEqual([
      ['S01', 'APPLICANT', true, [['S01', MAIN_TRACK, true]]], ['S01.SENDING', 'APPLICANT', true, [['S01.SENDING', MAIN_TRACK, false]]]]);
    expect(nextActions(flow, returned, 'counterpart', { calendars }, '2026-03-05')).toEqual([]);
    const other = nextActions(flow, { ...returned, entryId: 'S01.SENDING' }, 'opener', { calendars }, '2026-03-05');
    expect(other.map(({ entryId }) => entryId)).toEqual(['S01.SENDING', 'S01']);
  });

  const sent: readonly [string, Partial<CaseMessage>, string][] = [
    ['the corrected first message', {}, 'accepted S01'],
    ['another entry', { open: { ...corrected.open, apply_channel: 'SENDING_WINDOW', current_division: '510104', previous_division: '310115' } }, 'accepted S01.SENDING'],
    ['fields that fit no entry', { open: { ...corrected.open, apply_channel: 'BY_PHONE' } }, 'entry.not-found'],
    ['a first message of the counterpart', { side: 'counterpart', onBehalfOf: undefined }, 'message.not-allowed'],
    ['what came next', { type: 'C-ACCEPT', onBehalfOf: undefined, open: {} }, 'message.not-allowed'],
    ['a withdrawal', { type: 'C-WITHDRAW' }, 'message.not-allowed'],
    ['a note', { type: 'C-PROGRESS', side: 'hub', onBehalfOf: undefined, open: {} }, 'message.not-allowed'],
    ['an actor the opener may not act for', { onBehalfOf: 'BANK' }, 'sender.not-actor'],
  ];
  it.each(sent)('then: %s', (_what, message, expected) => expect(code(message)).toBe(expected));

  it('is followed by the corrected one in the same case, whose clocks start with it, and the case can end', () => {
    let { state } = decide(flow, returned, corrected, context) as Accepted;
    expect([state.parties, state.active, state.deliveryCount, state.moves.map(({ delivery }) => delivery)]).toEqual([returned.parties, states[0]!.active, 2, [2]]);
    expect(statusOf(flow, state, '2026-03-05')).toMatchObject({ 'D-S03': ['running', '2026-03-05', expect.any(String)], total: ['running', '2026-03-05', expect.any(String)] });
    for (const message of messages.slice(1)) state = (decide(flow, state, { ...message, receivedAt: at(addDays(message.receivedAt.slice(0, 10), 30)) }, context) as Accepted).state;
    expect([isFinished(flow, state), state.active]).toEqual([true, states.at(-1)!.active]);
  });
});

describe('rejections in random cases', () => {
  const anyDelivery = fc.nat(40);

  it('are decided for any message, change nothing in place, and leave one state a track, open ones with a holder, plain JSON', () => {
    fc.assert(fc.property(randomCases, anyDelivery, (random, deliveryNo) => {
      const { state: before, date } = playRandomCase(random);
      const copy = JSON.stringify(before);
      const { effect, state } = rejectByRecipient(before, { deliveryNo, recordedAt: at(date) });
      expect(JSON.stringify(before)).toBe(copy);
      expect(rejectByRecipient(JSON.parse(copy) as CaseState, { deliveryNo, recordedAt: at(date) })).toEqual({ effect, state });
      expect(JSON.parse(JSON.stringify(state))).toStrictEqual(state);
      if (effect !== 'returned') expect(state).toBe(before);
      for (const [track, id] of Object.entries(state.active)) expect(random.flow.states.get(id)?.track).toBe(track);
      expect(Object.values(state.active).every((id) => state.visited.includes(id))).toBe(true);
      for (const { state: held, actor } of holderOf(random.flow, state)) expect(actor === undefined).toBe(held.terminal);
    }), { numRuns: 150 });
  });

  it('of the last message: the case stands as before it, its clocks too but for those that run anew, and the same message is accepted again', () => {
    let returned = 0;
    fc.assert(fc.property(randomCases, (random) => {
      const { flow } = random;
      const step = { before: undefined as CaseState | undefined, message: undefined as CaseMessage | undefined };
      const { date } = playRandomCase(random, (_flow, before, message) => {
        if (decide(flow, before, message, context).accepted) Object.assign(step, { before, message });
      });
      const { before, message } = step;
      if (before === undefined || message === undefined) return;
      const first = decide(flow, before, message, context) as Accepted;
      const { effect, state } = rejectLast(first.state, date);
      expect(effect).toBe(first.state.moves.length === before.moves.length ? 'nothing-moved' : 'returned');
      if (effect !== 'returned') return;
      returned++;
      expect([place(state), state.moves]).toEqual([place(before), before.moves]);
      for (const [id, run] of Object.entries(state.deadlines)) expect([id, run.status]).toEqual([id, before.deadlines[id]?.status ?? 'ended']);
      const again = decide(flow, state, { ...message, messageId: 'again', receivedAt: at(addDays(date, 1)) }, context);
      expect(again).toMatchObject({ accepted: true, ...(first.transitionId && { transitionId: first.transitionId }), ...(first.entryId && { entryId: first.entryId }) });
      expect((again as Accepted).state.active).toEqual(first.state.active);
    }), { numRuns: 150 });
    expect(returned).toBeGreaterThan(20);
  });

  it('on every walk: each message rejected once and then sent again, the walk ends as written', () => {
    for (const walk of walks) {
      const flow = compiled(walk.flow);
      const decided = contextOf(partiesOf(walk.opener.division, walk.counterpart.division));
      let state: CaseState | undefined;
      for (const [index, step] of walk.messages.entries()) {
        const message = caseMessage(step, index);
        const first = decide(flow, state, message, decided) as Accepted;
        const rejected = rejectByRecipient(first.state, { deliveryNo: first.state.deliveryCount, recordedAt: message.receivedAt });
        const second = rejected.effect === 'returned' ? decide(flow, rejected.state, { ...message, messageId: `again-${index}` }, decided) : first;
        expect({ at: `${walk.name}[${index}]`, accepted: second.accepted, active: (second as Accepted).state?.active }).toEqual({ at: `${walk.name}[${index}]`, accepted: true, active: first.state.active });
        ({ state } = second as Accepted);
      }
      expect([isFinished(flow, state!), flow.states.get(state!.active[MAIN_TRACK] ?? '')?.outcome]).toEqual([true, walk.outcome]);
    }
  });

  it('of every entry: it can be opened again', () => {
    for (const flow of new Set(walks.map((walk) => compiled(walk.flow)))) for (const entry of flow.flow.entries as readonly Entry[]) {
      const message = openingMessage(flow, entry, '2026-03-02');
      const { state } = rejectLast((decide(flow, undefined, message, context) as Accepted).state);
      expect(nextActions(flow, state, 'opener', { calendars }, '2026-03-20').map(({ entryId }) => entryId)).toContain(entry.id);
      expect(decide(flow, state, { ...message, messageId: 'again' }, context)).toMatchObject({ accepted: true, entryId: entry.id });
    }
  });
});
