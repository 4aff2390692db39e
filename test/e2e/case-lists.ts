import type { CaseRow } from '@tongban/contracts';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';
import { play } from './walks';

const REFUSAL = walk('F-UNE.refusal');
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

    it('refuses what is no cursor and too large a page', async () => {
      const province = await environment().province(PARTICIPANT);
      await expect(province.list({}, { after: opened[0]! })).rejects.toMatchObject({ code: 'query.invalid' });
      await expect(province.list({}, { limit: 501 })).rejects.toMatchObject({ code: 'query.invalid' });
    });
  });
}
