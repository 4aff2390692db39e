import type { ResponsibilityDocument } from '@tongban/contracts';
import { View } from '../view';
import { responsibleResult } from './case-responsible';

const agency = (actor: string, zh: string, en: string) => ({ actor, wording: { zh, en } });
const [collecting, handling, applicant] = [agency('COLLECTING_AGENCY', '代收机构', 'Collecting agency'), agency('HANDLING_AGENCY', '办理机构', 'Handling agency'), agency('APPLICANT', '申请人', 'Applicant')];
const period = (state: string, holder: typeof applicant, answers: typeof applicant, side: 'opener' | 'counterpart', from: string, to?: string): ResponsibilityDocument => ({
  track: 'main', state, wording: { zh: state, en: state }, holder, agency: answers, side, participant: side === 'opener' ? '310000' : '510000', division: side === 'opener' ? '310115' : '510104', from, ...(to && { to }),
});
const document = {
  caseNo: 'C-1', itemCode: 'I-1', item: { zh: '补领', en: 'Reissue' }, closed: false,
  responsibility: [period('COLLECT_CHECK', collecting, collecting, 'opener', '2026-03-02T09:00:00+08:00', '2026-03-03T09:00:00+08:00'), period('SUPPLEMENT_PENDING', applicant, collecting, 'opener', '2026-03-03T09:00:00+08:00', '2026-03-05T09:00:00+08:00'), period('HANDLING', handling, handling, 'counterpart', '2026-03-05T09:00:00+08:00')],
};
const states = (at?: string) => (responsibleResult(document, at).document as { responsibility: ResponsibilityDocument[] }).responsibility.map(({ state }) => state);

describe('case responsible (T6-C4)', () => {
  it('shows the chain from the beginning, with whose turn it is and who answers', () => {
    expect(states()).toEqual(['COLLECT_CHECK', 'SUPPLEMENT_PENDING', 'HANDLING']);
    const text = responsibleResult(document, undefined).human(new View('zh', false));
    for (const part of ['申请人', '代收机构', '办理机构', '上海市 310000', '510104']) expect(text).toContain(part);
  });
  it.each([['2026-03-02T08:59:59+08:00', []], ['2026-03-02T09:00:00+08:00', ['COLLECT_CHECK']], ['2026-03-05T00:59:59.999Z', ['SUPPLEMENT_PENDING']], ['2026-03-05T01:00:00Z', ['HANDLING']], ['2030-01-01T00:00:00Z', ['HANDLING']]])(
    'at %s it is %j', (at, expected) => expect(states(at)).toEqual(expected));
});
