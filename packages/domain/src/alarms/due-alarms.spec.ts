import { alarmRules } from '../../test/alarm-rules';
import { calendars, compiled, contextOf, mainland, partiesOf } from '../../test/reference-flows';
import { addDays } from '../calendar/days';
import { WorkCalendar } from '../calendar/work-calendar';
import type { Side } from '../flow/actors';
import type { CaseState } from '../flow/case-state';
import { deadlinesOf } from '../flow/deadlines';
import { recordDelivery } from '../flow/delivery';
import { decide } from '../flow/engine';
import type { Fields } from '../flow/model';
import type { Alarm, RaisedAlarm } from './alarm';
import { alarmInWords } from './alarm-words';
import { annulledBy } from './annulled';
import { type AlarmContext, alarmsDue, nextAlarmOn } from './due-alarms';
import { endOfDay, undeterminedWhereSilent } from '../flow/vouching';

type Said = readonly [type: string, side: Side, date: string, open?: Fields, onBehalfOf?: string];
const parties = contextOf(partiesOf('310115', '510104'));
const other = { opener: 'counterpart', counterpart: 'opener', hub: 'opener' } as const;

/** Plays messages at nine in the morning, each delivered at once. */
function play(flowId: string, said: readonly Said[], before?: CaseState): CaseState {
  let state = before;
  for (const [type, side, date, open = {}, onBehalfOf] of said) {
    const receivedAt = `${date}T09:00:00+08:00`;
    const decision = decide(compiled(flowId), state, { messageId: 'm', type, side, open, receivedAt, ...(onBehalfOf && { onBehalfOf }) }, parties);
    if (!decision.accepted) throw new Error(`${type}: ${decision.code} ${decision.detail}`);
    state = recordDelivery(decision.state, { deliveryNo: decision.state.deliveryCount, side: other[side], deliveredAt: receivedAt });
  }
  if (state === undefined) throw new Error('nothing was said');
  return state;
}

const vouched: AlarmContext = { calendars, rules: alarmRules, vouchedUntil: () => '2099-01-01T00:00:00+08:00' };
const silent: AlarmContext = { ...vouched, vouchedUntil: () => undefined };
/** What is said on a day, as `stage deadline`, of one deadline. */
const said = (alarms: readonly Alarm[], id?: string): string[] => alarms.filter(({ deadlineId }) => id === undefined || deadlineId === id).map(({ stage, deadlineId }) => `${stage} ${deadlineId}`);

/** Looks at a case each day from one to another, as a hub that is never down; the alarms by day. */
function daily(flowId: string, state: CaseState, from: string, to: string, raised: RaisedAlarm[] = [], context: AlarmContext = vouched): [day: string, alarm: Alarm][] {
  const told: [string, Alarm][] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) {
    for (const alarm of alarmsDue(compiled(flowId), state, raised, day, context)) {
      raised.push(alarm);
      told.push([day, alarm]);
    }
    expect(alarmsDue(compiled(flowId), state, raised, day, context)).toEqual([]);
  }
  return told;
}
const days = (told: [string, Alarm][], id: string): [string, string][] => told.flatMap(([day, { stage, deadlineId }]): [string, string][] => (deadlineId === id ? [[day, stage]] : []));

const APPLY: Said = ['UNE-APPLY', 'opener', '2026-03-02', { apply_channel: 'RECEIVING_WINDOW', current_division: '310115', previous_division: '510104' }, 'APPLICANT'];
const ACCEPT: Said = ['C-ACCEPT', 'opener', '2026-03-03'];
const LETTER: Said = ['UNE-LETTER', 'opener', '2026-03-06'];
const UNE = compiled('F-UNE');

