import { calendars, compiled, contextOf, mainland, partiesOf } from '../../test/reference-flows';
import { WorkCalendar } from '../calendar/work-calendar';
import type { AgencySide, Side } from './actors';
import type { CaseState } from './case-state';
import { type CalendarOfSide, deadlinesOf, type DeadlineView } from './deadlines';
import { recordDelivery } from './delivery';
import { decide } from './engine';
import type { Fields } from './model';

/** A message at nine in the morning Beijing time, as `[type, side, date, open fields, on behalf of]`. */
type Said = readonly [type: string, side: Side, date: string, open?: Fields, onBehalfOf?: string];
const context = contextOf(partiesOf('310115', '510104'));
const other = { opener: 'counterpart', counterpart: 'opener', hub: 'opener' } as const;

/** Plays messages, each delivered at once unless `undelivered`. */
function play(flowId: string, said: readonly Said[], before?: CaseState, undelivered = false): CaseState {
  let state = before;
  for (const [type, side, date, open = {}, onBehalfOf] of said) {
    const receivedAt = `${date}T09:00:00+08:00`;
    const decision = decide(compiled(flowId), state, { messageId: 'm', type, side, open, receivedAt, ...(onBehalfOf && { onBehalfOf }) }, context);
    if (!decision.accepted) throw new Error(`${type}: ${decision.code} ${decision.detail}`);
    state = decision.state;
    if (!undelivered) state = recordDelivery(state, { deliveryNo: state.deliveryCount, side: other[side], deliveredAt: receivedAt });
  }
  if (state === undefined) throw new Error('nothing was said');
  return state;
}
function look(flowId: string, state: CaseState, id: string, today: string, by: CalendarOfSide = calendars): DeadlineView {
  const view = deadlinesOf(compiled(flowId), state, today, by).find((x) => x.id === id);
  if (view === undefined) throw new Error(`no deadline ${id}`);
  return view;
}

const APPLY: Said = ['UNE-APPLY', 'opener', '2026-03-02', { apply_channel: 'RECEIVING_WINDOW', current_division: '310115', previous_division: '510104' }, 'APPLICANT'];
const ACCEPT: Said = ['C-ACCEPT', 'opener', '2026-03-03'];
const LETTER: Said = ['UNE-LETTER', 'opener', '2026-03-06'];
const PEN_APPLY: Said = ['PEN-APPLY', 'opener', '2026-03-02', { current_division: '310115', previous_division: '510104' }, 'APPLICANT'];
const PEN_TO_FORM: readonly Said[] = [PEN_APPLY, ACCEPT, ['PEN-LETTER', 'opener', '2026-03-06'], ['C-ACK', 'counterpart', '2026-03-09'], ['PEN-FORM', 'counterpart', '2026-03-11']];

