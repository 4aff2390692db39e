import type { Province } from '@tongban/client';
import { type CaseDocument, type RegionStatus, headers, streams, subjects } from '@tongban/contracts';
import { connectNats, readStreamPart } from '@tongban/messaging';
import { checkChain } from '@tongban/trust';
import type { NatsConnection } from 'nats';
import { tongban } from '../../packages/cli/test/run';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, participantOf, walk } from '../harness/walks';
import { CommandLine } from './standards/command-line';

const WALK = between(walk('F-UNE.normal'), { opener: '320105', counterpart: '500103' });
const [OPENER, COUNTERPART] = [WALK.opener, WALK.counterpart].map(({ division }) => participantOf(division)) as [string, string];
const [HOME, OTHER] = ['yrd', 'ccec'] as const;
const ORDER = ['--basis', 'court-order', '--document', '(2026)沪01行终1号', '--reason', '生效裁判'];

/** Last in its environment: it takes messages out of streams. */
export function describeErasure(environment: () => TestEnvironment): void {
  describe('the lawful erasure of a case', () => {
    let people: CommandLine;
    let opener: Province;
    beforeAll(async () => {
      people = new CommandLine(environment());
      const [, counterpart] = [opener = await environment().province(OPENER), await environment().province(COUNTERPART)];
      await counterpart.receive(() => undefined).catch(() => undefined); // another part of the suite may receive already
    });
    const show = (caseNo: string): Promise<CaseDocument> => environment().show(HOME, caseNo);

    /** Messages that still bring keys of the case along, by stream. */
    async function carriers(nc: NatsConnection, names: readonly string[], caseNo: string): Promise<Record<string, number>> {
      const found: Record<string, number> = {};
      for (const name of names) {
        for (let next = 1; ;) {
          const { entries, more } = await readStreamPart(nc, name, next);
          for (const entry of entries) if (entry.headers[headers.wrappedKeys] !== undefined && entry.headers[headers.ceSubject] === caseNo) found[name] = (found[name] ?? 0) + 1;
          if (!more) break;
          next = entries.at(-1)!.seq + 1;
        }
      }
      return found;
    }
    async function everywhere(caseNo: string): Promise<Record<string, number>> {
      const home = await carriers(await environment().hubConnection(HOME), [streams.submit(OPENER), streams.outbox(HOME), streams.inbox(HOME)], caseNo);
      const other = await carriers(await environment().hubConnection(OTHER), [streams.inbox(OTHER)], caseNo);
      const { servers, nkeySeed } = environment().setup.identities.keeper;
      const backbone = await connectNats({ servers, nkeySeed, name: 'test-keeper' });
      try {
        const copies = await carriers(backbone, [streams.submit(OPENER), streams.outbox(HOME), streams.inbox(HOME), streams.inbox(OTHER)], caseNo);
        return { ...home, ...other, ...Object.fromEntries(Object.entries(copies).map(([name, count]) => [`copy of ${name}`, count])) };
      } finally {
        await backbone.close();
      }
    }
    async function keysOf(caseNo: string): Promise<number> {
      const jsm = await (await environment().hubConnection(HOME)).jetstreamManager();
      const { state } = await jsm.streams.info(streams.keys(HOME), { subjects_filter: subjects.wrappedKeysOf(HOME, caseNo) });
      return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
    }

    /** What the regions say is lost; other parts of the suite took messages out, for which nobody answers. */
    const lost = (): Promise<unknown[]> => Promise.all(([HOME, OTHER] as const).map(async (region) => (await environment().askJson<RegionStatus>(region, 'hub.status')).checks['store']));

    it('is ordered by two persons, destroys the wrapped keys in every region, and leaves an entry in a chain that is whole', async () => {
      const lostBefore = await lost();
      const [first] = WALK.messages;
      const { caseNo, messageId } = await opener.open({ item: WALK.item, opener: WALK.opener.division, counterpart: WALK.counterpart.division, message: first!.message, onBehalfOf: first!.onBehalfOf, fields: { ...first!.open, ...first!.personal } });
      await opener.settled(messageId, 'TAKEN', { timeoutMs: 60_000 });
      expect(await keysOf(caseNo)).toBe(1);
      await eventually('the copies have it too', async () => {
        const found = await everywhere(caseNo);
        return [streams.submit(OPENER), streams.outbox(HOME), streams.inbox(HOME), streams.inbox(OTHER)].flatMap((name) => [name, `copy of ${name}`]).every((name) => (found[name] ?? 0) > 0) || undefined;
      }, { withinMs: 30_000 });

      expect((await people.refused('case', 'erase', caseNo, '--basis', 'court-order', '--document', '11010519491231002X', '--as', 'steward-1', '--reason', '裁判')).faults.map(({ path }) => path)).toEqual(['action.basis.document']);
      // Of what is neither closed nor over nobody disposes without an order.
      const soft = await people.done('case', 'erase', caseNo, '--basis', 'retention-over', '--document', '档案鉴定2026-3', '--as', 'steward-1', '--reason', '保存期限届满', '--messages', messageId);
      await people.done('standards', 'confirm', soft.commandId, '--owner', HOME, '--as', 'steward-2');
      await eventually('it waits', async () => (await show(caseNo)).erasuresOrdered?.some(({ waitsFor }) => waitsFor === 'not-closed') || undefined);
      expect(await keysOf(caseNo)).toBe(1);

      const { commandId } = await people.done('case', 'erase', caseNo, ...ORDER, '--as', 'steward-1');
      expect((await people.refused('standards', 'confirm', commandId, '--owner', HOME, '--as', 'steward-1')).code).toBe('approval.same-person');
      await people.done('standards', 'confirm', commandId, '--owner', HOME, '--as', 'steward-2');
      const document = await eventually('every region has', async () => {
        const shown = await show(caseNo);
        return shown.erasures?.some(({ pendingRegions }) => pendingRegions.length === 0) ? shown : undefined;
      }, { withinMs: 120_000 });

      expect(document.erasures).toEqual([expect.objectContaining({
        actionId: commandId, basis: expect.objectContaining({ code: 'court-order', document: ORDER[3] }), proposedBy: 'person:steward-1', confirmedBy: 'person:steward-2', messageIds: [messageId], regions: [HOME, OTHER, 'nat'],
      })]);
      expect(document.entries.find((entry) => entry.messageId === messageId)).toMatchObject({ kind: 'registered', erasedBy: commandId });
      expect(document.entries.map(({ kind }) => kind)).toEqual(expect.arrayContaining(['erased', 'erasure-confirmed']));
      expect(document.chainWhole).toBe(true);
      expect(checkChain(await environment().logOf(HOME, caseNo))).toEqual([]);
      expect([await keysOf(caseNo), await everywhere(caseNo)]).toEqual([0, {}]);
      expect((await tongban(['case', 'show', caseNo, '--data', environment().setup.layout.root])).stdout).toMatch(/依法删除 {2}1条消息.*人民法院生效裁判.*各区域均已删除/);
      // The receipts prove what they proved before.
      expect(await people.run('receipts', 'verify', caseNo)).toMatchObject({ exit: 0, json: { ok: true, receipts: 4 } });
      // Nothing that was taken out on purpose counts as lost.
      expect(await lost()).toEqual(lostBefore);
      expect((await people.refused('case', 'erase', caseNo, ...ORDER, '--as', 'steward-1')).code).toBe('erasure.ordered-already');
    }, 150_000);
  });
}