describe('the stages of a deadline (T5-C2)', () => {
  it('reminder, warning and escalation come on their working days, each once, whoever looks how often', () => {
    const told = daily('F-UNE', play('F-UNE', [APPLY]), '2026-03-02', '2026-06-30');
    expect(days(told, 'D-S03')).toEqual([['2026-03-04', 'reminder'], ['2026-03-06', 'warning'], ['2026-03-10', 'escalation']]);
    expect(days(told, 'total')).toEqual([['2026-03-11', 'reminder'], ['2026-03-13', 'warning'], ['2026-03-17', 'escalation']]);
  });

  it('say whose duty it is, when it is due, and where the limit comes from', () => {
    const [[, alarm]] = daily('F-UNE', play('F-UNE', [APPLY]), '2026-03-10', '2026-03-10') as [[string, Alarm]];
    expect(alarm).toMatchObject({
      stage: 'escalation', deadlineId: 'D-S03', run: '2026-03-09', startedOn: '2026-03-02', dueOn: '2026-03-09', responsible: UNE.deadlines.get('D-S03')!.responsible, side: 'opener',
      deadlineKind: 'ministerial-rule', legal: true, confidence: 'verified', sourceStandardIds: UNE.deadlines.get('D-S03')!.sourceStandardIds, to: ['opener', 'counterpart', 'hub'],
    });
  });

  it('go to the side whose duty it is, an applicant’s through the agency that speaks for it', () => {
    const state = play('F-UNE', [APPLY, ACCEPT, ['C-SUPP-REQ', 'opener', '2026-03-03', { due_at: '2026-03-20' }]]);
    const alarms = daily('F-UNE', state, '2026-03-03', '2026-04-30').map(([, alarm]) => alarm).filter(({ deadlineId }) => deadlineId === 'D-SUPP');
    expect(alarms.map(({ stage, responsible, side, to }) => [stage, responsible, side, to])).toEqual([
      ['reminder', 'APPLICANT', 'opener', ['opener']], ['warning', 'APPLICANT', 'opener', ['opener']], ['escalation', 'APPLICANT', 'opener', ['opener', 'counterpart', 'hub']],
    ]);
  });

  it('of the other side’s duty go to that side', () => {
    const [[, first]] = daily('F-UNE', play('F-UNE', [APPLY, ACCEPT, LETTER]), '2026-03-06', '2026-04-30').filter(([, { deadlineId }]) => deadlineId === 'D-S05') as [[string, Alarm]];
    expect([first.stage, first.side, first.to]).toEqual(['reminder', 'counterpart', ['counterpart']]);
  });

  it('a limit that is no longer than the notice has none of it', () => {
    const told = daily('F-PEN-ENT', play('F-PEN-ENT', [['PEN-APPLY', 'opener', '2026-03-02', { current_division: '310115', previous_division: '510104' }, 'APPLICANT']]), '2026-03-02', '2026-03-31');
    expect(days(told, 'D-S02')).toEqual([['2026-03-04', 'escalation']]);
  });

  it('whoever was away says only the last stage that is due, and nothing between the due day and the escalation', () => {
    const state = play('F-UNE', [APPLY]);
    const on = (day: string, raised: RaisedAlarm[] = []): string[] => said(alarmsDue(UNE, state, raised, day, vouched), 'D-S03');
    expect([on('2026-03-09'), on('2026-03-10'), on('2026-05-01')]).toEqual([['warning D-S03'], ['escalation D-S03'], ['escalation D-S03']]);
    const letter = play('F-UNE', [APPLY, ACCEPT, LETTER]);
    expect(said(alarmsDue(UNE, letter, [], '2026-03-14', vouched), 'D-S05')).toEqual([]);
    expect(days(daily('F-UNE', state, '2026-05-01', '2026-06-01'), 'D-S03')).toEqual([['2026-05-01', 'escalation']]);
  });

  it('a deadline that is met, suspended or waits for a delivery has none', () => {
    expect(days(daily('F-UNE', play('F-UNE', [APPLY, ACCEPT, LETTER]), '2026-03-06', '2026-06-30'), 'D-S03')).toEqual([]);
    const suspended = play('F-UNE', [APPLY, ACCEPT, ['C-SUPP-REQ', 'opener', '2026-03-03', { due_at: '2026-03-20' }]]);
    expect(days(daily('F-UNE', suspended, '2026-03-03', '2026-06-30'), 'D-S03')).toEqual([]);
    const decision = decide(UNE, play('F-UNE', [APPLY, ACCEPT]), { messageId: 'm', type: 'UNE-LETTER', side: 'opener', open: {}, receivedAt: '2026-03-06T09:00:00+08:00' }, parties);
    const undelivered = decision.accepted ? decision.state : undefined;
    expect(days(daily('F-UNE', undelivered!, '2026-03-06', '2026-06-30'), 'D-S05')).toEqual([]);
  });

  it('a run that goes on after a suspension, and is due on another day, is said anew', () => {
    const suspended = play('F-UNE', [APPLY, ACCEPT, ['C-SUPP-REQ', 'opener', '2026-03-05', { due_at: '2026-03-20' }]]);
    const raised: RaisedAlarm[] = [];
    daily('F-UNE', play('F-UNE', [APPLY]), '2026-03-02', '2026-03-04', raised);
    expect(said(raised)).toEqual(['reminder D-S03']);
    const resumed = play('F-UNE', [['C-SUPP-RESP', 'opener', '2026-03-16', {}, 'APPLICANT']], suspended);
    const { dueOn } = deadlinesOf(UNE, resumed, '2026-03-16', calendars).find(({ id }) => id === 'D-S03')!;
    expect(dueOn).toBe('2026-03-18');
    expect(days(daily('F-UNE', resumed, '2026-03-16', '2026-06-30', raised), 'D-S03')).toEqual([['2026-03-16', 'reminder'], ['2026-03-17', 'warning'], ['2026-03-19', 'escalation']]);
  });
});

