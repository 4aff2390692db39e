import type { RegionStatus } from '@tongban/contracts';
import { checkChain } from '@tongban/trust';
import { audit } from '../../audit/audit';
import { eventually } from '../../harness/eventually';
import type { TestEnvironment } from '../../harness/test-environment';
import { type Place, openByHand, stepByHand } from './by-hand';
import type { CommandLine } from './command-line';
import { ITEM } from './skill-verification';

interface Scene { readonly environment: TestEnvironment; readonly people: CommandLine; readonly opener: Place; readonly counterpart: Place }

const HELD = 6;

/** New cases of an item between two provinces are turned off, held and released, on a running set-up; `running` is a case that goes on meanwhile. */
export function describeSwitches(sceneOf: () => Scene): void {
  let running: string;
  let cases: { caseNo: string; messageId: string }[] = [];
  const registered = async (place: Place, messageId: string): Promise<void> => void (await place.province.settled(messageId, 'REGISTERED', { timeoutMs: 90_000 }));
  /** Asked for by one person and confirmed by another. */
  async function turn(...setting: string[]): Promise<string> {
    const { people, opener, counterpart } = sceneOf();
    const pair = ['--item', ITEM, '--opener', opener.division, '--counterpart', counterpart.division, '--owner', 'yrd'];
    const { commandId } = await people.done('standards', 'switch', ...pair, ...setting, '--as', 'steward-1', '--reason', '系统割接');
    expect((await people.refused('standards', 'confirm', commandId, '--owner', 'yrd', '--as', 'steward-1')).code).toBe('approval.same-person');
    await people.done('standards', 'confirm', commandId, '--owner', 'yrd', '--as', 'steward-2');
    await eventually('the home hub knows it', async () => (await switchesOf()).some(({ switchId }) => switchId === commandId) || setting.includes('on') || undefined);
    return commandId;
  }
  const switchesOf = async () => (await sceneOf().environment.askJson<RegionStatus>('yrd', 'hub.status')).switches ?? [];
  const heldNow = async (): Promise<number> => (await switchesOf()).reduce((sum, { held }) => sum + held, 0);
  const auditOf = () => audit({ dataDir: sceneOf().environment.setup.layout.root });

  describe('switches between two provinces (T6-C1)', () => {
    it('off: a new case is refused with a code that names the switch, and the running one goes on', async () => {
      const { opener, counterpart } = sceneOf();
      const begun = await openByHand(opener, counterpart);
      await registered(opener, begun.messageId);
      running = begun.caseNo;
      const switchId = await turn('--position', 'off');
      const refused = await openByHand(opener, counterpart);
      await expect(opener.province.settled(refused.messageId, 'REGISTERED', { timeoutMs: 90_000 })).rejects.toMatchObject({ code: 'item.switched-off', message: expect.stringContaining(switchId) });
      const { messageId } = await stepByHand(opener, running);
      await registered(opener, messageId);
    }, 180_000);

    it('hold: new cases are kept and counted, their opener sees since when, and the audit finds nothing missing', async () => {
      const { opener, counterpart, people } = sceneOf();
      const switchId = await turn('--position', 'hold');
      const opened = [];
      for (let number = 1; number <= HELD; number++) {
        opened.push(await openByHand(opener, counterpart));
        await eventually(`${number} are held`, async () => (await heldNow()) === number || undefined);
      }
      const [first] = opened;
      await opener.province.settled(first!.messageId, 'RECEIVED', { timeoutMs: 60_000 });
      const { code, faults } = await people.refused('case', 'show', first!.caseNo, '--as', opener.division);
      expect([code, faults[0]!.zh]).toEqual(['case.held', expect.stringMatching(new RegExp(`接收并暂存.*${switchId}`))]);
      expect((await people.refused('case', 'show', first!.caseNo, '--as', counterpart.division)).code).toBe('case.unknown');
      expect((await people.run('status')).json.regions.find(({ region }: { region: string }) => region === 'yrd').switches).toEqual([expect.objectContaining({ switchId, position: 'hold', held: HELD })]);
      expect((await people.done('standards', 'switches', '--item', ITEM)).rows).toEqual(expect.arrayContaining([expect.objectContaining({ switchId, position: 'hold', standing: 'in-force', reason: '系统割接' })]));
      expect(await auditOf()).toMatchObject({ ok: true, settled: true });
      cases = opened;
    }, 180_000);
    it('a kill of the hub loses none of them, and turned on again all go, oldest first, none lost and none twice', async () => {
      const { environment, opener } = sceneOf();
      await environment.killAndRestart('hub-yrd');
      await eventually('they are held still', async () => (await heldNow()) === HELD || undefined, { withinMs: 60_000, tolerate: true });
      await turn('--position', 'on', '--rate', '600/min');
      for (const { messageId } of cases) await registered(opener, messageId);
      await eventually('nothing is held', async () => (await heldNow()) === 0 || undefined);
      const begun = [];
      for (const { caseNo } of cases) {
        const log = await environment.logOf('yrd', caseNo);
        expect(checkChain(log)).toEqual([]);
        const { entries } = await environment.show('yrd', caseNo);
        expect(entries.filter(({ kind }) => kind === 'registered')).toHaveLength(1);
        begun.push(entries[0]!.registeredAt);
      }
      expect(begun).toEqual([...begun].sort());
      expect(await auditOf()).toMatchObject({ ok: true, settled: true });
    }, 180_000);
  });
}
