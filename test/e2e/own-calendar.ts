import type { CaseDocument, CaseListDocument } from '@tongban/contracts';
import { WorkCalendar } from '@tongban/domain';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';
import { CommandLine } from './standards/command-line';

const [GUANGDONG, SHENZHEN, HONG_KONG] = ['440000', '440300', '810000'] as const;
/** With these Hong Kong has duties: it is the opener's turn before. */
const BEFORE_ITS_TURN = between(walk('F-PEN-ENT.normal'), { opener: SHENZHEN, counterpart: HONG_KONG }).messages.slice(1, 3);

/** A made-up notice: 1 January and nothing else. */
function noticeOf(year: number) {
  const nonWorkingDates = [`${year}-01-01`];
  const days = Array.from({ length: 366 }, (_, n) => new Date(Date.UTC(year, 0, 1 + n))).filter((day) => day.getUTCFullYear() === year && day.getUTCDay() % 6 !== 0);
  return {
    zh: `合成示例：${year}年自有日历`, en: `Synthetic example: own calendar of ${year}`, confidence: 'low', basis: 'synthetic: made up for a test', participant: HONG_KONG, year,
    noticeTitleZh: '合成示例，不是任何公告', noticeNumber: `TEST-${year}`, noticeUrl: 'https://example.invalid/notice',
    holidays: [{ zh: '元旦', en: "New Year's Day", from: nonWorkingDates[0], to: nonWorkingDates[0], days: 1, makeupWorkingDays: [] }],
    nonWorkingDates, makeupWorkingDays: [], workingDaysInYear: days.filter((day) => !nonWorkingDates.includes(day.toISOString().slice(0, 10))).length,
  };
}

/** Needs a case from Shenzhen to Hong Kong that has just been opened. */
export function describeOwnCalendar(environment: () => TestEnvironment): void {
  describe("a participant's own calendar (T5-C2, T6-C6)", () => {
    it('is awaited and stops no case; when it is imported by two persons the deadlines are computed, and what was said of it is settled', async () => {
      const people = new CommandLine(environment());
      const listed = async () => ((await people.done('case', 'list', '--opener', GUANGDONG, '--counterpart', HONG_KONG, '--open')) as unknown as CaseListDocument).rows[0]!;
      const { caseNo } = await listed();
      const guangdong = await environment().province(GUANGDONG);
      for (const { message, open, personal } of BEFORE_ITS_TURN) {
        const { messageId } = await guangdong.send(caseNo, { message, division: SHENZHEN, fields: { ...open, ...personal } });
        await guangdong.settled(messageId, 'DELIVERED', { timeoutMs: 60_000 });
      }
      const shown = async (): Promise<CaseDocument> => (await people.done('case', 'show', caseNo)) as unknown as CaseDocument;
      const ofHongKong = ({ deadlines }: CaseDocument) => deadlines.filter(({ side, status, id }) => side === 'counterpart' && status !== 'met' && id !== 'total');
      const said = ({ entries }: CaseDocument) => entries.flatMap(({ alarms = [] }) => alarms).filter(({ stage, side }) => stage === 'calendar-not-covered' && side === 'counterpart');

      const before = await eventually('the alarm of the calendar', async () => { const one = await shown(); return said(one).length > 0 ? one : undefined; }, { withinMs: 30_000 });
      const waiting = ofHongKong(before);
      expect(waiting.length).toBeGreaterThan(0);
      for (const one of waiting) expect(one).toMatchObject({ status: 'calendar-not-covered', notBefore: expect.stringMatching(/^\d{4}-/), overdue: false });
      expect(said(before).every(({ settled }) => settled === undefined)).toBe(true);
      expect(await listed()).toMatchObject({ dueNotBefore: waiting.map(({ notBefore }) => notBefore).sort()[0] });
      expect(((await people.done('case', 'next', caseNo, '--as', HONG_KONG)) as { actions: unknown[] }).actions.length).toBeGreaterThan(0);

      const year = Number(waiting[0]!.startedOn!.slice(0, 4));
      const published = await people.done('calendar', 'import', people.file('own-calendar.json', [noticeOf(year), noticeOf(year + 1)]), '--publish');
      expect(published.drafts).toMatchObject([{ owner: 'gba', artefacts: [{ kind: 'calendar', id: `${year}.${HONG_KONG}` }, { id: `${year + 1}.${HONG_KONG}` }] }]);

      const after = await eventually('the deadlines are computed', async () => { const one = await shown(); return ofHongKong(one).every(({ status }) => status !== 'calendar-not-covered') ? one : undefined; }, { withinMs: 30_000 });
      const calendar = new WorkCalendar({ years: [noticeOf(year), noticeOf(year + 1)] });
      for (const { startedOn, dueOn, id } of ofHongKong(after)) {
        const lowest = waiting.find((one) => one.id === id)!.notBefore!;
        expect([id, dueOn! >= lowest, calendar.isWorkingDay(dueOn!), dueOn! > startedOn!]).toEqual([id, true, true, true]);
      }
      expect(said(after).every(({ settled }) => settled === true)).toBe(true);
      // Nothing was appended to the log for that: the row of the case is made anew all the same.
      const [first] = ofHongKong(after).map(({ dueOn }) => dueOn!).sort();
      await eventually('the row is made anew', async () => { const { nextDue, dueNotBefore } = await listed(); return nextDue?.on === first && dueNotBefore === undefined ? true : undefined; }, { withinMs: 30_000 });
    }, 150_000);
  });
}
