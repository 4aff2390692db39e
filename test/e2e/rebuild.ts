import { rmSync } from 'node:fs';
import { type MirrorReportDocument, type RegionStatus, encode, headers, streams, v1 } from '@tongban/contracts';
import { type LogEntry, readStream } from '@tongban/messaging';
import { tongban } from '../../packages/cli/test/run';
import { audit } from '../audit/audit';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';
import { play } from './walks';

const NORMAL = walk('F-UNE.normal');
const INSIDE = between(NORMAL, { opener: '310115', counterpart: '320105' });
const INWARDS = between(NORMAL, { opener: '510104', counterpart: '310115' });
const LOST = 'yrd';

export function describeRebuild(environment: () => TestEnvironment): void {
  describe('a region whose store is deleted while cases run (T5-C3, G3-C3)', () => {
    const data = (): string[] => ['--data', environment().setup.layout.root, '--json'];
    const restoring = (): string[] => ['restore', '--from-mirrors', '--region', LOST, ...data()];
    const mirrors = (): Promise<MirrorReportDocument> => environment().askJson('nat', 'mirrors.report', encode(v1.MirrorReportQuery, { region: LOST }));
    /** What its streams of record end with, once nothing moves and the copies have all of it. */
    const level = (): Promise<Record<string, number>> => {
      let before = '';
      return eventually('copies that have everything', async () => {
        const { mirrors: all } = await mirrors();
        const ends = Object.fromEntries(all.map(({ stream, lastSequence }) => [stream, lastSequence]));
        const isLevel = all.length > 0 && all.every(({ standing }) => standing === 'level') && JSON.stringify(ends) === before;
        before = JSON.stringify(ends);
        return isLevel ? ends : undefined;
      }, { everyMs: 500, withinMs: 90_000, tolerate: true });
    };
    const registered = async (): Promise<LogEntry[]> => {
      const nc = await environment().hubConnection(LOST);
      const jsm = await nc.jetstreamManager();
      const found: LogEntry[] = [];
      for await (const name of jsm.streams.names()) {
        if (!name.startsWith(streams.cases(LOST, ''))) continue;
        for (let next = 1, entries = await readStream(nc, name, next); entries.length > 0; entries = await readStream(nc, name, next)) {
          // What a publisher expected of the stream, a copy leaves out.
          found.push(...entries.map(({ headers: { [headers.expectedLastSubjectSequence]: _expected, ...kept }, ...entry }) => ({ ...entry, headers: kept })));
          next = entries.at(-1)!.seq + 1;
        }
      }
      return found;
    };

    it('comes back whole from the copies on the backbone, and the cases go on', async () => {
      const { local } = environment();
      const playing = Promise.all([play(environment(), NORMAL), play(environment(), INWARDS)]);
      playing.catch(() => undefined);
      await eventually('traffic', async () => ((await environment().list(LOST)).rows.some(({ closed }) => !closed) ? true : undefined), { tolerate: true });
      // Nobody acknowledges anything there from now on; participants go on to send.
      local.process(`hub-${LOST}`)?.kill('SIGKILL');
      await local.stopProcess(`hub-${LOST}`);
      const ends = await level();
      const acknowledged = await registered();
      expect(acknowledged.length).toBeGreaterThan(0);
      local.process(`nats-${LOST}`)?.kill('SIGKILL');
      await local.stopProcess(`nats-${LOST}`);
      rmSync(environment().setup.layout.streams(LOST), { recursive: true });

      await local.startNats(LOST);
      for (const unconfirmed of [[], ['--replace'], ['--replace', '--environment', 'production'], ['--from', 'somewhere', '--replace', '--environment', 'sandbox']]) expect(await tongban([...restoring(), ...unconfirmed])).toMatchObject({ exit: 2 });
      const { exit, json } = await tongban([...restoring(), '--replace', '--environment', 'sandbox']);
      expect({ exit, json }).toMatchObject({ exit: 0, json: { ok: true, region: LOST, lacking: [], kept: [] } });
      const rebuilt = Object.fromEntries((json.rebuilt as { stream: string; lastSequence: number }[]).map(({ stream, lastSequence }) => [stream, lastSequence]));
      expect(rebuilt).toEqual(Object.fromEntries(Object.entries(ends).filter(([, last]) => last > 0)));
      await local.stopProcess(`nats-${LOST}`);
      await local.startNats(LOST);
      expect(await eventually('the server answers', registered, { tolerate: true })).toEqual(acknowledged);
      await local.startHub(LOST);
      expect(await tongban([...restoring(), '--replace', '--environment', 'sandbox'])).toMatchObject({ exit: 1, json: { error: { code: 'data.running' } } });

      for (const caseNo of [...(await playing), await play(environment(), INSIDE)]) {
        const home = caseNo.startsWith('31') ? LOST : 'ccec';
        const { closed, chainWhole, entries } = await environment().show(home, caseNo);
        expect({ caseNo, closed, chainWhole, rejected: entries.filter(({ kind }) => kind === 'rejected').length }).toEqual({ caseNo, closed: true, chainWhole: true, rejected: 0 });
      }
      const { findings, settled } = await audit({ dataDir: environment().setup.layout.root, waitMs: 60_000 });
      expect({ findings, settled }).toEqual({ findings: [], settled: true });
      const { checks } = await environment().askJson<RegionStatus>(LOST, 'hub.status');
      expect({ store: checks['store'], links: checks['links']?.ok }).toMatchObject({ store: { ok: true }, links: true });
      expect(await tongban(['store', 'settle', '--region', LOST, '--by', 'ops-yrd', '--reason', 'nothing to settle', ...data()])).toMatchObject({ exit: 1, json: { error: { code: 'find.nothing' } } });
    }, 240_000);

    it('and its copies follow it again, and hold the same', async () => {
      await level();
      const { exit, json } = await tongban(['mirrors', '--compare', '--region', LOST, ...data()]);
      expect({ exit, notCompared: json.notCompared, unwell: json.mirrors.filter(({ differences }: { differences: unknown[] }) => differences.length > 0) }).toEqual({ exit: 0, notCompared: [], unwell: [] });
      expect(json.mirrors.length).toBeGreaterThan(10);
    }, 120_000);
  });
}
