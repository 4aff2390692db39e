import { alarmFindings } from './alarm-findings';
import { expectedAlarms, statesUnlikeTheFlow } from './expected-alarms';
import type { ExpectedOnce, Look, RaisedOnce, RawFlow, RawRules, Story, StoryEvent } from './story';
import { type Day, dayAfter, mainlandDays, unknownDays } from './work-days';

/** Two agencies: one asks, the other answers within five working days, may ask for more, and may dispute. */
const FLOW: RawFlow = {
  flowId: 'X',
  actors: [{ id: 'ASKS', kind: 'agency' }, { id: 'ANSWERS', kind: 'agency' }],
  entries: [{ id: 'E', to: 'ASKED', opener: 'ASKS', counterpart: 'ANSWERS' }],
  states: [
    { id: 'ASKED', track: 'main', terminal: false, holder: 'ANSWERS' }, { id: 'WAITS', track: 'main', terminal: false, holder: 'ASKS' }, { id: 'DISPUTED', track: 'main', terminal: false, holder: 'ASKS' },
    { id: 'DONE', track: 'main', terminal: true },
  ],
  transitions: [
    { id: 'answer', from: ['ASKED', 'DISPUTED'], message: 'ANSWER', to: 'DONE', clock: 'stop' }, { id: 'more', from: ['ASKED'], message: 'MORE', to: 'WAITS', clock: 'suspend' },
    { id: 'given', from: ['WAITS'], message: 'GIVEN', to: 'previous-state', clock: 'resume' }, { id: 'dispute', from: ['ASKED'], message: 'DISPUTE', to: 'DISPUTED', clock: 'stop' },
  ],
  messages: [{ messageId: 'DISPUTE', kind: 'dispute' }],
  facts: [],
  deadlines: [
    { id: 'D', value: 5, unit: 'working-day', start: { state: 'ASKED' }, track: 'main', responsible: 'ANSWERS', metBy: ['answer'] },
    { id: 'M', dueFrom: { message: 'MORE', field: 'by' }, track: 'main', responsible: 'ASKS', metBy: ['given'] },
  ],
  totalDeadline: null,
};
const RULES: RawRules = {
  reminder: { workingDaysBefore: 3 }, warning: { workingDaysBefore: 1 }, escalation: { workingDaysAfter: 1 }, calendarNotCovered: { workingDaysBefore: 3 }, dispute: [{ workingDaysAfter: 5 }, { workingDaysAfter: 10 }],
};
const worked = mainlandDays();
const at = (day: Day, time = '12:00'): string => `${day}T${time}:00.000+08:00`;
const message = (deliveryNo: number, side: 'opener' | 'counterpart', day: Day, transitionId: string | undefined, state: string, more: Partial<Extract<StoryEvent, { kind: 'message' }>> = {}): StoryEvent => ({
  kind: 'message', at: at(day), deliveryNo, side, type: transitionId === undefined ? 'ASK' : transitionId.toUpperCase(), receivedOn: day, ...(transitionId === undefined ? { entryId: 'E' } : { transitionId }),
  dates: {}, states: { main: state }, ...more,
});
const delivered = (deliveryNo: number, side: 'opener' | 'counterpart', day: Day): StoryEvent => ({ kind: 'delivered', at: at(day, '12:01'), deliveryNo, side, on: day });
const story = (...events: StoryEvent[]): Story => ({
  caseNo: 'case', flowId: 'X', home: 'yrd', parties: { opener: { participant: '310000', region: 'yrd' }, counterpart: { participant: '510000', region: 'ccec' } }, events, raised: [],
});
/** Morning and evening of each day, but for those left out; `silent`: days on which a region's word of before its first has not come. */
function looks(from: Day, to: Day, { without = [], silent = {} }: { without?: readonly Day[]; silent?: Readonly<Record<string, readonly Day[]>> } = {}): Look[] {
  const made: Look[] = [];
  for (let day = from; day <= to; day = dayAfter(day)) {
    if (without.includes(day)) continue;
    const vouchedUntil = Object.fromEntries(['yrd', 'ccec'].map((region) => [region, at(silent[region]?.includes(day) ? silent[region]![0]! : day, '00:00')]));
    made.push({ home: 'yrd', at: at(day, '09:00'), vouchedUntil }, { home: 'yrd', at: at(day, '18:00'), vouchedUntil });
  }
  return made;
}
const expected = (one: Story, over: readonly Look[], days = worked): readonly ExpectedOnce[] => expectedAlarms(one, over, { flow: FLOW, rules: RULES, workedBy: () => days });
const lines = (all: readonly ExpectedOnce[]): string[] => all.map(({ on, stage, deadlineId, level }) => `${on} ${deadlineId} ${stage}${level > 1 ? ` ${level}` : ''}`);

