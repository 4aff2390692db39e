import { type LinkReportDocument, type RegionStatus, encode, streams, v1 } from '@tongban/contracts';
import { readStream } from '@tongban/messaging';
import { openMessage } from '@tongban/trust';
import { tongban } from '../../packages/cli/test/run';
import { eventually } from '../harness/eventually';
import type { RawClient } from '../harness/raw-client';
import type { TestEnvironment } from '../harness/test-environment';
import { between, participantOf, walk } from '../harness/walks';

/** A counterpart that no other test of the suite connects: what comes for it lies in the INBOX until it does. */
const WALK = between(walk('F-UNE.normal'), { opener: '310115', counterpart: '520103' });
const [HOME, AWAY] = ['yrd', 'nat'] as const;
const COUNTERPART = participantOf(WALK.counterpart.division);

export function describeReconciliation(environment: () => TestEnvironment): void {
  describe('a delivery that is taken out of the INBOX of its region (T5-C3, G3-C3)', () => {
    let opener: RawClient;
    let caseNo: string;
    let sequence: number;
    const report = (compare: boolean): Promise<LinkReportDocument> => environment().askJson(AWAY, 'links.report', encode(v1.LinkReportQuery, { compare, otherRegion: HOME }));
    const standing = async (compare: boolean) => (await report(compare)).standings[0]!;
    /** Where the INBOX has the delivery of the case; undefined while it does not. */
    async function deliveryInInbox(): Promise<number | undefined> {
      const nc = await environment().hubConnection(AWAY);
      const { state } = await (await nc.jetstreamManager()).streams.info(streams.inbox(AWAY));
      for (let next = state.first_seq; next <= state.last_seq;) {
        const entries = await readStream(nc, streams.inbox(AWAY), next);
        const found = entries.find(({ subject, data }) => subject.includes(`.${AWAY}.${COUNTERPART}.`) && subject.endsWith('.delivery') && openMessage(data).envelope.caseNo === caseNo);
        if (found) return found.seq;
        next = (entries.at(-1)?.seq ?? state.last_seq) + 1;
      }
      return undefined;
    }

    it('is found by comparing with the hub that sent it, alarmed, on record with its case, and comes again', async () => {
      opener = await environment().raw(participantOf(WALK.opener.division));
      const [first] = WALK.messages;
      const opening = {
        flow: WALK.flow, item: WALK.item, caseNo: opener.caseNo(WALK.opener.division), message: first!.message, from: WALK.opener.division, to: WALK.counterpart.division,
        open: first!.open, personal: first!.personal, ...(first!.onBehalfOf && { onBehalfOf: first!.onBehalfOf }),
      };
      ({ caseNo } = opening);
      await opener.receipt(await opener.send(opening), 'REGISTERED');
      sequence = await eventually('the delivery in the INBOX', deliveryInInbox);
      const jsm = await (await environment().hubConnection(AWAY)).jetstreamManager();
      await jsm.streams.deleteMessage(streams.inbox(AWAY), sequence, false);
      // A later message of the link shows that it is absent, and not on its way.
      const other = { ...opening, caseNo: opener.caseNo(WALK.opener.division) };
      await opener.receipt(await opener.send(other), 'REGISTERED');

      const finding = await eventually('the gap is found', async () => (await standing(true)).findings.find((one) => one.caseNo === caseNo), { everyMs: 500 });
      expect(finding).toMatchObject({ difference: 'missing' });
      const again = await eventually('it comes again', deliveryInInbox);
      expect(again).toBeGreaterThan(sequence);
      const repaired = await eventually('the repair is on record', async () => {
        const { open, findings } = await standing(true);
        return open === 0 ? findings.find((one) => one.caseNo === caseNo) : undefined;
      }, { everyMs: 500 });
      expect(repaired).toMatchObject({ inboxSequence: again, repairedAt: expect.any(String) });
    }, 90_000);

    it('the recipient takes it as if nothing had been, and the day of the pair tells', async () => {
      const before = await environment().askJson<LinkReportDocument>(HOME, 'links.report', encode(v1.LinkReportQuery, { otherRegion: AWAY }));
      const { owed, acknowledged } = before.days[0]!;
      expect(owed - acknowledged).toBeGreaterThanOrEqual(2);
      const counterpart = await environment().province(COUNTERPART);
      await counterpart.receive(() => undefined);
      const entry = await eventually('the delivery is taken', async () => (await environment().show(HOME, caseNo)).entries.find(({ takenAt }) => takenAt));
      expect(entry?.receipts.map(({ level }) => level)).toEqual(['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN']);
      const day = await eventually('both are acknowledged in the day of the pair', async () => {
        const { days: [one] } = await environment().askJson<LinkReportDocument>(HOME, 'links.report', encode(v1.LinkReportQuery, { otherRegion: AWAY }));
        return one!.acknowledged >= acknowledged + 2 ? one : undefined;
      });
      expect(day).toMatchObject({ otherRegion: AWAY, stuck: 0, stuckDeliveries: [] });
      const { checks } = await environment().askJson<RegionStatus>(AWAY, 'hub.status');
      expect(checks['reconciliation']).toMatchObject({ ok: true });
    }, 60_000);

    it('tongban reconcile shows the pair, its findings and the day', async () => {
      const { exit, json } = await tongban(['reconcile', '--pair', `${HOME}-${AWAY}`, '--data', environment().setup.layout.root, '--json']);
      expect([exit, json.ok]).toEqual([0, true]);
      expect(json.pairs).toEqual([expect.objectContaining({ from: HOME, to: AWAY, standing: expect.objectContaining({ open: 0, findings: expect.arrayContaining([expect.objectContaining({ caseNo, repairedAt: expect.any(String) })]) }) })]);
      expect(json.pairs[0].sent.sent).toBeGreaterThanOrEqual(json.pairs[0].received);
      const shown = await tongban(['reconcile', '--no-compare', '--data', environment().setup.layout.root]);
      expect(shown.stdout).toContain(caseNo);
      expect(await tongban(['reconcile', '--pair', 'yrd-yrd', '--data', environment().setup.layout.root, '--json'])).toMatchObject({ exit: 2 });
    }, 60_000);
  });
}
