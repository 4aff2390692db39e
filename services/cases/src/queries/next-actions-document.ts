import type { NextActionsDocument, SideName } from '@tongban/contracts';
import { TongbanError } from '@tongban/contracts';
import { type DeadlineView, deadlinesOf, isFinished, nextActionDocuments, nextActions, successorsOf } from '@tongban/domain';
import type { CaseRecord } from '../record/case-record';
import { type ShowContext, actionContextOf, deadlineDocument } from './case-document';
import { awaitedDocuments, materialsDocument, standstillDocuments } from './case-situation';
import { rejectionsOfCase } from './recipient-rejections';
import { trackDocuments } from './track-documents';

const OPEN: ReadonlySet<DeadlineView['status']> = new Set<DeadlineView['status']>(['running', 'awaiting-delivery', 'suspended', 'stopped', 'calendar-not-covered']);

/** What one side may send now, by when, what it needs for it, and why the case does not go on: enough for a screen that knows no flow. @throws TongbanError `case.unknown` or `query.forbidden`. */
export function nextActionsDocument(record: CaseRecord, participant: string, context: ShowContext): NextActionsDocument {
  const { opening, state } = record;
  if (!opening || !state) throw new TongbanError('case.unknown', `${record.caseNo} was never opened`);
  const side: SideName | undefined = record.sideOf(participant);
  if (!side) throw new TongbanError('query.forbidden', `${participant} is no party of the case`);
  const { flow } = opening.release;
  const acting = actionContextOf(opening, context);
  const actions = nextActions(flow, state, side, acting, context.today);
  const opened = { record, opening, state };
  const mayFollow = successorsOf(flow, state, side);
  return {
    caseNo: record.caseNo, logIndex: record.logIndex, side, closed: isFinished(flow, state), tracks: trackDocuments(record),
    actions: nextActionDocuments(flow, actions, context.today), ...rejectionsOfCase(record),
    deadlines: deadlinesOf(flow, state, context.today, acting.calendars).filter(({ status }) => OPEN.has(status)).map((view) => deadlineDocument(view, opening, context)),
    standstills: standstillDocuments(opened), awaited: awaitedDocuments(opened, acting, context.today), materials: materialsDocument(opened, context.releases),
    ...(mayFollow.length > 0 && { mayFollow }),
  };
}
