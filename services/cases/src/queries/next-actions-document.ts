import type { NextActionsDocument, SideName } from '@tongban/contracts';
import { TongbanError } from '@tongban/contracts';
import { isFinished, nextActionDocuments, nextActions } from '@tongban/domain';
import type { CaseRecord } from '../record/case-record';
import { type ShowContext, calendarsOf } from './case-document';
import { rejectionsOfCase } from './recipient-rejections';
import { trackDocuments } from './track-documents';

/** What one side may send now. @throws TongbanError `case.unknown` or `query.forbidden`. */
export function nextActionsDocument(record: CaseRecord, participant: string, context: ShowContext): NextActionsDocument {
  const { opening, state } = record;
  if (!opening || !state) throw new TongbanError('case.unknown', `${record.caseNo} was never opened`);
  const side: SideName | undefined = record.sideOf(participant);
  if (!side) throw new TongbanError('query.forbidden', `${participant} is no party of the case`);
  const { flow } = opening.release;
  const actions = nextActions(flow, state, side, { calendars: calendarsOf(opening, context.releases) }, context.today);
  return {
    caseNo: record.caseNo, logIndex: record.logIndex, side, closed: isFinished(flow, state), tracks: trackDocuments(record),
    actions: nextActionDocuments(actions, context.today), ...rejectionsOfCase(record),
  };
}
