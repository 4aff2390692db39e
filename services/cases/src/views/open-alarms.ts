import { type AlarmRow, HUB, alarmsFromProto } from '@tongban/contracts';
import { type CalendarOfSide, beijingDateOf, isFinished } from '@tongban/domain';
import { alarmAsItIsNow, alarmDocument } from '../queries/alarm-documents';
import type { CaseRecord, Opening } from '../record/case-record';

/** What stands open before the duty desks for one case, oldest first: what was raised and holds still, while the case is not over. */
export function openAlarms(record: CaseRecord, region: string, calendarsOf: (opening: Opening) => CalendarOfSide): AlarmRow[] {
  const { caseNo, opening, state, entries, updatedAt } = record;
  if (!opening || !state || isFinished(opening.release.flow, state)) return [];
  const { itemCode, parties } = opening;
  const [opener, counterpart] = [parties.opener.participant, parties.counterpart.participant];
  // Of the log alone, not of the day: what is open is the same until the log goes on or a calendar comes.
  const on = { calendars: calendarsOf(opening), today: beijingDateOf(updatedAt) };
  return entries.flatMap(({ entry }) => (entry.alarmed ? alarmsFromProto(entry.alarmed) : []).flatMap((alarm, position): AlarmRow[] => {
    const now = alarmAsItIsNow(record, alarm, on);
    if (now.stage === 'annulled' || now.annulledBy !== undefined || now.settled) return [];
    return [{
      ...alarmDocument(now, opening), caseNo, homeRegion: region, itemCode, opener, counterpart,
      receivers: now.to.map((side) => (side === 'hub' ? HUB : parties[side].participant)), raisedAt: entry.registeredAt, logIndex: entry.logIndex, position,
    }];
  }));
}