const ASKED = [message(1, 'opener', '2026-03-02', undefined, 'ASKED'), delivered(1, 'counterpart', '2026-03-02')];
/** Due on 9 March: a notice on the 4th and the 6th, escalated on the 10th. */
const MISSED = ['2026-03-04 D reminder', '2026-03-06 D warning', '2026-03-10 D escalation'];

describe('what should have been said', () => {
  it('of a duty that nobody does: each stage once', () => expect(lines(expected(story(...ASKED), looks('2026-03-02', '2026-04-30')))).toEqual(MISSED));
  it('nothing more once it is met, and nothing while its delivery is awaited', () => {
    expect(lines(expected(story(...ASKED, message(2, 'counterpart', '2026-03-05', 'answer', 'DONE')), looks('2026-03-02', '2026-04-30')))).toEqual(MISSED.slice(0, 1));
    expect(lines(expected(story(ASKED[0]!), looks('2026-03-02', '2026-04-30')))).toEqual([]);
    expect(lines(expected(story(ASKED[0]!, delivered(1, 'counterpart', '2026-03-04')), looks('2026-03-02', '2026-04-30')))).toEqual(['2026-03-06 D reminder', '2026-03-10 D warning', '2026-03-12 D escalation']);
  });
  it('over the Spring Festival: its days are not counted, the Saturdays that are worked are', () => {
    const asked = story(message(1, 'opener', '2026-02-12', undefined, 'ASKED'), delivered(1, 'counterpart', '2026-02-12'));
    expect(lines(expected(asked, looks('2026-02-12', '2026-03-20')))).toEqual(['2026-02-14 D reminder', '2026-02-25 D warning', '2026-02-27 D escalation']);
  });
  it('by a home that was away: the last stage alone, when it is back', () => {
    const without = ['2026-03-04', '2026-03-05', '2026-03-06', '2026-03-07'];
    expect(lines(expected(story(...ASKED), looks('2026-03-02', '2026-03-31', { without })))).toEqual(['2026-03-08 D warning', '2026-03-10 D escalation']);
  });
  it('of the one whose region is silent: no escalation until it has vouched', () => {
    const silent = { ccec: ['2026-03-09', '2026-03-10', '2026-03-11', '2026-03-12'] };
    expect(lines(expected(story(...ASKED), looks('2026-03-02', '2026-03-31', { silent })))).toEqual([...MISSED.slice(0, 2), '2026-03-13 D escalation']);
  });
  it('that an escalation does not hold, when the answer had been received by the due day', () => {
    const late = message(2, 'counterpart', '2026-03-12', 'answer', 'DONE', { receivedOn: '2026-03-09' });
    expect(lines(expected(story(...ASKED, late), looks('2026-03-02', '2026-03-31')))).toEqual([...MISSED, '2026-03-12 D annulled']);
    expect(lines(expected(story(...ASKED, { ...late, receivedOn: '2026-03-10' } as StoryEvent), looks('2026-03-02', '2026-03-31')))).toEqual(MISSED);
  });
  it('of a clock that stood still, and of a date that a message named', () => {
    const events = [...ASKED, message(2, 'counterpart', '2026-03-03', 'more', 'WAITS', { dates: { by: '2026-03-10' } }), message(3, 'opener', '2026-03-16', 'given', 'ASKED'), delivered(3, 'counterpart', '2026-03-16')];
    expect(lines(expected(story(...events), looks('2026-03-02', '2026-04-30')))).toEqual([
      '2026-03-05 M reminder', '2026-03-09 M warning', '2026-03-11 M escalation', '2026-03-17 D reminder', '2026-03-19 D warning', '2026-03-23 D escalation',
    ]);
  });
  it('of a dispute, level by level', () => {
    expect(lines(expected(story(...ASKED, message(2, 'counterpart', '2026-03-03', 'dispute', 'DISPUTED')), looks('2026-03-02', '2026-04-30')))).toEqual(['2026-03-10 DISPUTED dispute', '2026-03-17 DISPUTED dispute 2']);
  });
  it('where nobody has published the calendar', () => expect(lines(expected(story(...ASKED), looks('2026-03-02', '2026-04-30'), unknownDays))).toEqual(['2026-03-04 D calendar-not-covered']));
});

