import type { Worded } from '../flow/model';
import type { Alarm, AlarmStage } from './alarm';

export const ALARM_STAGE_WORDS: Readonly<Record<AlarmStage, Worded>> = {
  reminder: { zh: '催办', en: 'reminder' },
  warning: { zh: '预警', en: 'warning' },
  escalation: { zh: '督办', en: 'escalation' },
  dispute: { zh: '争议升级', en: 'dispute raised to the next level' },
  'calendar-not-covered': { zh: '日历未覆盖', en: 'beyond the calendar' },
  annulled: { zh: '督办撤销', en: 'escalation annulled' },
};

/** One sentence about one alarm. Only a limit with a legal source is called legal; any other says that it is none. `deadline` are the words of the deadline, or of the disputed state. */
export function alarmInWords(alarm: Pick<Alarm, 'stage' | 'legal' | 'dueOn' | 'notBefore' | 'startedOn' | 'level'>, deadline: Worded): Worded {
  const { stage, legal, dueOn = '', notBefore = '', startedOn = '', level } = alarm;
  const zh = `${deadline.zh}（${legal ? '法定时限' : '计划时限，非法定'}）`;
  const en = `${deadline.en} (${legal ? 'legal limit' : 'planning limit, not a legal one'})`;
  switch (stage) {
    case 'reminder': return { zh: `催办：${zh}将于${dueOn}到期`, en: `Reminder: ${en} is due on ${dueOn}` };
    case 'warning': return { zh: `预警：${zh}即将于${dueOn}到期`, en: `Warning: ${en} is about to be due, on ${dueOn}` };
    case 'escalation': return { zh: `督办：${zh}已于${dueOn}到期，尚未办理`, en: `Escalation: ${en} was due on ${dueOn} and is not met` };
    case 'dispute': return { zh: `争议升级（第${level}级）：${deadline.zh}自${startedOn}起未解决`, en: `Dispute raised to level ${level}: ${deadline.en}, unsettled since ${startedOn}` };
    case 'calendar-not-covered': return { zh: `日历未覆盖：${zh}的到期日暂不能计算，不早于${notBefore}`, en: `Beyond the calendar: the due date of ${en} cannot be computed yet, not before ${notBefore}` };
    case 'annulled': return { zh: `督办撤销：${zh}已在${dueOn}前履行，消息后到`, en: `Escalation annulled: ${en} had been kept by ${dueOn}, the message came later` };
  }
}
