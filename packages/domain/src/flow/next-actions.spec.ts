import { caseMessage, compiled, compiledFlows, contextOf, flows, partiesOf, walks } from '../../test/reference-flows';
import type { AgencySide } from './actors';
import { awaitedOf } from './awaited';
import type { CaseState } from './case-state';
import { type Accepted, decide } from './engine';
import { holds } from './guard';
import { holderOf, nextActions, type NextAction, openingActions } from './next-actions';

const context = contextOf(partiesOf('310115', '510104'));
const une = compiled('F-UNE');

function until(walkName: string, before: string): CaseState {
  const walk = walks.find((x) => x.name === `${walkName}.json`)!;
  let state: CaseState | undefined;
  for (const [i, step] of walk.messages.entries()) {
    if (step.message === before) break;
    state = (decide(compiled(walk.flow), state, caseMessage(step, i), context) as Accepted).state;
  }
  return state!;
}
const list = (state: CaseState, side: AgencySide, today = '2026-03-09'): readonly NextAction[] => nextActions(une, state, side, context, today);
const brief = (actions: readonly NextAction[]): unknown => actions.map((x) => [x.message.id, x.onBehalfOf ?? 'itself', x.holder, ...x.outcomes.map((o) => o.transitionId)]);
function action(actions: readonly NextAction[], id: string): NextAction {
  const found = actions.find((x) => x.message.id === id);
  if (found === undefined) throw new Error(`no action ${id}`);
  return found;
}

describe('next actions', () => {
  it('are what a side may send now, for itself and on behalf of others, and never the hub’s', () => {
    const state = until('F-UNE.normal', 'UNE-LETTER');
    expect(brief(list(state, 'opener'))).toEqual([
      ['UNE-LETTER', 'itself', true, 'S03'],
      ['C-REFUSE', 'itself', true, 'E-REFUSE'],
      ['C-SUPP-REQ', 'itself', true, 'E-SUPP.1'],
      ['C-WITHDRAW', 'APPLICANT', false, 'E-WITHDRAW'],
    ]);
    expect(list(state, 'counterpart')).toEqual([]);
  });

  it('say where each outcome leads, on which track, and whether it is the normal way', () => {
    const state = until('F-UNE.normal', 'UNE-FORM');
    const form = action(list(state, 'counterpart'), 'UNE-FORM');
    expect(form.outcomes.map(({ transitionId, onNormalPath, when, to, also, track, terminal, moves }) => [transitionId, onNormalPath, when, to?.id, also.map((x) => x.id), track, terminal, moves])).toEqual([
      ['S05', true, { field: 'fund_transfer_required', in: [true] }, 'FORM_SENT', ['FUNDS_DUE'], 'main', false, true],
      // Funds that are not under way cannot be cancelled, so nothing happens on that track.
      ['S05.NOFUNDS', false, { field: 'fund_transfer_required', in: [false] }, 'FORM_SENT', [], 'main', false, true],
    ]);
  });

  it('name the state a previous-state goes back to', () => {
    const state = until('F-UNE.supplement', 'C-SUPP-RESP');
    const answer = action(list(state, 'opener'), 'C-SUPP-RESP');
    expect([answer.onBehalfOf, answer.holder, answer.outcomes[0]?.to?.id, answer.toActorKinds]).toEqual(['APPLICANT', true, 'UNDER_REVIEW', ['agency']]);
  });

  it('work precedence into the guards: the general outcome is what the specific one leaves over', () => {
    const pension = compiled('F-PEN-ENT');
    const back = action(nextActions(pension, until('F-PEN-ENT.normal', 'PEN-FORM'), 'counterpart', context, '2026-03-09'), 'C-RETURN');
    expect(back.outcomes.map((x) => [x.transitionId, x.when])).toEqual([
      ['E-RETURN-S', { not: { field: 'reason_code', in: ['R05'] } }], ['E-TEMP', { field: 'reason_code', in: ['R05'] }]]);
  });

  it('give the earliest date that the message would meet', () => {
    const pension = compiled('F-PEN-ENT');
    const state = until('F-PEN-ENT.normal', 'C-ACCEPT');
    const actions = nextActions(pension, state, 'opener', context, '2026-03-10');
    expect(action(actions, 'C-ACCEPT')).toMatchObject({ dueOn: '2026-03-03', due: { deadlineId: 'D-S02', deadlineKind: 'project-default', legal: false, overdue: true } });
    expect(action(actions, 'C-WITHDRAW').dueOn).toBeUndefined();
    const refusal = { ...state, deadlines: { 'D-S03': state.deadlines['D-S03']! } };
    expect(action(nextActions(pension, refusal, 'opener', context, '2026-03-10'), 'C-REFUSE')).toMatchObject({ dueOn: '2026-03-23', due: { deadlineId: 'D-S03', deadlineKind: 'statutory', legal: true, overdue: false } });
  });

  it('call no date overdue whose side’s region is silent, for either side', () => {
    const pension = compiled('F-PEN-ENT');
    const state = until('F-PEN-ENT.normal', 'C-ACCEPT');
    const due = (vouchedUntil: () => string | undefined) => action(nextActions(pension, state, 'opener', { ...context, vouchedUntil }, '2026-03-10'), 'C-ACCEPT').due;
    expect(due(() => '2026-03-03T00:00:00+08:00')).toMatchObject({ on: '2026-03-03', overdue: false, undetermined: true });
    expect(due(() => undefined)).toMatchObject({ overdue: false, undetermined: true });
    expect(due(() => '2026-03-04T00:00:00+08:00')).not.toHaveProperty('undetermined');
    const awaited = awaitedOf(pension, state, { ...context, vouchedUntil: () => undefined }, '2026-03-10').flatMap(({ messages }) => messages.flatMap((one) => one.due ?? []));
    expect(awaited.length).toBeGreaterThan(0);
    expect(awaited.filter(({ overdue }) => overdue)).toEqual([]);
  });

  it('resolve fields so that nothing else has to be looked up', () => {
    const state = until('F-UNE.normal', 'UNE-LETTER');
    const { fields } = action(list(state, 'opener'), 'C-SUPP-REQ');
    expect(fields.map((x) => [x.id, x.part, x.list, x.itemType])).toEqual([['items', 'personal', true, 'record:SupplementItem'], ['due_at', 'open', false, 'date'], ['clock_suspended', 'open', false, 'bool']]);
    expect(fields[0]?.fields?.find((x) => x.itemType.startsWith('enum:'))?.values?.length).toBeGreaterThan(0);
    const reasons = action(list(state, 'opener'), 'C-REFUSE').fields.find((x) => x.id === 'reason_code');
    expect(reasons?.values).toEqual(une.lists.get('ReturnReason')?.values);
  });

  it('hint at what hub rules ask for', () => {
    const due = until('F-UNE.normal', 'UNE-FUND');
    const { constraints } = action(list(due, 'counterpart'), 'UNE-FUND');
    const form = due.latest['UNE-FORM'] as Record<string, number>;
    expect(constraints).toMatchObject([
      { ruleId: 'HR-AMOUNT', field: 'amount_fen', expected: form['benefit_total_fen']! + form['medical_training_share_fen']! },
      { ruleId: 'HR-DUPLICATE', rule: 'duplicateTransfer', field: 'transfer_no' },
    ]);
  });

  it('are none but notes when the case is closed', () => {
    for (const walk of walks) {
      const flow = compiled(walk.flow);
      let state: CaseState | undefined;
      for (const [i, step] of walk.messages.entries()) state = (decide(flow, state, caseMessage(step, i), contextOf(partiesOf(walk.opener.division, walk.counterpart.division))) as Accepted).state;
      for (const side of ['opener', 'counterpart'] as const) expect(nextActions(flow, state!, side, context, '2026-03-30').flatMap((x) => x.outcomes).filter((x) => x.moves)).toEqual([]);
    }
  });

  it('fit into one message even with every list resolved', () => {
    for (const walk of walks) for (const step of walk.messages) {
      const state = until(walk.name.replace('.json', ''), step.message);
      if (state === undefined) continue;
      for (const side of ['opener', 'counterpart'] as const) expect(JSON.stringify(nextActions(compiled(walk.flow), state, side, context, '2026-03-09')).length).toBeLessThan(200_000);
    }
  });
});

