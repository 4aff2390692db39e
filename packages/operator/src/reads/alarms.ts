import { type AlarmListDocument, encode, mergeAlarmLists, readAlarmCursor, v1 } from '@tongban/contracts';
import type { OperatorDesk } from '../operator-desk';

export interface AlarmListing {
  /** `to` (a participant or HUB) and `stage`; empty for any. */
  readonly filters: Readonly<Record<string, string>>;
  readonly limit: number;
  readonly after: string;
  readonly counted: boolean;
  /** What lists hold now, without waiting until they are level with the logs: for those who look again anyway. */
  readonly asIs?: boolean;
}

/** One page of the alarms that stand open in every region, newest first. */
export async function listAlarms(desk: OperatorDesk, { filters, limit, after, counted, asIs = false }: AlarmListing): Promise<AlarmListDocument> {
  const places = readAlarmCursor(after);
  const { answers, unreachable } = await desk.askAll((region) =>
    desk.askJson<AlarmListDocument>(region, 'cases.alarms', encode(v1.CaseListQuery, { filters: { ...filters }, limit, after: places.get(region) ?? '', counted, asIs })));
  return mergeAlarmLists(answers.map(({ region, answer }) => ({ region, page: answer })), places, limit, unreachable);
}
