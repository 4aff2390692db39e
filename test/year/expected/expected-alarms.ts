import { CaseClocks } from './case-clocks';
import { dueOf, isAwaiting, noticeDay, workingDaysPast } from './due';
import type { AlarmName, ExpectedOnce, Look, MessageEvent, RawFlow, RawRules, Story } from './story';
import { type Day, type Worked, beijingDay, dayAfter } from './work-days';

export interface Surroundings {
  readonly flow: RawFlow;
  readonly rules: RawRules;
  /** Calendar of a participant. */
  readonly workedBy: (participant: string) => Worked;
}
const STAGES = ['reminder', 'warning', 'escalation'];
interface Escalated extends AlarmName { readonly dueOn: Day }

/**
 * What should have been said in a case, and on which day: at each look of its home, one after the other, from the events that were in its log by then. Nothing of the
 * product is used: the flow, the rules and the notices are read as the data have them, and days are counted one by one.
 * @throws Error when the log names what the flow does not have.
 */
export function expectedAlarms(story: Story, looks: readonly Look[], { flow, rules, workedBy }: Surroundings): readonly ExpectedOnce[] {
  const clocks = new CaseClocks(flow);
  const said = new Map<string, ExpectedOnce>();
  const escalated: Escalated[] = [];
  const annulled: Escalated[] = [];
  let next = 0;

  const isSaid = (name: AlarmName): boolean => said.has(keyOf(name));
  const say = (name: AlarmName, on: Day): void => {
    if (!isSaid(name)) said.set(keyOf(name), { ...name, on });
  };
  const takeUntil = (at: string): void => {
    for (let event = story.events[next]; event !== undefined && Date.parse(event.at) <= Date.parse(at); event = story.events[++next]) {
      if (event.kind === 'delivered') clocks.delivered(event);
      else annulled.push(...annulledBy(clocks, escalated.filter((one) => !annulled.includes(one)), event));
    }
  };

  for (const look of looks) {
    if (look.home !== story.home) continue;
    takeUntil(look.at);
    const today = beijingDay(look.at);
    for (const { id, run, limit, side } of clocks.deadlines()) {
      if (run.status !== 'running' || isAwaiting(run)) continue;
      const party = side === 'counterpart' ? 'counterpart' : 'opener';
      const worked = workedBy(story.parties[party].participant);
      const due = dueOf(run, limit, worked);
      if (due === undefined) continue;
      const startedOn = run.start?.on;
      const name = (stage: string): AlarmName => ({ stage, deadlineId: id, run: due.covered ? due.day : startedOn ?? due.day, level: 1 });
      if (!due.covered) {
        const on = noticeDay(due.day, rules.calendarNotCovered.workingDaysBefore, worked);
        if (today >= on && (startedOn === undefined || today >= startedOn)) say(name('calendar-not-covered'), today);
        continue;
      }
      const days = [noticeDay(due.day, rules.reminder.workingDaysBefore, worked), noticeDay(due.day, rules.warning.workingDaysBefore, worked), workingDaysPast(due.day, rules.escalation.workingDaysAfter, worked)];
      // Who comes late says only the last stage whose day has come; one that would come with the duty itself has no notice.
      const last = days.findLastIndex((day, stage) => day <= today && (stage === 2 || startedOn === undefined || day > startedOn));
      if (last < 0 || STAGES.slice(last).some((stage) => isSaid(name(stage)))) continue;
      if (last < 2 && today > due.day) continue;
      if (last === 2) {
        if (side !== undefined && side !== 'hub' && !isVouched(look, story.parties[side].region, due.day)) continue;
        escalated.push({ ...name('escalation'), dueOn: due.day });
      }
      say(name(STAGES[last]!), today);
    }
    for (const { state, since } of clocks.disputes) {
      const level = rules.dispute.findLastIndex(({ workingDaysAfter }) => workingDaysPast(since, workingDaysAfter, workedBy(story.parties.opener.participant)) <= today) + 1;
      const isBehind = rules.dispute.some((_, index) => index + 1 >= level && isSaid({ stage: 'dispute', deadlineId: state, run: since, level: index + 1 }));
      if (level > 0 && !isBehind) say({ stage: 'dispute', deadlineId: state, run: since, level }, today);
    }
    for (const { dueOn: _dueOn, ...one } of annulled) say({ ...one, stage: 'annulled' }, today);
  }
  return [...said.values()];
}

export const keyOf = ({ stage, deadlineId, run, level }: AlarmName): string => [deadlineId, run, stage, level].join('|');

const isVouched = ({ vouchedUntil }: Look, region: string, day: Day): boolean => Date.parse(vouchedUntil[region] ?? '1970-01-01T00:00:00Z') >= Date.parse(`${dayAfter(day)}T00:00:00+08:00`);

/** Escalations that do not hold: the message that ended, suspended or renewed their run had been received by the due day. Moves the clocks on. */
function annulledBy(clocks: CaseClocks, escalated: readonly Escalated[], event: MessageEvent): readonly Escalated[] {
  const imageOf = (id: string): string => JSON.stringify(clocks.runs.get(id));
  const before = escalated.map((one) => ({ one, image: imageOf(one.deadlineId), isRunning: clocks.runs.get(one.deadlineId)?.status === 'running' }));
  clocks.message(event);
  return before.filter(({ one, image, isRunning }) => isRunning && event.receivedOn <= one.dueOn && imageOf(one.deadlineId) !== image).map(({ one }) => one);
}

/** The states that the log names after each message are those that the flow leads to. @returns positions where they are not. */
export function statesUnlikeTheFlow(story: Story, flow: RawFlow): readonly string[] {
  const clocks = new CaseClocks(flow);
  return story.events.flatMap((event) => {
    if (event.kind === 'delivered') return [];
    clocks.message(event);
    const [mine, logged] = [clocks.active, event.states].map((states) => JSON.stringify(Object.entries(states).sort()));
    return mine === logged ? [] : [`${story.caseNo} message ${event.deliveryNo}: the log says ${logged}, the flow leads to ${mine}`];
  });
}