describe('legal time', () => {
  it('the opener’s own duty counts from receipt by the hub', () => {
    const state = play('F-UNE', [APPLY], undefined, true);
    expect(look('F-UNE', state, 'D-S03', '2026-03-04')).toMatchObject({ status: 'running', side: 'opener', startedOn: '2026-03-02', dueOn: '2026-03-09', daysLeft: 3, daysLeftUnit: 'working-day', overdue: false, legal: true });
  });

  it('the other side’s duty waits for delivery, with a provisional date that is never overdue', () => {
    const state = play('F-UNE', [APPLY, ACCEPT, LETTER], undefined, true);
    expect(look('F-UNE', state, 'D-S05', '2026-04-01')).toMatchObject({ status: 'awaiting-delivery', side: 'counterpart', startedOn: '2026-03-06', dueOn: '2026-03-13', overdue: false });
  });

  it('then counts from the Beijing date of delivery to its own side, once', () => {
    let state = play('F-UNE', [APPLY, ACCEPT, LETTER], undefined, true);
    const deliver = (deliveryNo: number, side: AgencySide, deliveredAt: string): void => { state = recordDelivery(state, { deliveryNo, side, deliveredAt }); };
    deliver(3, 'opener', '2026-03-06T10:00:00+08:00');
    deliver(2, 'counterpart', '2026-03-07T10:00:00+08:00');
    expect(look('F-UNE', state, 'D-S05', '2026-03-10').status).toBe('awaiting-delivery');
    deliver(3, 'counterpart', '2026-03-09T16:30:00Z');
    deliver(3, 'counterpart', '2026-03-19T16:30:00Z');
    expect(look('F-UNE', state, 'D-S05', '2026-03-18')).toMatchObject({ status: 'running', startedOn: '2026-03-10', dueOn: '2026-03-17', daysLeft: -1, overdue: true });
  });

  it('a duty met late by the provisional date is not judged until delivery is attested', () => {
    const answered = play('F-UNE', [APPLY, ACCEPT, LETTER, ['C-ACK', 'counterpart', '2026-03-16'], ['UNE-FORM', 'counterpart', '2026-03-16', { fund_transfer_required: false }]], undefined, true);
    const before = look('F-UNE', answered, 'D-S05', '2026-03-20');
    expect([before.status, before.metOn, before.metLate]).toEqual(['met', '2026-03-16', undefined]);
    const attested = recordDelivery(answered, { deliveryNo: 3, side: 'counterpart', deliveredAt: '2026-03-10T09:00:00+08:00' });
    expect(look('F-UNE', attested, 'D-S05', '2026-03-20')).toMatchObject({ status: 'met', dueOn: '2026-03-17', metLate: false, overdue: false });
  });

  it('a duty is met on the day its message was received', () => {
    expect(look('F-UNE', play('F-UNE', [APPLY, ACCEPT, LETTER]), 'D-S03', '2026-06-30')).toMatchObject({ status: 'met', metOn: '2026-03-06', metLate: false });
    expect(look('F-UNE', play('F-UNE', [APPLY, ACCEPT, ['UNE-LETTER', 'opener', '2026-03-10']]), 'D-S03', '2026-06-30')).toMatchObject({ status: 'met', metOn: '2026-03-10', metLate: true });
  });

  it('a run resumed by the other side waits for delivery as well', () => {
    const waiting = play('F-UNE', [APPLY, ACCEPT, LETTER, ['C-ACK', 'counterpart', '2026-03-09'], ['C-SUPP-REQ', 'counterpart', '2026-03-10', { due_at: '2026-03-31' }]]);
    const resumed = play('F-UNE', [['C-SUPP-RESP', 'opener', '2026-03-16', {}, 'APPLICANT']], waiting, true);
    expect(look('F-UNE', resumed, 'D-S05', '2026-03-16')).toMatchObject({ status: 'awaiting-delivery', dueOn: '2026-03-19' });
    const delivered = recordDelivery(resumed, { deliveryNo: 6, side: 'counterpart', deliveredAt: '2026-03-18T09:00:00+08:00' });
    expect(look('F-UNE', delivered, 'D-S05', '2026-03-18')).toMatchObject({ status: 'running', startedOn: '2026-03-06', dueOn: '2026-03-23' });
  });
});

