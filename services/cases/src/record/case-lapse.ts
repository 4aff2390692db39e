import { type CaseLapseDocument, type RegionCode, encode, v1 } from '@tongban/contracts';
import { type CaseState, type Lapse, type LapseContext, afterLapse, beijingDateOf, lapseDue, nextLapseOn } from '@tongban/domain';
import { calendarsOf } from '../queries/case-document';
import type { CaseRecord } from './case-record';
import type { FlowReleases } from './flow-releases';

export interface LapsePorts {
  readonly releases: Pick<FlowReleases, 'calendarOf'>;
  /** Business instant until which a region has vouched for what it received. */
  readonly vouchedUntil: (region: RegionCode) => string | undefined;
}

/** The entry by which a case ends because nobody met a deadline, where one is due at a business instant; it cites the deadline and its source. Pure. */
export function lapseEntry(record: CaseRecord, ports: LapsePorts, at: string): Uint8Array | undefined {
  const { opening, state } = record;
  if (!opening || !state) return undefined;
  const { flow } = opening.release;
  const vouchedUntil = (side: 'opener' | 'counterpart'): string | undefined => ports.vouchedUntil(opening.parties[side].region);
  const lapse = lapseDue(flow, state, beijingDateOf(at), { ...contextOf(record, ports), vouchedUntil });
  const after = lapse && afterLapse(flow, state, lapse, beijingDateOf(at));
  if (!lapse || !after) return undefined;
  const { side } = lapse.view;
  return encode(v1.CaseEntry, {
    logIndex: record.logIndex + 1, previousHash: record.lastHash, caseNo: record.caseNo, registeredAt: at,
    lapsed: bodyOf(lapse, after, flow.deadlines.get(lapse.deadlineId)?.onOverdue?.afterWorkingDays ?? 0, side === 'opener' || side === 'counterpart' ? vouchedUntil(side) ?? '' : ''),
  });
}

/** The first day on which a case may lapse, as far as its log tells. */
export function lapseDayOf(record: CaseRecord, releases: LapsePorts['releases']): string | undefined {
  const { opening, state, updatedAt } = record;
  return opening && state && nextLapseOn(opening.release.flow, state, beijingDateOf(updatedAt), contextOf(record, { releases }));
}

/** The case after a lapse that is in its log, by the very function that decided it; undefined when it does not follow. */
export function afterLapseInLog(record: Pick<CaseRecord, 'opening' | 'state'>, { deadlineId = '', dueOn = '', tracks = [] }: v1.CaseLapsed.$Properties, at: string): CaseState | undefined {
  const { opening, state } = record;
  const after = opening && state && afterLapse(opening.release.flow, state, { deadlineId: deadlineId ?? '', dueOn: dueOn ?? '' }, beijingDateOf(at));
  return after && JSON.stringify(tracksOf(after)) === JSON.stringify((tracks ?? []).map(({ track, state: id }) => ({ track, state: id }))) ? after : undefined;
}

/** A lapse as people read it. @param annulledBy position in the log of the message that took it back. */
export function lapseDocument({ deadlineId, dueOn, escalatedOn, afterWorkingDays, responsible, side, deadlineKind, legal, sourceStandardIds }: v1.CaseLapsed.$Properties, { opening }: Pick<CaseRecord, 'opening'>, annulledBy: number | undefined): CaseLapseDocument {
  const deadline = opening?.release.flow.deadlines.get(deadlineId ?? '');
  const [zh, en] = [deadline?.zh ?? deadlineId, deadline?.en ?? deadlineId];
  return {
    deadlineId: deadlineId ?? '', dueOn: dueOn ?? '', escalatedOn: escalatedOn ?? '', afterWorkingDays: afterWorkingDays ?? 0, responsible: responsible ?? '', ...(side && { side: side as 'opener' | 'counterpart' }),
    deadlineKind: deadlineKind ?? '', legal: legal ?? false, sourceStandardIds: [...(sourceStandardIds ?? [])],
    wording: { zh: `逾期终结：${zh}已于${dueOn}到期，督办后${afterWorkingDays}个工作日仍未办理`, en: `Ended for inactivity: ${en} was due on ${dueOn} and is not met ${afterWorkingDays} working days after its escalation` },
    ...(annulledBy !== undefined && { annulledBy }),
  };
}

const contextOf = (record: CaseRecord, { releases }: Pick<LapsePorts, 'releases'>): Omit<LapseContext, 'vouchedUntil'> =>
  ({ calendars: calendarsOf(record.opening!, releases), escalatedOn: (deadlineId, dueOn) => escalatedOn(record, deadlineId, dueOn) });

/** Whoever has to act was told on that day: the wait begins there, so that a hub that was down lets nothing lapse unannounced. */
function escalatedOn({ alarms, entries }: Pick<CaseRecord, 'alarms' | 'entries'>, deadlineId: string, dueOn: string): string | undefined {
  if (!alarms.some((one) => one.stage === 'escalation' && one.deadlineId === deadlineId && one.run === dueOn && one.annulledBy === undefined)) return undefined;
  const raised = entries.findLast(({ entry }) => (entry.alarmed?.alarms ?? []).some((one) => one.stage === v1.AlarmStage.ALARM_STAGE_ESCALATION && one.deadlineId === deadlineId && one.run === dueOn));
  return raised && beijingDateOf(raised.entry.registeredAt);
}

const tracksOf = ({ active }: CaseState): { track: string; state: string }[] => Object.entries(active).map(([track, state]) => ({ track, state }));

function bodyOf({ deadlineId, dueOn, escalatedOn: told, view }: Lapse, after: CaseState, afterWorkingDays: number, vouchedUntil: string): v1.CaseLapsed.$Properties {
  const { responsible, side, deadlineKind, legal, sourceStandardIds } = view;
  return { deadlineId, dueOn, escalatedOn: told, afterWorkingDays, responsible, side: side ?? '', vouchedUntil, deadlineKind, legal, sourceStandardIds: [...sourceStandardIds], tracks: tracksOf(after) };
}
