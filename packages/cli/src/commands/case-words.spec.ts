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
    id: 'D', wording: { zh: '某时限', en: 'a limit' }, status: 'undetermined', undetermined: { reason: 'link', region: 'ccec' }, responsible: 'AGENCY', side: 'counterpart', dueOn: '2026-03-09', overdue: false,
    deadlineKind: 'project-default', legal: false, confidence: 'low', basis: 'x', sourceStandardIds: [],
  }],
  entries: [{ logIndex: 7, kind: 'alarmed', registeredAt: '2026-03-10T10:00:00+08:00', alarms: [alarm], receipts: [] }], logIndex: 7, chainWhole: true,
});

describe('case show (T5-C2)', () => {
  it.each([
    ['zh', ['时限提醒', '督办', '非法定', '对方、发起方、枢纽', '项目默认值', 'S-1', '尚不能判定', '链路：ccec尚未确认其收件']],
    ['en', ['alarms of its clocks', 'Escalation', 'not a legal one', 'counterpart, opener, hub', 'project default', 'S-1', 'undetermined', 'link: ccec has not vouched for what it received']],
  ] as const)('says in %s what the clocks raised, to whom, by which source, and why a deadline cannot be judged', (language, parts) => {
    const text = wordCase(caseWith(ALARM), new View(language, false));
    for (const part of parts) expect(text).toContain(part);
  });

  it('says of an escalation that does not hold any more which message came in time', () => {
    expect(wordCase(caseWith({ ...ALARM, annulledBy: 9 }), new View('zh', false))).toContain('已撤销：第9条及时收到');
    expect(wordCase(caseWith(ALARM), new View('en', false))).not.toContain('annulled');
  });
});