describe('only a limit with a legal source is called legal', () => {
  it.each([['F-UNE', 'D-S03', true], ['F-ARC', 'D-S03', false]])('%s %s: %s', (flowId, id, legal) => {
    const deadline = compiled(flowId).deadlines.get(id)!;
    for (const stage of ['reminder', 'warning', 'escalation', 'calendar-not-covered', 'annulled'] as const) {
      const { zh, en } = alarmInWords({ stage, legal, dueOn: '2026-03-09', notBefore: '2026-03-09', level: 1 }, deadline);
      expect([zh.includes('（法定时限）'), zh.includes('非法定'), en.includes('(legal limit)'), en.includes('not a legal one')]).toEqual([legal, !legal, legal, !legal]);
    }
    expect(['statutory', 'ministerial-rule', 'local-rule'].includes(deadline.deadlineKind)).toBe(legal);
  });
});

describe('legal time (DESIGN §3)', () => {
  const state = play('F-UNE', [APPLY, ACCEPT, LETTER]);
  const until = (instant: string): AlarmContext => ({ ...vouched, vouchedUntil: (side) => (side === 'counterpart' ? instant : undefined) });

  it('nobody is called late before the region of its side has vouched for the whole due day', () => {
    const on = (context: AlarmContext): string[] => said(alarmsDue(UNE, state, [], '2026-04-01', context), 'D-S05');
    expect([on(silent), on(until('2026-03-13T23:59:59+08:00')), on(until(endOfDay('2026-03-13'))), on(until('2026-03-13T16:00:00Z'))]).toEqual([[], [], ['escalation D-S05'], ['escalation D-S05']]);
  });

  it('while it is silent the deadline is undetermined and not overdue, a reminder comes all the same', () => {
    const view = (day: string, context: AlarmContext) => undeterminedWhereSilent(deadlinesOf(UNE, state, day, calendars).find(({ id }) => id === 'D-S05')!, context.vouchedUntil);
    expect(view('2026-04-01', silent)).toMatchObject({ status: 'undetermined', overdue: false, dueOn: '2026-03-13', side: 'counterpart' });
    expect(view('2026-04-01', vouched)).toMatchObject({ status: 'running', overdue: true });
    expect(view('2026-03-13', silent)).toMatchObject({ status: 'running', overdue: false });
    expect(said(alarmsDue(UNE, state, [], '2026-03-12', silent), 'D-S05')).toEqual(['warning D-S05']);
  });

  it('what was received in time and comes after the escalation annuls it, and all who were told are told once', () => {
    const raised = [...alarmsDue(UNE, state, [], '2026-03-20', vouched)];
    expect(said(raised, 'D-S05')).toEqual(['escalation D-S05']);
    const late: readonly Said[] = [['C-ACK', 'counterpart', '2026-03-10'], ['UNE-FORM', 'counterpart', '2026-03-13', { fund_transfer_required: false }]];
    const [acked, answered] = [play('F-UNE', late.slice(0, 1), state), play('F-UNE', late, state)];
    const afterAck = annulledBy(raised, state, acked, { logIndex: 7, receivedOn: '2026-03-10' });
    expect(afterAck.every((one) => one.annulledBy === undefined)).toBe(true);
    const after = annulledBy(afterAck, acked, answered, { logIndex: 8, receivedOn: '2026-03-13' });
    expect(after.find(({ deadlineId }) => deadlineId === 'D-S05')).toMatchObject({ stage: 'escalation', annulledBy: 8 });
    const told = alarmsDue(UNE, answered, after, '2026-03-20', silent).filter(({ stage }) => stage === 'annulled');
    expect(told.map(({ deadlineId, dueOn, to }) => [deadlineId, dueOn, to])).toEqual([['D-S05', '2026-03-13', ['counterpart', 'opener', 'hub']]]);
    expect(said(alarmsDue(UNE, answered, [...after, ...told], '2026-03-20', silent), 'D-S05')).toEqual([]);
  });

  it('what was received after the due day annuls nothing', () => {
    const raised = alarmsDue(UNE, state, [], '2026-03-20', vouched);
    const acked = play('F-UNE', [['C-ACK', 'counterpart', '2026-03-10']], state);
    const answered = play('F-UNE', [['UNE-FORM', 'counterpart', '2026-03-16', { fund_transfer_required: false }]], acked);
    expect(annulledBy(raised, acked, answered, { logIndex: 8, receivedOn: '2026-03-16' }).some((one) => one.annulledBy !== undefined)).toBe(false);
  });
});

