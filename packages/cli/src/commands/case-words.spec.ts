import type { AlarmDocument, CaseDocument } from '@tongban/contracts';
import { View } from '../view';
import { wordCase } from './case-words';

const ALARM: AlarmDocument = {
  stage: 'escalation', wording: { zh: '督办：某时限（计划时限，非法定）已于2026-03-09到期，尚未办理', en: 'Escalation: a limit (planning limit, not a legal one) was due on 2026-03-09 and is not met' },
  deadlineId: 'D', level: 1, dueOn: '2026-03-09', responsible: 'AGENCY', side: 'counterpart', deadlineKind: 'project-default', legal: false, confidence: 'low', sourceStandardIds: ['S-1'], to: ['counterpart', 'opener', 'hub'],
};
const caseWith = (alarm: AlarmDocument): CaseDocument => ({
  caseNo: 'C-1', homeRegion: 'yrd', itemCode: 'I-1', item: { zh: '事项', en: 'Item' }, flowId: 'F', flowVersion: '1.0', entryId: 'E', openedAt: '2026-03-02T09:00:00+08:00', parties: [], tracks: [], closed: false,
  deadlines: [{
    id: 'D', wording: { zh: '某时限', en: 'a limit' }, status: 'undetermined', undetermined: { reason: 'link', region: 'ccec', home: 'yrd', since: '2026-03-09T00:00:00+08:00' }, responsible: 'AGENCY', side: 'counterpart', dueOn: '2026-03-09', overdue: false,
    deadlineKind: 'project-default', legal: false, confidence: 'low', basis: 'x', sourceStandardIds: [],
  }],
  entries: [{ logIndex: 7, kind: 'alarmed', registeredAt: '2026-03-10T10:00:00+08:00', alarms: [alarm], receipts: [] }], logIndex: 7, chainWhole: true,
});

describe('case show (T5-C2)', () => {
  it.each([
    ['zh', ['时限提醒', '督办', '非法定', '对方、发起方、枢纽', '项目默认值', 'S-1', '尚不能判定', '链路：ccec→yrd自2026-03-09 00:00:00起未确认其收件']],
    ['en', ['alarms of its clocks', 'Escalation', 'not a legal one', 'counterpart, opener, hub', 'project default', 'S-1', 'undetermined', 'link: ccec → yrd has not vouched for what was received since 2026-03-09 00:00:00']],
  ] as const)('says in %s what the clocks raised, to whom, by which source, and why a deadline cannot be judged', (language, parts) => {
    const text = wordCase(caseWith(ALARM), new View(language, false));
    for (const part of parts) expect(text).toContain(part);
  });

  it('says of an escalation that does not hold any more which message came in time', () => {
    expect(wordCase(caseWith({ ...ALARM, annulledBy: 9 }), new View('zh', false))).toContain('已撤销：第9条及时收到');
    expect(wordCase(caseWith(ALARM), new View('en', false))).not.toContain('annulled');
  });
});

describe('case show beyond the calendar (T5-C2)', () => {
  it.each([['zh', '不早于2027-01-05'], ['en', 'not before 2027-01-05']] as const)('says in %s the day that the deadline cannot come before', (language, words) => {
    const document = caseWith(ALARM);
    const [{ dueOn: _none, ...deadline }] = document.deadlines as [CaseDocument['deadlines'][0]];
    expect(wordCase({ ...document, deadlines: [{ ...deadline, status: 'calendar-not-covered', notBefore: '2027-01-05' }] }, new View(language, false))).toContain(words);
  });
});

describe('case show (T6-C4)', () => {
  const agency = (actor: string, zh: string, en: string) => ({ actor, wording: { zh, en } });
  const handling = agency('HANDLING_AGENCY', '办理机构', 'Handling agency');
  const document: CaseDocument = {
    ...caseWith(ALARM),
    responsibility: [{
      track: 'main', state: 'FORWARDED', wording: { zh: '已转办', en: 'Forwarded' }, holder: handling, agency: handling, side: 'counterpart', participant: '510000', division: '510104', from: '2026-03-05T09:00:00+08:00',
      begunBy: { logIndex: 4, messageType: 'CRD-FORWARD', messageKind: 'transfer', wording: { zh: '转办', en: 'Forwarding' }, participant: '310000', agencyCode: 'AG-7', handlerId: 'h-3' },
      handedOver: { by: 'opener', participant: '310000', at: '2026-03-05T09:00:00+08:00', logIndex: 4, deliveredAt: '2026-03-05T09:00:07+08:00' },
    }],
  };

  it.each([
    ['zh', ['责任链', '办理机构', '第4条 转办 (AG-7 h-3)', '2026-03-05 09:00:00由上海市 310000移交（第4条，2026-03-05 09:00:07投递）']],
    ['en', ['Chain of responsibility', 'Handling agency', 'entry 4 Forwarding (AG-7 h-3)', '2026-03-05 09:00:00 by Shanghai Municipality 310000 (entry 4, delivered 2026-03-05 09:00:07)']],
  ] as const)('shows in %s who answers, by what, and when it was handed over, with the entry of the log', (language, parts) => {
    const text = wordCase(document, new View(language, false));
    for (const part of parts) expect(text).toContain(part);
  });
});

describe('case show of a case that ended by itself', () => {
  const lapse = { deadlineId: 'D', wording: { zh: '逾期终结：某时限', en: 'Ended for inactivity: a limit' }, dueOn: '2026-03-09', escalatedOn: '2026-03-10', afterWorkingDays: 5, responsible: 'APPLICANT', deadlineKind: 'project-default', legal: false, sourceStandardIds: ['S-1'] };
  const text = (annulledBy: number | undefined, language: 'zh' | 'en'): string =>
    wordCase({ ...caseWith(ALARM), entries: [{ logIndex: 7, kind: 'lapsed', registeredAt: '2026-03-17T10:00:00+08:00', states: { main: 'WITHDRAWN' }, lapse: { ...lapse, ...(annulledBy !== undefined && { annulledBy }) }, receipts: [] }] }, new View(language, false));
  it('says why, by which source, and whether it was taken back', () => {
    for (const part of ['逾期终结：某时限', 'WITHDRAWN', 'S-1']) expect(text(undefined, 'zh')).toContain(part);
    expect(text(9, 'zh')).toContain('已撤销：第9条及时收到，办件继续');
    expect([text(9, 'en').includes('entry 9 was received in time'), text(undefined, 'en').includes('annulled')]).toEqual([true, false]);
  });
});
