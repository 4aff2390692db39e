import type { AlarmRow } from '@tongban/contracts';
import { View } from '../view';
import { wordAlarms } from './case-alarms';

const ROW: AlarmRow = {
  caseNo: 'C-1', homeRegion: 'yrd', itemCode: 'I-1', opener: '310000', counterpart: '510000', receivers: ['510000', '310000', 'hub'], raisedAt: '2026-03-10T00:00:01+08:00', logIndex: 7, position: 0,
  stage: 'escalation', wording: { zh: '督办：某时限（计划时限，非法定）已于2026-03-09到期，尚未办理', en: 'Escalation: a limit (planning limit, not a legal one) was due on 2026-03-09 and is not met' },
  deadlineId: 'D', level: 1, dueOn: '2026-03-09', responsible: 'AGENCY', side: 'counterpart', deadlineKind: 'project-default', legal: false, confidence: 'low', sourceStandardIds: ['S-1'], to: ['counterpart', 'opener', 'hub'],
};

describe('case alarms (T5-C2)', () => {
  it.each([
    ['zh', ['督办', 'C-1', '2026-03-09', '对方', '项目默认值，非法定', '510000、310000、枢纽', '非法定）已于', '下一页', '共3条']],
    ['en', ['escalation', 'C-1', '2026-03-09', 'counterpart', 'project default, not legal', '510000, 310000, hub', 'not a legal one', 'next page', '3 alarms']],
  ] as const)('says in %s what stands open, for whom, and whether its limit is a legal one', (language, parts) => {
    const text = wordAlarms({ rows: [ROW], next: 'yrd=1', total: 3 }, new View(language, false));
    for (const part of parts) expect(text).toContain(part);
    expect(text).not.toContain(language === 'zh' ? '法定时限' : 'legal limit');
  });
  it('says that nothing stands open', () => expect(wordAlarms({ rows: [] }, new View('zh', false))).toContain('没有未撤销的时限提醒'));
});
