import { REGION_CODES } from '@tongban/contracts';
import { addDays, beijingDateOf, beijingInstant } from '@tongban/domain';
import { eventually } from '../../harness/eventually';
import type { CommandLine } from './command-line';
import { ITEM, STANDARD } from './skill-verification';

/** A local standard of the reference data, and the province whose it is. */
const LOCAL = { id: 'DB34-T-4048-2021', province: '340000', items: ['HRSS-SSI-0206', 'HRSS-SSI-0302'] };

/** The reports of the standards work on five hubs, after a case of the new item was finished in each of them. */
export function describeReports(people: () => CommandLine): void {
  describe('the reports of the standards work', () => {
    const now = async (): Promise<string> => (await people().done('clock', 'show')).businessNow;

    it('T1-C1: every participant is registered, with a certificate, and may use the new item', async () => {
      const { rows, faulty } = await people().done('standards', 'participants');
      expect([rows.length, faulty]).toEqual([34, 0]);
      for (const { keys, enabledItems } of rows) expect([keys.length, enabledItems.includes(ITEM)]).toEqual([1, true]);
    }, 60_000);

    it('T1-C2: each region has cases, items in use, and a share that was on time', async () => {
      const { regions } = await eventually('the views hold all cases', async () => {
        const document = (await people().run('standards', 'progress')).json;
        return document.regions.length === REGION_CODES.length && document.regions.every(({ cases, onTimeRate }: { cases: number; onTimeRate: number | null }) => cases > 0 && onTimeRate !== null) ? document : undefined;
      });
      for (const { itemsUsed, cases, recent, before } of regions) expect([itemsUsed > 0, recent.cases, before.cases]).toEqual([true, cases, 0]);
    }, 60_000);

    it('T3-C4: a local standard that a province adopted comes first, with who and since when', async () => {
      const on = beijingDateOf(await now());
      await people().done('standards', 'declare', `standard/${LOCAL.id}@1.0`, 'adopted', '--date', on, '--as', LOCAL.province, '--reason', '全省采用');
      const [first] = await eventually('the national hub knows the declaration', async () => {
        const { rows } = await people().done('standards', 'elevation');
        return rows[0].standardId === LOCAL.id ? rows : undefined;
      });
      expect(first).toMatchObject({ rank: 1, itemCodes: LOCAL.items, adopters: [{ participant: LOCAL.province, region: 'yrd', version: '1.0', on }], rating: null });
      expect(first.counted.map(({ hub }: { hub: string }) => hub)).toEqual([...REGION_CODES].sort());
    }, 90_000);

    it('T8-C2: what was published has to be disclosed within twenty working days', async () => {
      const published = await people().done('standards', 'disclosure');
      expect(published.rows).toMatchObject([{ id: ITEM, status: 'waiting' }, { id: STANDARD, status: 'waiting' }]);
      const late = await people().run('standards', 'disclosure', '--at', beijingInstant(Date.parse(`${addDays(published.rows[0].dueOn, 1)}T09:00:00+08:00`)));
      expect([late.exit, late.json.late]).toEqual([1, 2]);
    }, 60_000);

    it('T6-C4: who answered for a case is shown from its opening to its end', async () => {
      const { rows: [row] } = await people().done('case', 'list', '--item', ITEM, '--timeliness', 'on-time', '--limit', '1');
      const { responsibility, closed } = await people().done('case', 'responsible', row.caseNo);
      expect([closed, responsibility[0].from, responsibility.every(({ to }: { to?: string }) => to !== undefined)]).toEqual([true, row.openedAt, true]);
      expect(new Set(responsibility.map(({ participant }: { participant: string }) => participant))).toEqual(new Set([row.opener, row.counterpart]));
      const [first] = (await people().done('case', 'responsible', row.caseNo, '--at', row.openedAt)).responsibility;
      expect(first).toEqual(responsibility[0]);
    }, 60_000);
  });
}