describe('beyond the calendar', () => {
  const to2025 = new WorkCalendar({ years: [] });
  const state = play('F-UNE', [APPLY]);
  const uncovered: AlarmContext = { ...vouched, calendars: () => to2025 };

  it('it is said once, near the day before which the deadline cannot be due, and never called late', () => {
    const raised: RaisedAlarm[] = [];
    const told = daily('F-UNE', state, '2026-03-02', '2026-12-31', raised, uncovered);
    expect(days(told, 'D-S03')).toEqual([['2026-03-04', 'calendar-not-covered']]);
    expect(told[0]![1]).toMatchObject({ run: '2026-03-02', notBefore: '2026-03-07', to: ['opener', 'hub'] });
    expect(told[0]![1].dueOn).toBeUndefined();
    // Said already, the case is still looked at: only so the stages that a calendar brings are found.
    expect(nextAlarmOn(compiled('F-UNE'), state, raised, '2026-12-31', uncovered)! <= '2026-03-04').toBe(true);
    // The notice is loaded: from here on it is computed, and its stages follow.
    expect(days(daily('F-UNE', state, '2026-03-05', '2026-06-30', raised), 'D-S03')).toEqual([['2026-03-05', 'reminder'], ['2026-03-06', 'warning'], ['2026-03-10', 'escalation']]);
  });
});

describe('an unsettled dispute reaches the next level in the set time (G1-C2)', () => {
  const disputed = play('F-UNE', [APPLY, ACCEPT, LETTER, ['C-ACK', 'counterpart', '2026-03-09'], ['C-DISPUTE', 'counterpart', '2026-03-10']]);

  it('level by level, counted in working days from the day the dispute was received', () => {
    const told = daily('F-UNE', disputed, '2026-03-10', '2026-06-30').filter(([, { stage }]) => stage === 'dispute');
    expect(told.map(([day, { level, startedOn, legal, deadlineKind, to }]) => [day, level, startedOn, legal, deadlineKind, to.includes('hub')])).toEqual([
      ['2026-03-17', 1, '2026-03-10', false, 'project-default', false], ['2026-03-24', 2, '2026-03-10', false, 'project-default', true],
    ]);
  });

  it('is said only at its highest level by who was away, and no more once it is settled', () => {
    expect(alarmsDue(UNE, disputed, [], '2026-05-01', vouched).filter(({ stage }) => stage === 'dispute').map(({ level }) => level)).toEqual([2]);
    const to = UNE.flow.transitions.find(({ from, message }) => from.includes(Object.values(disputed.active)[0]!) && UNE.messages.get(message)?.kind === 'settlement')!;
    expect(nextAlarmOn(UNE, disputed, [], '2026-03-10', vouched)).toBe('2026-03-17');
    expect(to).toBeDefined();
  });
});

describe('the next day on which a case is looked at', () => {
  it('is never after the day of the next alarm', () => {
    for (const [flowId, messages] of [['F-UNE', [APPLY]], ['F-UNE', [APPLY, ACCEPT, LETTER]]] as const) {
      const state = play(flowId, messages);
      const raised: RaisedAlarm[] = [];
      for (let day = '2026-03-02'; day <= '2026-06-30'; day = addDays(day, 1)) {
        const next = nextAlarmOn(compiled(flowId), state, raised, day, vouched);
        const due = alarmsDue(compiled(flowId), state, raised, day, vouched);
        if (due.length > 0) expect(next !== undefined && next <= day).toBe(true);
        raised.push(...due);
      }
      expect(nextAlarmOn(compiled(flowId), state, raised, '2026-06-30', vouched)).toBeUndefined();
    }
  });
  it('is none where all is over', () => {
    const state = play('F-UNE', [APPLY, ['C-REFUSE', 'opener', '2026-03-03']]);
    expect([nextAlarmOn(UNE, state, [], '2026-03-03', vouched), alarmsDue(UNE, state, [], '2026-12-31', vouched)]).toEqual([undefined, []]);
    expect(mainland.covers('2026-12-31')).toBe(true);
  });
});
