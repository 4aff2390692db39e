import { caseMessage, compiled, contextOf, dictionary, flows, partiesOf, walks, type WalkMessage } from '../../test/reference-flows';
import type { CaseMessage, CaseState } from './case-state';
import { compileFlow } from './compile';
import { type Accepted, decide, type Decision } from './engine';
import type { RuleContext } from './hub-rules';

/** The messages of a walk up to and without the one named. */
function steps(name: string, before: string): readonly WalkMessage[] {
  const walk = walks.find((x) => x.name === `${name}.json`);
  const end = walk?.messages.findIndex((x) => x.message === before) ?? -1;
  if (walk === undefined || end < 0) throw new Error(`the walk ${name} has changed`);
  return walk.messages.slice(0, end);
}
function step(name: string, type: string): WalkMessage {
  const found = walks.find((x) => x.name === `${name}.json`)?.messages.find((x) => x.message === type);
  if (found === undefined) throw new Error(`the walk ${name} has changed`);
  return found;
}
const une = compiled('F-UNE');
const parties = partiesOf('310115', '510104');
const context: RuleContext = contextOf(parties);
function until(name: string, before: string, flow = une): CaseState {
  let state: CaseState | undefined;
  for (const [i, x] of steps(name, before).entries()) state = (decide(flow, state, caseMessage(x, i), context) as Accepted).state;
  if (state === undefined) throw new Error('nothing before');
  return state;
}
const apply = caseMessage(step('F-UNE.normal', 'UNE-APPLY'), 0);
const message = (name: string, type: string, change: Partial<CaseMessage> = {}): CaseMessage => ({ ...caseMessage(step(name, type), 9), ...change });
const code = (decision: Decision): string => (decision.accepted ? `accepted ${decision.transitionId ?? decision.entryId}` : decision.code);

describe('the first message', () => {
  const opening: readonly [string, CaseMessage, string][] = [
    ['opens by the entry its fields fit', apply, 'accepted S01'],
    ['opens the other entry', { ...apply, open: { ...apply.open, apply_channel: 'SENDING_WINDOW', current_division: '510104', previous_division: '310115' } }, 'accepted S01.SENDING'],
    ['of no type', { ...apply, type: 'UNE-NONE' }, 'message.unknown-type'],
    ['of another type', { ...apply, type: 'UNE-LETTER' }, 'entry.not-found'],
    ['with fields no entry fits', { ...apply, open: { ...apply.open, apply_channel: 'BY_PHONE' } }, 'entry.not-found'],
    ['from the counterpart', { ...apply, side: 'counterpart' }, 'sender.not-actor'],
    ['from the hub', { ...apply, side: 'hub' }, 'sender.not-actor'],
    ['for the agency itself', { ...apply, onBehalfOf: undefined }, 'sender.not-actor'],
    ['for somebody else', { ...apply, onBehalfOf: 'BANK' }, 'sender.not-actor'],
    ['for nobody known', { ...apply, onBehalfOf: 'NOBODY' }, 'sender.not-actor'],
    ['with a division of a third province', { ...apply, open: { ...apply.open, previous_division: '440106' } }, 'rule.division-of-actor'],
    ['with a division that does not exist', { ...apply, open: { ...apply.open, previous_division: '990101' } }, 'rule.division-of-actor'],
  ];
  it.each(opening)('%s', (_what, tested, expected) => expect(code(decide(une, undefined, tested, context))).toBe(expected));

  it('keeps the entry and the parties', () => {
    const { state } = decide(une, undefined, apply, context) as Accepted;
    expect(state).toMatchObject({ flowId: 'F-UNE', entryId: 'S01', parties, active: { main: 'SUBMITTED' }, visited: ['SUBMITTED'], deliveryCount: 1 });
  });

  it('is not chosen by the entry the sender names', () => {
    expect(code(decide(une, undefined, { ...apply, entryId: 'S01.SENDING' }, context))).toBe('accepted S01');
  });

  it('names every field a rejecting rule faults', () => {
    const swapped = { ...apply, open: { ...apply.open, current_division: '510104', previous_division: '310115' } };
    expect(decide(une, undefined, swapped, context)).toMatchObject({ code: 'rule.division-of-actor', faults: [{ path: 'current_division' }, { path: 'previous_division' }] });
  });
});

