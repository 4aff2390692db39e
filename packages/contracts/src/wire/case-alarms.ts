import type { AlarmDocument } from '../documents/case-document';
import { v1 } from '../messages';

/** An alarm as it travels, see alarm.proto: complete, and in no language. */
export type CaseAlarm = Omit<AlarmDocument, 'wording' | 'annulledBy'> & {
  /** Tells one run of a deadline from the next: the day it is due, or where that is not known the day it began. */
  readonly run: string;
};

const STAGES: Readonly<Record<CaseAlarm['stage'], v1.AlarmStage>> = {
  reminder: v1.AlarmStage.ALARM_STAGE_REMINDER, warning: v1.AlarmStage.ALARM_STAGE_WARNING, escalation: v1.AlarmStage.ALARM_STAGE_ESCALATION,
  dispute: v1.AlarmStage.ALARM_STAGE_DISPUTE, 'calendar-not-covered': v1.AlarmStage.ALARM_STAGE_CALENDAR_NOT_COVERED, annulled: v1.AlarmStage.ALARM_STAGE_ANNULLED,
};
type Told = CaseAlarm['to'][number];
const isTold = (text: string): text is Told => ['opener', 'counterpart', 'hub'].includes(text);

export const alarmsToProto = (alarms: readonly CaseAlarm[]): v1.AlarmsRaised.$Properties => ({
  alarms: alarms.map(({ stage, deadlineId, run, level, startedOn = '', dueOn = '', notBefore = '', responsible, side = '', deadlineKind, legal, confidence, sourceStandardIds, to }) => ({
    stage: STAGES[stage], deadlineId, run, level, startedOn, dueOn, notBefore, responsible, side, deadlineKind, legal, confidence, sourceStandardIds: [...sourceStandardIds], to: [...to],
  })),
});

/** Stages of a newer contract are passed over: this build neither raises nor words them. */
export const alarmsFromProto = ({ alarms }: v1.AlarmsRaised.$Properties): CaseAlarm[] => (alarms ?? []).flatMap((one): CaseAlarm[] => {
  const stage = (Object.keys(STAGES) as CaseAlarm['stage'][]).find((name) => STAGES[name] === one.stage);
  return stage === undefined ? [] : [{
    stage, deadlineId: one.deadlineId ?? '', run: one.run ?? '', level: one.level ?? 1, responsible: one.responsible ?? '', legal: one.legal ?? false,
    ...(one.startedOn && { startedOn: one.startedOn }), ...(one.dueOn && { dueOn: one.dueOn }), ...(one.notBefore && { notBefore: one.notBefore }),
    ...(one.side && isTold(one.side) && { side: one.side }), deadlineKind: one.deadlineKind ?? '', confidence: one.confidence ?? '',
    sourceStandardIds: one.sourceStandardIds ?? [], to: (one.to ?? []).filter(isTold),
  }];
});
