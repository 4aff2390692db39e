import type { DryRunCounts, DryRunReport, DryRunRow } from '@tongban/contracts';
import { UsageError } from '../outcome';
import { View } from '../view';
import { personalParts, reportFrom } from './dry-run-reports';
import { type DryRunOutcome, dryRunResult, reportResult } from './dry-run-result';

const DRAFT = { owner: 'nat', draftId: 'next-edition', digest: 'd'.repeat(64) };
const ITEM = 'HRSS-SSI-0401';
const SINCE = '2026-01-01';
const [SHANGHAI, SICHUAN] = ['310000', '510000'];
const COUNTS: DryRunCounts = { cases: 3, untouched: 1, messages: 21, passed: 11, rejected: 2, returned: 0, notEvaluated: 8, late: 3 };
const REPORT: DryRunReport = {
  participant: SHANGHAI, draft: DRAFT, since: SINCE, items: [ITEM], evaluated: 5, returned: 1, unreadable: 2,
  rows: [{ finding: 'returned', participant: SHANGHAI, item: ITEM, reason: 'field.pattern', message: 'UNE-LETTER', path: 'contact_phone', count: 1 }],
};
const personal = (participant: string, count: number): DryRunRow => ({ finding: 'not-evaluated', participant, item: ITEM, reason: 'personal-part', message: 'UNE-LETTER', count });
const OUTCOME: DryRunOutcome = {
  draft: DRAFT, since: SINCE, items: [ITEM], counts: COUNTS, unreachable: [], personal: [],
  rows: [
    { finding: 'rejected', participant: SICHUAN, item: ITEM, reason: 'field.required', message: 'UNE-FORM', path: 'fund_batch', count: 2 },
    { finding: 'late', participant: SHANGHAI, item: ITEM, reason: 'D-S03', wording: { zh: '5个工作日内发函', en: 'Letter within 5 working days' }, deadlineKind: 'project-default', count: 3, before: 1 },
    { finding: 'not-evaluated', participant: SHANGHAI, item: ITEM, reason: 'follows-divergence', count: 6 },
  ],
};
const said = ({ human }: { human: (view: View) => string }, language: 'zh' | 'en' = 'zh'): string => human(new View(language, false));

describe('what a dry run came to', () => {
  it('is told by participant and reason, and no planning value is called law', () => {
    const words = said(dryRunResult(OUTCOME));
    expect(words).toMatch(/510000\s+四川\S*\s+HRSS-SSI-0401\s+拒收\s+必填字段缺失 field\.required\s+UNE-FORM fund_batch\s+2/);
    expect(words).toMatch(/逾期\s+D-S03 5个工作日内发函 （项目默认值，非法定）\s+3\s+1/);
    expect(words).toContain('21条：通过11，拒收2，退回0，未评估8');
    expect(said(dryRunResult(OUTCOME), 'en')).toMatch(/rejected\s+A required field is missing field\.required/);
  });

  it.each<[string, Partial<DryRunOutcome>, number]>([
    ['nothing would have gone otherwise', { counts: { ...COUNTS, rejected: 0, late: 0 } }, 0], ['something would', {}, 1],
    ['only a personal part would', { counts: { ...COUNTS, rejected: 0, late: 0 }, personal: [{ participant: SHANGHAI, messages: 5, evaluated: 5, returned: 1, notEvaluated: 0 }] }, 1],
  ])('its exit says whether %s', (_what, change, exit) => expect(dryRunResult({ ...OUTCOME, ...change }).exit).toBe(exit));

  it('says when there is nothing to replay, and whose cases are missing', () => {
    expect(said(dryRunResult({ ...OUTCOME, items: [], rows: [] }))).toContain('无可重演');
    expect(said(dryRunResult({ ...OUTCOME, unreachable: ['gba'] }))).toMatch(/gba.*不含其办件/);
  });

  it('a participant is told what its own SDK found', () => expect(said(reportResult(REPORT))).toMatch(/评估5条，其中会被退回1条；本地已不能读出2条/));
});

describe('personal parts', () => {
  it('that no SDK reported are not evaluated; of those that did, what their stores have no more', () => {
    expect(personalParts([personal(SHANGHAI, 5), personal(SHANGHAI, 3), personal(SICHUAN, 4)], [REPORT])).toEqual([
      { participant: SHANGHAI, messages: 8, evaluated: 5, returned: 1, notEvaluated: 3 }, { participant: SICHUAN, messages: 4, evaluated: 0, returned: 0, notEvaluated: 4 },
    ]);
    expect(personalParts([], [REPORT])).toEqual([{ participant: SHANGHAI, messages: 5, evaluated: 5, returned: 1, notEvaluated: 0 }]);
  });

  it('are reported once by each', () => expect(() => personalParts([], [REPORT, REPORT])).toThrow(UsageError));

  it('a report is of this draft, this text of it and this day, or none', () => {
    const read = (report: unknown) => reportFrom(typeof report === 'string' ? report : JSON.stringify(report), 'r.json', DRAFT, SINCE);
    expect(read(REPORT)).toEqual(REPORT);
    for (const other of [{ draft: { ...DRAFT, digest: 'e'.repeat(64) } }, { since: '2026-02-01' }, { evaluated: -1 }, { rows: [{ ...REPORT.rows[0], participant: SICHUAN }] }, { rows: [{ ...REPORT.rows[0], count: 'many' }] }]) {
      expect(() => read({ ...REPORT, ...other })).toThrow(UsageError);
    }
    for (const text of ['{', 'null', '[]', '3']) expect(() => read(text)).toThrow(UsageError);
  });
});
