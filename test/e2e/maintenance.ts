import { Province } from '@tongban/client';
import type { CaseDocument, RegionStatus } from '@tongban/contracts';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';

const SENDER = '650000';
/** Nobody else in the suite sends to this one. */
const RESTING = '660000';
const HOUR_MS = 3_600_000;
const at = (instant: string, byMs: number): string => new Date(Date.parse(instant) + byMs).toISOString();

export function describeMaintenance(environment: () => TestEnvironment): void {
  describe('a participant in maintenance that it declared', () => {
    it('is sent to as always: what waits is held and not failed, everybody sees until when, and it is delivered when it is back', async () => {
      const sender = await environment().province(SENDER);
      // Not the system itself, which is away, but a desk of the participant: it reads no inbox.
      const { setup, catalogue } = environment();
      const desk = await Province.connect({ credentials: setup.layout.participant(RESTING), trust: setup.layout.trust, store: `${environment().storeOf(RESTING)}-desk`, catalogue, inbox: false });
      const until = at(desk.now(), HOUR_MS);
      const declared = await desk.standards.declareMaintenance([{ repeat: 'once', from: at(desk.now(), -HOUR_MS), until }], '月末结账');
      expect(declared.owner).toBe('nat');

      const sent = between(walk('F-PEN-ENT.normal'), { opener: SENDER, counterpart: RESTING });
      const [first] = sent.messages;
      const { caseNo, messageId } = await sender.open({ item: sent.item, opener: SENDER, counterpart: RESTING, message: first!.message, onBehalfOf: first!.onBehalfOf, fields: { ...first!.open, ...first!.personal } });
      await sender.settled(messageId, 'REGISTERED');
      const shown = await eventually('the hub knows of the window', async (): Promise<CaseDocument | undefined> => {
        const document = await sender.show(caseNo);
        return document.entries[0]?.heldUntil === undefined ? undefined : document;
      });
      expect(Date.parse(shown.entries[0]!.heldUntil!)).toBe(Date.parse(until));
      expect(shown.parties.map(({ heldUntil }) => heldUntil !== undefined)).toEqual([false, true]);
      const standing = await eventually('it waits for the participant', async () => {
        const { maintenance = [] } = await environment().askJson<RegionStatus>('nat', 'hub.status');
        return maintenance.find(({ participant, waiting }) => participant === RESTING && waiting > 0);
      });
      expect(standing.heldUntil).toBe(shown.entries[0]!.heldUntil);

      await environment().province(RESTING);
      await sender.settled(messageId, 'DELIVERED');
      // The receipt reaches the sender and the log on ways of their own.
      await eventually('the log has the delivery', async () => ((await sender.show(caseNo)).entries[0]?.deliveredAt === undefined ? undefined : true));
      expect((await sender.show(caseNo)).entries[0]!.heldUntil).toBeUndefined();
      await desk.standards.declareMaintenance([], '已恢复');
      await desk.close();
      await eventually('the window is taken back', async () => ((await sender.show(caseNo)).parties.every(({ heldUntil }) => heldUntil === undefined) ? true : undefined));
    }, 90_000);
  });
}