describe('a later message', () => {
  const letter = message('F-UNE.normal', 'UNE-LETTER');
  const later: readonly [string, string, CaseMessage, string][] = [
    ['moves the case', 'UNE-LETTER', letter, 'accepted S03'],
    ['of no type', 'UNE-LETTER', { ...letter, type: 'UNE-NONE' }, 'message.unknown-type'],
    ['in the wrong state', 'C-ACCEPT', letter, 'message.not-allowed'],
    ['from the wrong side', 'UNE-LETTER', { ...letter, side: 'counterpart' }, 'message.not-allowed'],
    ['for an applicant of the other side', 'UNE-LETTER', message('F-UNE.withdrawal', 'C-WITHDRAW', { side: 'counterpart' }), 'sender.not-actor'],
    ['for a bank of the other side', 'UNE-LETTER', { ...letter, onBehalfOf: 'BANK' }, 'sender.not-actor'],
    ['for an agency by name', 'UNE-LETTER', { ...letter, onBehalfOf: 'RECEIVING_AGENCY' }, 'sender.not-actor'],
    ['of the applicant', 'UNE-LETTER', message('F-UNE.withdrawal', 'C-WITHDRAW'), 'accepted E-WITHDRAW'],
    ['of the hub', 'UNE-LETTER', { ...letter, type: 'C-REMIND', side: 'hub', open: {} }, 'accepted E-OVERDUE'],
    ['of the hub for somebody', 'UNE-LETTER', { ...letter, type: 'C-REMIND', side: 'hub', onBehalfOf: 'APPLICANT', open: {} }, 'sender.not-actor'],
  ];
  it.each(later)('%s', (_what, before, tested, expected) => expect(code(decide(une, until('F-UNE.normal', before), tested, context))).toBe(expected));

  it('takes the guarded transition before the general one', () => {
    const pension = compiled('F-PEN-ENT');
    const state = until('F-PEN-ENT.normal', 'PEN-FORM', pension);
    const back = (reason: string): CaseMessage => ({ messageId: 'm', type: 'C-RETURN', side: 'counterpart', open: { reason_code: reason }, receivedAt: '2026-03-20T09:00:00+08:00' });
    expect(code(decide(pension, state, back('R05'), context))).toBe('accepted E-TEMP');
    expect(code(decide(pension, state, back('R01'), context))).toBe('accepted E-RETURN-S');
  });

  it('goes back to the state before', () => {
    const state = until('F-UNE.supplement', 'C-SUPP-RESP');
    const { state: after } = decide(une, state, message('F-UNE.supplement', 'C-SUPP-RESP'), context) as Accepted;
    expect(after).toMatchObject({ active: { main: 'UNDER_REVIEW' }, previous: { main: 'SUPPLEMENT_PENDING' } });
  });

  it('is judged between the parties of the case, whoever the context names', () => {
    const state = until('F-UNE.normal', 'C-ACCEPT');
    const { state: after } = decide(une, state, message('F-UNE.normal', 'C-ACCEPT'), { ...context, parties: partiesOf('440106', '110000') }) as Accepted;
    expect(after.parties).toEqual(parties);
  });

  it('finds a finished case closed, but for notes', () => {
    const withdrawn = decide(une, until('F-UNE.withdrawal', 'C-WITHDRAW'), message('F-UNE.withdrawal', 'C-WITHDRAW'), context) as Accepted;
    expect(code(decide(une, withdrawn.state, letter, context))).toBe('case.closed');
    expect(code(decide(une, withdrawn.state, { ...letter, type: 'C-PROGRESS', side: 'hub', open: {} }, context))).toBe('accepted N-PROGRESS');
  });

  it('finds a case open while money is under way', () => {
    const state = until('F-UNE.normal', 'C-COMPLETE');
    const done = decide(une, state, message('F-UNE.normal', 'C-COMPLETE'), context) as Accepted;
    expect(done.state.active).toEqual({ main: 'COMPLETED', funds: 'FUNDS_DUE' });
    expect(code(decide(une, done.state, letter, context))).toBe('message.not-allowed');
    expect(code(decide(une, done.state, message('F-UNE.normal', 'UNE-FUND'), context))).toBe('accepted S06');
  });

  it('of a faulty flow that fits twice is refused', () => {
    const flow = flows.find((x) => x.flowId === 'F-UNE')!;
    const twice = compileFlow({ ...flow, transitions: [...flow.transitions, { ...flow.transitions[1]!, id: 'S03.TWICE' }] }, dictionary);
    expect(decide(twice, until('F-UNE.normal', 'UNE-LETTER'), letter, context)).toMatchObject({ code: 'message.not-allowed', detail: expect.stringContaining('S03.TWICE') });
  });
});

