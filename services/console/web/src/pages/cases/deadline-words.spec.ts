import type { DeadlineDocument } from '@tongban/contracts';
import { situationOf } from './deadline-words';

const deadline = (more: Partial<DeadlineDocument>): DeadlineDocument => ({ id: 'D', wording: { zh: '', en: '' }, status: 'running', responsible: 'A', deadlineKind: 'statutory', legal: true, confidence: '', basis: '', sourceStandardIds: [], ...more });

describe('the situation of a deadline', () => {
  it.each([
    ['running', { daysLeft: 4 }, { kind: 'left', days: 4 }], ['due today', { daysLeft: 0 }, { kind: 'left', days: 0 }], ['overdue', { overdue: true, daysLeft: -2 }, { kind: 'overdue', days: 2 }],
    ['overdue beyond the calendar', { overdue: true }, { kind: 'overdue' }], ['met', { status: 'met', metOn: '2026-03-03' }, { kind: 'met', on: '2026-03-03' }],
    ['met late', { status: 'met', metOn: '2026-03-03', metLate: true, overdue: true }, { kind: 'met-late', on: '2026-03-03' }],
    ['undetermined and not overdue', { status: 'undetermined', overdue: true, undetermined: { reason: 'link', region: 'ccec', home: 'yrd', since: 's' } }, { kind: 'silent', link: 'ccec → yrd', since: 's' }],
    ['undetermined at home', { undetermined: { reason: 'link', region: 'yrd', home: 'yrd' } }, { kind: 'silent', link: 'yrd' }], ['waiting for its delivery', { status: 'awaiting-delivery' }, { kind: 'none' }],
  ] as const)('%s', (_, more, situation) => expect(situationOf(deadline(more as Partial<DeadlineDocument>))).toEqual(situation));
});