describe('clock words', () => {
  it('suspend and resume keep the days left', () => {
    const asked = play('F-UNE', [APPLY, ACCEPT, ['C-SUPP-REQ', 'opener', '2026-03-04', { due_at: '2026-03-31' }]]);
    expect(look('F-UNE', asked, 'D-S03', '2026-03-20')).toMatchObject({ status: 'suspended', daysLeft: 3, overdue: false });
    expect(look('F-UNE', asked, 'D-S03', '2026-03-20').dueOn).toBeUndefined();
    expect(look('F-UNE', asked, 'total', '2026-03-20')).toMatchObject({ status: 'suspended', daysLeft: 8 });
    const answered = play('F-UNE', [['C-SUPP-RESP', 'opener', '2026-03-10', {}, 'APPLICANT']], asked);
    expect(look('F-UNE', answered, 'D-S03', '2026-03-10')).toMatchObject({ status: 'running', dueOn: '2026-03-13' });
    expect(look('F-UNE', answered, 'total', '2026-03-10')).toMatchObject({ status: 'running', dueOn: '2026-03-20' });
  });

  it('a due date set by a message takes no notice of the clock and is met by the answer', () => {
    const asked = play('F-UNE', [APPLY, ACCEPT, ['C-SUPP-REQ', 'opener', '2026-03-04', { due_at: '2026-03-12' }]]);
    expect(look('F-UNE', asked, 'D-SUPP', '2026-03-10')).toMatchObject({ status: 'running', side: 'opener', dueOn: '2026-03-12', daysLeft: 2, daysLeftUnit: 'calendar-day', legal: false });
    expect(look('F-UNE', play('F-UNE', [['C-SUPP-RESP', 'opener', '2026-03-13', {}, 'APPLICANT']], asked), 'D-SUPP', '2026-03-20')).toMatchObject({ status: 'met', metOn: '2026-03-13', metLate: true });
  });

  it('a due date is armed by its transitions only, and not without the field', () => {
    const letter = play('F-UNE', [APPLY, ACCEPT, LETTER]);
    const ids = (open: Fields): string[] => Object.keys(play('F-UNE', [['C-RETURN', 'counterpart', '2026-03-10', { reason_code: 'R01', ...open }]], letter).deadlines);
    expect(ids({ resubmit_by: '2026-03-20' }).filter((x) => x.startsWith('D-RETURN'))).toEqual(['D-RETURN-S']);
    expect(ids({}).filter((x) => x.startsWith('D-RETURN'))).toEqual([]);
    expect(ids({ resubmit_by: '2026-02-30' }).filter((x) => x.startsWith('D-RETURN'))).toEqual([]);
  });

  it('stop and restart give a stopped duty its full time again, and the total its days left', () => {
    const sent = play('F-PEN-ENT', PEN_TO_FORM);
    expect(look('F-PEN-ENT', sent, 'D-S06', '2026-03-12')).toMatchObject({ status: 'running', startedOn: '2026-03-06', dueOn: '2026-03-27' });
    const returned = play('F-PEN-ENT', [['C-RETURN', 'opener', '2026-03-16', { reason_code: 'R01' }]], sent);
    expect(look('F-PEN-ENT', returned, 'D-S06', '2026-05-01')).toMatchObject({ status: 'stopped', overdue: false });
    // Ten working days are counted from 2 to 16 March.
    expect(look('F-PEN-ENT', returned, 'total', '2026-05-01')).toMatchObject({ status: 'suspended', daysLeft: 35 });
    const corrected = play('F-PEN-ENT', [['PEN-FORM', 'counterpart', '2026-03-23']], returned);
    expect(look('F-PEN-ENT', corrected, 'D-S06', '2026-03-24')).toMatchObject({ status: 'running', startedOn: '2026-03-23', dueOn: '2026-04-14' });
    expect(look('F-PEN-ENT', corrected, 'total', '2026-03-24')).toMatchObject({ status: 'running', startedOn: '2026-03-02' });
  });

  it('a returned letter meets the duty, and resending starts it anew', () => {
    const returned = play('F-UNE', [APPLY, ACCEPT, LETTER, ['C-RETURN', 'counterpart', '2026-03-10', { reason_code: 'R01' }]]);
    expect(look('F-UNE', returned, 'D-S05', '2026-03-11')).toMatchObject({ status: 'met', metOn: '2026-03-10', metLate: false });
    const resent = play('F-UNE', [['UNE-LETTER', 'opener', '2026-03-12']], returned);
    expect(look('F-UNE', resent, 'D-S05', '2026-03-13')).toMatchObject({ status: 'running', startedOn: '2026-03-12', dueOn: '2026-03-19' });
  });

  it('restart lets a suspended duty run on', () => {
    const disputed = play('F-PEN-ENT', [...PEN_TO_FORM.slice(0, 4), ['C-DISPUTE', 'counterpart', '2026-03-11']]);
    expect(look('F-PEN-ENT', disputed, 'D-S05', '2026-03-20')).toMatchObject({ status: 'suspended', daysLeft: 12 });
    const settled = play('F-PEN-ENT', [['C-SETTLE', 'counterpart', '2026-03-20', { next_state: 'SENDING_PROCESSING' }]], disputed);
    expect(look('F-PEN-ENT', settled, 'D-S05', '2026-03-20')).toMatchObject({ status: 'running', startedOn: '2026-03-06', dueOn: '2026-04-08' });
    expect(look('F-PEN-ENT', settled, 'D-S03', '2026-03-20').status).toBe('met');
    // A return leaves the entered state and meets the sign-for duty too, so by the rule that duty runs anew.
    expect(look('F-PEN-ENT', settled, 'D-S04', '2026-03-20')).toMatchObject({ status: 'running', startedOn: '2026-03-20' });
  });

  it('a finished track ends what is left; another track keeps its own', () => {
    const done = play('F-UNE', [APPLY, ACCEPT, LETTER, ['C-ACK', 'counterpart', '2026-03-09'], ['UNE-FORM', 'counterpart', '2026-03-10', { fund_transfer_required: true }],
      ['C-ACK', 'opener', '2026-03-11'], ['C-COMPLETE', 'opener', '2026-03-12']]);
    expect(look('F-UNE', done, 'D-S06', '2026-03-13')).toMatchObject({ status: 'running', side: 'counterpart', startedOn: '2026-03-10', dueOn: '2026-04-10', daysLeft: 28, daysLeftUnit: 'calendar-day' });
    expect(look('F-UNE', done, 'total', '2026-06-30')).toMatchObject({ status: 'ended', dueOn: '2026-03-16', overdue: false });
    const withdrawn = (date: string): DeadlineView => look('F-UNE', play('F-UNE', [APPLY, ['C-WITHDRAW', 'opener', date, {}, 'APPLICANT']]), 'D-S03', '2026-06-30');
    expect(withdrawn('2026-03-09')).toMatchObject({ status: 'ended', overdue: false });
    expect(withdrawn('2026-03-10')).toMatchObject({ status: 'ended', overdue: true });
  });

  it('a fact counts from its own date', () => {
    const sent = play('F-PEN-ENT', [...PEN_TO_FORM, ['PEN-FUND', 'counterpart', '2026-03-13', { amount_fen: 1 }], ['PEN-RECEIPT', 'opener', '2026-03-20', { received_on: '2026-03-16' }]]);
    expect(look('F-PEN-ENT', sent, 'D-S08', '2026-03-20')).toMatchObject({ status: 'running', startedOn: '2026-03-16', dueOn: '2026-04-07' });
  });

  it('a total that counts from a fact never starts without it', () => {
    const request = (open: Fields): CaseState => play('F-ELIG', [['ELG-REQUEST', 'opener', '2026-03-02', open]]);
    expect(request({}).total).toBeUndefined();
    expect(look('F-ELIG', request({ last_certified_on: '2025-03-31' }), 'total', '2026-03-02')).toMatchObject({ status: 'running', startedOn: '2025-03-31', dueOn: '2026-03-31', side: 'opener' });
  });

  it('a note leaves every clock alone', () => {
    const state = play('F-UNE', [APPLY]);
    const reminded = play('F-UNE', [['C-REMIND', 'hub', '2026-03-06', { due_at: '2026-03-09' }]], state);
    expect([reminded.deadlines, reminded.total]).toEqual([state.deadlines, state.total]);
  });
});