describe('hub rules', () => {
  const fund = (open: CaseMessage['open'] = {}): CaseMessage => {
    const base = message('F-UNE.normal', 'UNE-FUND');
    return { ...base, open: { ...base.open, ...open } };
  };
  const alerts = (decision: Decision): unknown => (decision.accepted ? decision.alerts.map((x) => [x.ruleId, x.path, x.code]) : decision.code);

  it('amountMismatch raises an alarm when both sides are known and differ', () => {
    const state = until('F-UNE.normal', 'UNE-FUND');
    expect(alerts(decide(une, state, fund(), context))).toEqual([]);
    expect(alerts(decide(une, state, fund({ amount_fen: 1 }), context))).toEqual([['HR-AMOUNT', 'amount_fen', 'rule.amount-mismatch']]);
    expect(alerts(decide(une, { ...state, latest: {} }, fund({ amount_fen: 1 }), context))).toEqual([]);
  });

  it('amountMismatch compares the newest values: a later message without the field makes it unknown', () => {
    const state = until('F-UNE.normal', 'UNE-FUND');
    expect(alerts(decide(une, { ...state, latest: { 'UNE-FORM': {} } }, fund({ amount_fen: 1 }), context))).toEqual([]);
  });

  it('duplicateTransfer asks about other cases of the sender and lays claim to the value', () => {
    const asked: unknown[] = [];
    const used: RuleContext = { ...context, valueUsedElsewhere: (...claim) => { asked.push(claim); return true; } };
    const state = until('F-UNE.normal', 'UNE-FUND');
    const decision = decide(une, state, fund({ transfer_no: 'T-1' }), used) as Accepted;
    expect(alerts(decision)).toEqual([['HR-DUPLICATE', 'transfer_no', 'rule.duplicate-transfer']]);
    expect(asked).toEqual([['HR-DUPLICATE', '510000', 'T-1']]);
    expect(decision.claims).toEqual([{ ruleId: 'HR-DUPLICATE', participant: '510000', value: 'T-1' }]);
    expect(decision.state.claims).toEqual(decision.claims);
  });

  it('duplicateTransfer lets a message that replaces an earlier one of the case repeat its value', () => {
    const returned = until('F-UNE.normal', 'UNE-FUND');
    const sent = (decide(une, returned, fund({ transfer_no: 'T-1' }), context) as Accepted).state;
    const back = (decide(une, sent, { messageId: 'm', type: 'C-RETURN', side: 'opener', open: { reason_code: 'R06' }, receivedAt: '2026-03-20T09:00:00+08:00' }, context) as Accepted).state;
    const again = decide(une, back, fund({ transfer_no: 'T-1' }), context) as Accepted;
    expect([again.transitionId, again.alerts, again.state.claims.length]).toEqual(['E-RETURN-R.REFUND', [], 1]);
  });

  it('notAfterReceipt reads the Beijing date of receipt', () => {
    const state = until('F-UNE.normal', 'UNE-RECEIPT');
    const receipt = message('F-UNE.normal', 'UNE-RECEIPT', { receivedAt: '2026-03-18T16:30:00Z' });
    const on = (date: string): Decision => decide(une, state, { ...receipt, open: { ...receipt.open, received_on: date } }, context);
    expect(on('2026-03-19').accepted).toBe(true);
    expect(on('2026-03-20')).toMatchObject({ accepted: false, code: 'rule.after-receipt', faults: [{ path: 'received_on', severity: 'reject' }] });
  });

  it('notBefore compares with the newest reference, of the same message too', () => {
    const eligibility = compiled('F-ELIG');
    const request = caseMessage(step('F-ELIG.normal', 'ELG-REQUEST'), 0);
    const dates = (last: string, due: string): unknown => alerts(decide(eligibility, undefined, { ...request, open: { ...request.open, last_certified_on: last, cert_due_on: due } }, contextOf(partiesOf('500103', '440106'))));
    expect(dates('2025-03-02', '2026-03-02')).toEqual([]);
    expect(dates('2026-03-02', '2026-03-01')).toEqual([['HR-DUE', 'cert_due_on', 'rule.before-reference']]);
  });
});
