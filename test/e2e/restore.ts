import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LinkReportDocument, type RegionStatus, encode, streams, v1 } from '@tongban/contracts';
import { tongban } from '../../packages/cli/test/run';
import { audit } from '../audit/audit';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, participantOf, walk } from '../harness/walks';

/** The counterpart's region is the one that loses its store; nobody reads its post before. */
const WALK = between(walk('F-UNE.normal'), { opener: '310115', counterpart: '620102' });
const [HOME, LOST] = ['yrd', 'nat'] as const;
const COUNTERPART = participantOf(WALK.counterpart.division);

export function describeRestore(environment: () => TestEnvironment): void {
  describe('a region that lost its store and is restored from a backup (T5-C3, G3-C3)', () => {
    const folder = mkdtempSync(join(tmpdir(), 'tongban-restore-'));
    const backup = join(folder, 'nat');
    afterAll(() => rmSync(folder, { recursive: true, force: true }));
    const data = (): string[] => ['--data', environment().setup.layout.root, '--json'];
    const caseNos: string[] = [];

    /** Opens a case towards the region, until its home has registered it. */
    async function open(): Promise<void> {
      const opener = await environment().raw(participantOf(WALK.opener.division));
      const [first] = WALK.messages;
      const caseNo = opener.caseNo(WALK.opener.division);
      await opener.receipt(await opener.send({
        flow: WALK.flow, item: WALK.item, caseNo, message: first!.message, from: WALK.opener.division, to: WALK.counterpart.division, open: first!.open, personal: first!.personal,
        ...(first!.onBehalfOf && { onBehalfOf: first!.onBehalfOf }),
      }), 'REGISTERED');
      caseNos.push(caseNo);
    }
    /** How many messages of the home region the INBOX has. */
    const arrived = async (): Promise<number> => {
      const jsm = await (await environment().hubConnection(LOST)).jetstreamManager();
      const { state } = await jsm.streams.info(streams.inbox(LOST), { subjects_filter: `xr.*.${HOME}.*.${LOST}.${COUNTERPART}.>` });
      return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
    };
    const arrives = (count: number): Promise<true> => eventually(`${count} messages in the INBOX`, async () => ((await arrived()) === count ? true : undefined), { withinMs: 60_000, tolerate: true });

    it('reads again what came for it since, and its participant takes every message once', async () => {
      const { local } = environment();
      await open();
      await arrives(1);
      expect(await tongban(['backup', '--to', backup, '--region', LOST, ...data()])).toMatchObject({ exit: 1, json: { error: { code: 'data.running' } } });
      await local.stopProcess(`hub-${LOST}`);
      await local.stopProcess(`nats-${LOST}`);
      const made = await tongban(['backup', '--to', backup, '--region', LOST, ...data()]);
      expect(made).toMatchObject({ exit: 0, json: { region: LOST, environment: 'sandbox', keys: false } });

      await local.startNats(LOST);
      // One that nobody writes to meanwhile: the backup says of it what the server does.
      const { state } = await eventually('the server answers', async () => (await (await environment().hubConnection(LOST)).jetstreamManager()).streams.info(streams.standards(LOST)), { tolerate: true });
      expect(made.json.streams).toContainEqual(expect.objectContaining({ stream: streams.standards(LOST), messages: state.messages, lastSequence: state.last_seq }));
      await open();
      await arrives(2);
      await local.stopProcess(`nats-${LOST}`);
      rmSync(environment().setup.layout.streams(LOST), { recursive: true });
      const restoring = ['restore', '--from', backup, ...data()];
      for (const unconfirmed of [[], ['--replace'], ['--environment', 'sandbox'], ['--replace', '--environment', 'production']]) expect(await tongban([...restoring, ...unconfirmed])).toMatchObject({ exit: 2 });
      expect(await tongban([...restoring, '--replace', '--environment', 'sandbox'])).toMatchObject({ exit: 0, json: { ok: true, region: LOST, newerInMirrors: expect.any(Array) } });
      await local.startNats(LOST);
      await local.startHub(LOST);
      await arrives(2);

      const { standings: [standing] } = await environment().askJson<LinkReportDocument>(LOST, 'links.report', encode(v1.LinkReportQuery, { compare: true, otherRegion: HOME }));
      expect(standing).toMatchObject({ fromRegion: HOME, open: 0 });
      const counterpart = await environment().province(COUNTERPART);
      await counterpart.receive(() => undefined);
      for (const caseNo of caseNos) {
        const [first] = (await eventually('it is taken', async () => {
          const { entries } = await environment().show(HOME, caseNo);
          return entries[0]?.takenAt ? entries : undefined;
        }, { withinMs: 60_000 }));
        expect(first?.receipts.map(({ level }) => level)).toEqual(['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN']);
      }
      const { checks } = await environment().askJson<RegionStatus>(LOST, 'hub.status');
      expect(checks['reconciliation']).toMatchObject({ ok: true });
      const { findings, settled } = await audit({ dataDir: environment().setup.layout.root, waitMs: 60_000 });
      expect({ findings, settled }).toEqual({ findings: [], settled: true });
    }, 240_000);
  });
}
