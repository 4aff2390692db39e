import { REGION_CODES, decode, v1 } from '@tongban/contracts';
import { checkChain } from '@tongban/trust';
import { audit } from '../../audit/audit';
import { eventually } from '../../harness/eventually';
import type { TestEnvironment } from '../../harness/test-environment';
import { type Place, stepByHand } from './by-hand';
import type { CommandLine } from './command-line';
import { FLOW } from './skill-verification';

/** A case that is under way under the first edition while the second is in force; the opener has the next step, which is its last. */
export function describeMigration(environment: () => TestEnvironment, people: () => CommandLine, running: () => { readonly caseNo: string; readonly opener: Place }): void {
  describe('running cases move to another version only by an order of two persons, after a dry run (T1-C3, G1-C3)', () => {
    const migrate = (mapping: object, ...more: string[]): string[] => ['standards', 'migrate', FLOW, '--from', '1.0', '--to', '1.1', '--map', people().file('mapping.json', mapping), ...more];
    const shown = () => environment().show('yrd', running().caseNo);

    it('a mapping that leaves a case nowhere is refused, with every state that is missing', async () => {
      const { code, faults } = await people().refused(...migrate({ SUBMITTED: 'COMPLETED' }, '--dry-run'));
      expect(code).toBe('migration.mapping-invalid');
      expect(faults.map(({ path }) => path)).toEqual(expect.arrayContaining(['action.states.0.to', 'action.states']));
    }, 60_000);

    it('a dry run counts them at every hub, and nothing moves', async () => {
      const counted = await people().done(...migrate({}, '--same', '--dry-run'));
      expect(counted).toMatchObject({ dryRun: true, unreachable: [], staying: {} });
      expect(counted.regions.map(({ region }: { region: string }) => region).sort()).toEqual([...REGION_CODES].sort());
      expect([counted.running > 0, counted.movable === counted.running]).toEqual([true, true]);
      expect((await shown()).versions?.flow.version).toBe('1.0');
    }, 60_000);

    it('asked for by one person and confirmed by another, the case follows the version after, once, though its home is killed over it', async () => {
      const { commandId } = await people().done(...migrate({}, '--same', '--as', 'steward-1', '--reason', '统一到现行版本'));
      const { rows: [waiting] } = await people().done('standards', 'actions');
      expect(waiting).toMatchObject({ actionId: commandId, action: 'migrate', dryRuns: expect.arrayContaining([expect.objectContaining({ region: 'yrd' })]) });
      expect((await people().refused('standards', 'confirm', commandId, '--as', 'steward-1')).code).toBe('approval.same-person');
      await people().done('standards', 'confirm', commandId, '--as', 'steward-2');
      await environment().killAndRestart('hub-yrd');
      const document = await eventually('the case follows the second edition', async () => {
        const now = await shown();
        return now.versions?.flow.version === '1.1' ? now : undefined;
      }, { withinMs: 60_000, everyMs: 250, tolerate: true });
      expect(document.entries.filter(({ kind, migration }) => kind === 'migrated' && migration?.actionId === commandId)).toHaveLength(1);
    }, 120_000);

    it('and finishes under it, in a log that is whole', async () => {
      const { opener, caseNo } = running();
      const { messageId } = await stepByHand(opener, caseNo);
      await opener.province.settled(messageId, 'REGISTERED', { timeoutMs: 60_000 });
      expect(await shown()).toMatchObject({ closed: true, outcome: 'completed', chainWhole: true, versions: { flow: { version: '1.1' } } });
      const log = await environment().logOf('yrd', caseNo);
      expect([checkChain(log), log.filter((bytes) => decode(v1.CaseEntry, bytes).migrated).length]).toEqual([[], 1]);
    }, 90_000);

    it('which an outsider finds in order, in every log', async () => {
      const { findings } = await audit({ dataDir: environment().setup.layout.root });
      expect(findings).toEqual([]);
    }, 90_000);
  });
}