describe('the calendar', () => {
  const late: readonly Said[] = [['PEN-APPLY', 'opener', '2026-12-01', { current_division: '310115', previous_division: '510104' }, 'APPLICANT']];

  it('that ends before the limit never stops a case, and its notice completes the date', () => {
    const state = play('F-PEN-ENT', late);
    expect(look('F-PEN-ENT', state, 'total', '2026-12-02')).toMatchObject({ status: 'calendar-not-covered', notBefore: '2027-01-23', overdue: false });
    expect(look('F-PEN-ENT', state, 'total', '2026-12-02').dueOn).toBeUndefined();
    expect(look('F-PEN-ENT', state, 'D-S03', '2026-12-02')).toMatchObject({ status: 'running', dueOn: '2026-12-22' });
    const year2026 = { year: 2026, nonWorkingDates: [], makeupWorkingDays: [] };
    const loaded = new WorkCalendar({ years: [year2026, { year: 2027, nonWorkingDates: ['2027-01-01'], makeupWorkingDays: [] }] });
    expect(look('F-PEN-ENT', state, 'total', '2026-12-02', () => loaded)).toMatchObject({ status: 'running', dueOn: '2027-02-03' });
  });

  it('is the one of the responsible side', () => {
    const state = play('F-UNE', [APPLY, ACCEPT, LETTER]);
    const bySide: CalendarOfSide = (side) => (side === 'counterpart' ? new WorkCalendar({ years: [] }) : mainland);
    expect(look('F-UNE', state, 'D-S05', '2026-03-09', bySide).status).toBe('calendar-not-covered');
    expect(look('F-UNE', state, 'total', '2026-03-09', bySide).status).toBe('running');
  });
});
