import { type LinkedContents, addDays, beijingDateOf, gapReport } from '@tongban/domain';
import { tongban } from '../../../packages/cli/test/run';
import type { TestEnvironment } from '../../harness/test-environment';
import type { CommandLine } from './command-line';
import { FLOW, ITEM, STANDARD, firstEdition } from './skill-verification';

const VERSION = `item/${ITEM}@1.0`;

/** The standard system as people read it, and how far everybody is with it. The fixture is published, and not touched otherwise. */
export function describeSystem(environment: () => TestEnvironment, people: () => CommandLine): void {
  describe('the standard system', () => {
    it('is exported by tier, field and item, in both forms (T2-C1, T2-C2)', async () => {
      const { rows } = await people().done('standards', 'table', '--item', ITEM);
      expect(rows).toEqual([expect.objectContaining({ tier: 'industry', field: 'skills', itemCode: ITEM, standardId: STANDARD, kind: 'standard', version: '1.0', status: 'effective' })]);
      const list = (await people().done('standards', 'list', '--item', ITEM)).rows;
      expect(list.map(({ kind, id }: { kind: string; id: string }) => `${kind}/${id}`)).toEqual([`flow/${FLOW}`, `item/${ITEM}`, `standard/${STANDARD}`]);
      const csv = (await tongban(['standards', 'table', '--tier', 'industry', '--csv', '--data', environment().setup.layout.root])).stdout;
      expect(csv.split('\n')[0]).toContain('事项编码');
      expect(csv).toContain(ITEM);
    });

    it('is linked both ways, and says where it has holes (T2-C3, T2-C4)', async () => {
      expect((await people().done('standards', 'show', `standard/${STANDARD}`)).versions[0].itemCodes).toContain(ITEM);
      const { exit, json } = await people().run('standards', 'gaps');
      // The fixture is complete in itself: the holes are those of the reference data.
      const { standards, items, flows, regions } = environment().catalogue;
      const known = gapReport({ standards: [...standards.values()], items: [...items.values()], flows: [...flows.values()] } as unknown as LinkedContents, (region) => regions.find(({ id }) => id === region)?.memberCodes ?? []);
      const ids = [...known.itemsWithoutStandard, ...known.standardsWithoutItem, ...known.familiesIncomplete.map(({ jointFamilyId }) => jointFamilyId)];
      expect(ids.length).toBeGreaterThan(0);
      expect(json.rows.map(({ id }: { id: string }) => id).sort()).toEqual([...ids].sort());
      expect(exit).toBe(1);
    });

    it('nothing is unpublished: a revert and a corrigendum are new versions', async () => {
      const [item] = firstEdition().items;
      const reverted = await people().done('standards', 'revert', VERSION, '--reason', '恢复原文');
      expect(reverted.artefacts).toEqual([expect.objectContaining({ id: ITEM, version: '1.1' })]);
      const corrected = await people().done('standards', 'corrigendum', VERSION, people().file('item.json', { ...item, serviceContentEn: `${item.serviceContentEn}.` }), '--reason', '错字');
      expect(corrected.artefacts).toEqual([expect.objectContaining({ id: ITEM, version: '1.1' })]);
      const { rows } = await people().done('standards', 'draft', 'list');
      const derivations = rows.flatMap(({ artefacts }: { artefacts: { derivation?: object }[] }) => artefacts.flatMap(({ derivation }) => derivation ?? []));
      expect(derivations).toEqual(expect.arrayContaining([{ kind: 'revert', from: '1.0' }, { kind: 'corrigendum', from: '1.0' }]));
      for (const { draftId } of [reverted, corrected]) await people().done('standards', 'abandon', draftId, '--reason', '仅为演示');
    });

    it('has phased targets, and shows who has adopted what and who is late (T1-C2)', async () => {
      const today = beijingDateOf((await people().done('clock', 'show')).businessNow);
      await people().done('standards', 'target', VERSION, '--region', 'yrd', '--by', addDays(today, 1), '--participants', '310000,320000', '--reason', '首批');
      await people().done('standards', 'declare', VERSION, 'adopted', '--date', today, '--as', '310000');
      await people().done('standards', 'declare', VERSION, 'deferred', '--date', addDays(today, 90), '--reason', '系统改造', '--as', '320000');
      expect((await people().refused('standards', 'declare', VERSION, 'deferred', '--date', addDays(today, 90), '--as', '320000')).faults).toEqual([expect.objectContaining({ path: 'reason' })]);
      expect((await people().done('standards', 'targets', '--region', 'yrd')).rows).toEqual([expect.objectContaining({ region: 'yrd', adopted: 1, wanted: 2, reached: false, late: false })]);
      await people().done('clock', 'advance', '2d');
      const { exit, json } = await people().run('standards', 'adoption', VERSION);
      const of = (code: string) => json.rows.find(({ participant }: { participant: string }) => participant === code);
      expect([exit, of('310000'), of('320000'), of('330000')?.late ?? false]).toEqual([
        1, expect.objectContaining({ adopted: true, late: false }), expect.objectContaining({ adopted: false, late: true, declared: expect.objectContaining({ status: 'deferred', reason: '系统改造' }) }), false,
      ]);
    });
  });
}