describe('a fault that is planted is found', () => {
  const all = expected(story(...ASKED), looks('2026-03-02', '2026-04-30'));
  const right: RaisedOnce[] = all.map(({ on, ...name }) => ({ ...name, at: at(on, '09:30') }));
  const [reminder, warning, escalation] = right as [RaisedOnce, RaisedOnce, RaisedOnce];
  const found = (...raised: RaisedOnce[]): string[] => alarmFindings('case', all, raised).map(({ class: cls, alarm, expectedOn = 'never', raisedOn }) => `${cls} ${alarm} ${expectedOn} ${raisedOn.join(' ')}`.trim());

  it('nothing where all is right', () => expect(found(...right)).toEqual([]));
  it.each([
    ['an alarm that is missing', [reminder, escalation], ['missing D|2026-03-09|warning|1 2026-03-06']],
    ['an alarm that nothing asks for', [...right, { ...warning, deadlineId: 'Z' }], ['surplus Z|2026-03-09|warning|1 never 2026-03-06']],
    ['an alarm that was raised twice', [...right, { ...escalation, at: at('2026-03-11') }], ['twice D|2026-03-09|escalation|1 2026-03-10 2026-03-10 2026-03-11']],
    ['a day too early', [reminder, warning, { ...escalation, at: at('2026-03-09') }], ['wrong-day D|2026-03-09|escalation|1 2026-03-10 2026-03-09']],
    ['a day too late', [{ ...reminder, at: at('2026-03-05') }, warning, escalation], ['wrong-day D|2026-03-09|reminder|1 2026-03-04 2026-03-05']],
    ['a due day that is wrong', [reminder, warning, { ...escalation, run: '2026-03-10' }], ['missing D|2026-03-09|escalation|1 2026-03-10', 'surplus D|2026-03-10|escalation|1 never 2026-03-10']],
  ])('%s', (_what, raised, findings) => expect(found(...raised)).toEqual(findings));

  it('an escalation before its region had vouched', () => {
    const silent = { ccec: ['2026-03-09', '2026-03-10', '2026-03-11'] };
    const later = expected(story(...ASKED), looks('2026-03-02', '2026-04-30', { silent }));
    expect(alarmFindings('case', later, right)).toMatchObject([{ class: 'wrong-day', expectedOn: '2026-03-12', raisedOn: ['2026-03-10'] }]);
  });
  it('a state that the flow does not lead to', () => {
    expect(statesUnlikeTheFlow(story(...ASKED), FLOW)).toEqual([]);
    expect(statesUnlikeTheFlow(story(message(1, 'opener', '2026-03-02', undefined, 'WAITS')), FLOW)).toHaveLength(1);
  });
});