describe('opening actions', () => {
  it('list every entry of every flow with its actor, sides and fields', () => {
    for (const flow of flows) {
      const actions = openingActions(compiledFlows.get(flow.flowId)!);
      expect(actions.map((x) => [x.entryId, x.message.id, x.actor.id, x.opener.id, x.counterpart.id, x.when])).toEqual(
        flow.entries.map((x) => [x.id, x.message, x.actor, x.opener, x.counterpart, x.when]));
      for (const x of actions) expect([x.fields.length > 0, x.onBehalfOf]).toEqual([true, x.actor.id === x.opener.id ? undefined : x.actor.id]);
    }
  });

  it('say which side a division has to belong to', () => {
    const [receiving, sending] = openingActions(une);
    const sides = (x: typeof receiving): unknown => x?.constraints.map((c) => [c.field, c.side]);
    expect(sides(receiving)).toEqual([['current_division', 'opener'], ['previous_division', 'counterpart']]);
    expect(sides(sending)).toEqual([['current_division', 'counterpart'], ['previous_division', 'opener']]);
  });

  it('have guards that tell which entry the fields take', () => {
    const fit = (apply_channel: string): string[] => openingActions(une).filter((x) => holds(x.when, { apply_channel })).map((x) => x.entryId);
    expect([fit('RECEIVING_WINDOW'), fit('SENDING_WINDOW'), fit('BY_PHONE')]).toEqual([['S01'], ['S01.SENDING'], []]);
  });
});

describe('the holder', () => {
  it('is named for every track, main first', () => {
    expect(holderOf(une, { active: { funds: 'FUNDS_DUE', main: 'COMPLETED' } }).map((x) => [x.track, x.state.id, x.actor?.id])).toEqual([
      ['main', 'COMPLETED', undefined], ['funds', 'FUNDS_DUE', 'SENDING_AGENCY']]);
  });
});
