import type { CaseRow } from '@tongban/contracts';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, participantOf, walk } from '../harness/walks';
import { play } from './walks';

const REFUSAL = walk('F-UNE.refusal');
const OPEN = between(walk('F-UNE.normal'), { opener: '330100', counterpart: '500103' });
/** Cases of one participant that are homed in two regions, opened in turns. */
const SIDES = [{ opener: '330100', counterpart: '500103' }, { opener: '500103', counterpart: '330100' }];
const PARTICIPANT = '330000';
const CASES = 5;

export function describeCaseLists(environment: () => TestEnvironment): void {
  describe('the list of a participant', () => {
    const opened: string[] = [];
    beforeAll(async () => {
      for (let n = 0; n < CASES; n++) opened.push(await play(environment(), between(REFUSAL, SIDES[n % SIDES.length]!)));
    }, 120_000);

    it('merges the regions and pages through all its cases without loss or repeat', async () => {
      const province = await environment().province(PARTICIPANT);
      // A view follows its log: the list is complete when it says so.
      const whole = await eventually('all in one page', async () => {
        const { rows } = await province.list();
        return opened.every((caseNo) => rows.some((row) => row.caseNo === caseNo)) ? rows : undefined;
      });
      const seen: CaseRow[] = [];
      let after: string | undefined;
      do {
        const page = await province.list({}, { limit: 2, ...(after !== undefined && { after }) });
        expect(page.rows.length).toBeLessThanOrEqual(2);
        expect(page.unreachableRegions).toBeUndefined();
        seen.push(...page.rows);
        after = page.next;
      } while (after !== undefined);
      expect(seen.map(({ caseNo }) => caseNo)).toEqual(whole.map(({ caseNo }) => caseNo));
      // Other tests open cases with this participant too.
      expect(seen.map(({ caseNo }) => caseNo).filter((caseNo) => opened.includes(caseNo))).toEqual(opened);
      expect(new Set(seen.map(({ homeRegion }) => homeRegion))).toEqual(new Set(['yrd', 'ccec']));
    });

    it('is a worklist: by whose turn it is, person in charge, own number and due date, counted', async () => {
      const [first] = OPEN.messages;
      const province = await environment().province(PARTICIPANT);
      const { caseNo, messageId } = await province.open({
        item: OPEN.item, opener: OPEN.opener.division, counterpart: OPEN.counterpart.division, message: first!.message, fields: { ...first!.open, ...first!.personal },
        ...(first!.onBehalfOf && { onBehalfOf: first!.onBehalfOf }), handlerId: 'desk-7', localCaseNo: 'WORK-7',
      });
      await province.settled(messageId, 'REGISTERED', { timeoutMs: 60_000 });
      const listed = async (filters: Record<string, string>) => (await province.list(filters, { counted: true }));
      const found = await eventually('the case by its person in charge', async () => {
        const page = await listed({ handler: 'desk-7' });
        return page.rows.length > 0 ? page : undefined;
      });
      expect(found).toMatchObject({ total: 1, rows: [{ caseNo, handlers: { opener: 'desk-7' }, holders: [{ track: 'main', side: 'opener' }], nextDue: { side: 'opener' } }] });
      const { on } = found.rows[0]!.nextDue!;
      const fitting: Record<string, string>[] = [{ number: 'WORK-7' }, { holder: PARTICIPANT, opener: PARTICIPANT }, { holderSide: 'opener', dueFrom: on, dueTo: on }];
      const others: Record<string, string>[] = [{ holderSide: 'counterpart' }, { overdue: 'true' }, { counterpart: PARTICIPANT }];
      for (const more of fitting)
        expect([more, await listed({ handler: 'desk-7', ...more })]).toMatchObject([more, { total: 1, rows: [{ caseNo }] }]);
      for (const more of others) expect([more, (await listed({ handler: 'desk-7', ...more })).total]).toEqual([more, 0]);
      // The soonest due first, across the regions; a case that is over has no place there.
      const byDue = (await province.list({}, { order: 'due', limit: 500 })).rows;
      expect(byDue.map(({ nextDue }) => nextDue!.on)).toEqual(byDue.map(({ nextDue }) => nextDue!.on).sort());
      expect([byDue.some((row) => row.caseNo === caseNo), byDue.some((row) => opened.includes(row.caseNo))]).toEqual([true, false]);
      // The other side has no person of that name, and whoever is no party finds nothing at all.
      const [other, stranger] = await Promise.all([environment().province(participantOf(OPEN.counterpart.division)), environment().province('110000')]);
      expect((await other.list({ number: 'WORK-7' }, { counted: true })).total).toBe(1);
      expect((await other.list({ handler: 'desk-7' }, { counted: true })).total).toBe(0);
      expect((await stranger.list({ number: 'WORK-7' }, { counted: true }))).toMatchObject({ total: 0, rows: [] });
    }, 60_000);

    it('refuses what is no cursor and too large a page', async () => {
      const province = await environment().province(PARTICIPANT);
      await expect(province.list({}, { after: opened[0]! })).rejects.toMatchObject({ code: 'query.invalid' });
      await expect(province.list({}, { limit: 501 })).rejects.toMatchObject({ code: 'query.invalid' });
    });
  });
}
