import { localGuideOf, reasonMapping, yrdProfile } from '../../../packages/catalogue/test/harmonised';
import { tongban } from '../../../packages/cli/test/run';
import { eventually } from '../../harness/eventually';
import type { TestEnvironment } from '../../harness/test-environment';
import type { CommandLine } from './command-line';

/** What regions and provinces say themselves, imported, published by their own hubs and read by people. No other test uses the item. */
export function describeHarmonisation(environment: () => TestEnvironment, people: () => CommandLine): void {
  describe('code lists, mappings, profiles and differences', () => {
    const ITEM = 'HRSS-SSI-0201';
    const published = (name: string, bundle: object) => people().done('standards', 'import', people().file(name, bundle), '--publish');

    it('a mapping table and a profile belong to the region, and reach everybody', async () => {
      const guides = [localGuideOf('DB31-T-TEST', '310000', { limit: { value: 20, unit: 'working-day', clause: '5.1' } }), localGuideOf('DB32-T-TEST', '320000', { limit: { value: 25, unit: 'working-day' }, modes: ['fully-online'] })];
      const { drafts } = await published('harmonised.json', { codeMappings: [reasonMapping({ validFrom: '2026-01-01' })], profiles: [yrdProfile({ validFrom: '2026-01-01' })], standards: guides });
      expect(drafts.map(({ owner }: { owner: string }) => owner)).toEqual(['yrd']);
      await eventually('the moment it is effective', async () => (Date.parse((await people().done('clock', 'show')).businessNow) > Date.parse(drafts[0].effectiveFrom) ? true : undefined));
      const list = await people().done('standards', 'code-list', 'ReturnReason');
      expect(list).toMatchObject({ listId: 'ReturnReason', owner: 'nat' });
      const mapping = await people().run('standards', 'mapping', 'ReturnReason', '310000');
      expect([mapping.exit, mapping.json]).toMatchObject([1, { owner: 'yrd', total: false, toStandard: [{ code: '11', codes: ['R01'], loss: [] }, { code: '12', loss: ['ambiguous', 'narrowed'] }, { code: '99', loss: ['no-counterpart'] }] }]);
    }, 120_000);

    it('T3-C3: the provinces of a region are compared, with the strictest and the loosest, and as CSV', async () => {
      const { rows } = await people().done('standards', 'differences', ITEM, '--region', 'yrd');
      const limit = rows.find(({ element }: { element: string }) => element === 'limit');
      expect(limit).toMatchObject({ strictest: { divisions: ['310000'], en: '20 working days' }, loosest: { divisions: ['330000', '340000'], en: '45 working days' }, harmonised: [{ region: 'yrd', en: '30 working days' }] });
      const csv = (await tongban(['standards', 'differences', ITEM, '--region', 'yrd', '--csv', '--data', environment().setup.layout.root])).stdout;
      expect(csv).toContain('DB31-T-TEST');
      expect((await people().done('standards', 'differences', ITEM, '--region', 'yrd', '--with', 'jjj')).rows[0].values).toHaveLength(7);
    }, 60_000);

    it('T6-C5: a worse local standard is refused, and the lists of two regions are compared item by item', async () => {
      const worse = people().file('worse.json', { standards: [localGuideOf('DB33-T-TEST', '330000', { limit: { value: 40, unit: 'working-day' } })] });
      expect(await people().refused('standards', 'import', worse)).toMatchObject({ code: 'standard.below-profile', faults: [{ path: '$.standards[0].localGuides[0].limit.value' }] });
      const { rows: [profile] } = await people().done('standards', 'profile', '--region', 'yrd');
      expect(profile).toMatchObject({ profileId: `${ITEM}.yrd`, binds: ['310000', '320000', '330000', '340000'], worse: [] });
      expect((await people().done('standards', 'profile', '--region', 'yrd', '--with', 'jjj')).items).toEqual([{ itemCode: ITEM, on: 'left-only', differences: [] }]);
    }, 60_000);
  });
}
