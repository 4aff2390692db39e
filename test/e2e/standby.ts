import { join } from 'node:path';
import { ManagedProcess, REPOSITORY_ROOT } from '@tongban/local';
import { checkChain } from '@tongban/trust';
import { eventually } from '../harness/eventually';
import type { TestEnvironment } from '../harness/test-environment';
import { between, walk } from '../harness/walks';
import { play } from './walks';

const REGION = 'yrd';
const NORMAL = walk('F-UNE.normal');
const SIDES = [{ opener: '310115', counterpart: '320105' }, { opener: '310115', counterpart: '510104' }, { opener: '320105', counterpart: '330106' }, { opener: '310115', counterpart: '330106' }];

/** Two whole hubs of one region on the same streams: each shard has one owner, and the other hub stands by (DESIGN §3). */
export function describeStandby(environment: () => TestEnvironment): void {
  const playAll = (): Promise<string[]> => {
    const playing = Promise.all(SIDES.map((sides) => play(environment(), between(NORMAL, sides))));
    playing.catch(() => undefined);
    return playing;
  };
  const areWhole = async (caseNos: readonly string[]): Promise<void> => {
    for (const caseNo of caseNos) {
      const { closed, chainWhole, entries } = await eventually('the region answers', () => environment().show(REGION, caseNo), { tolerate: true });
      expect({ closed, chainWhole, rejected: entries.filter(({ kind }) => kind === 'rejected').length }).toEqual({ closed: true, chainWhole: true, rejected: 0 });
      expect(entries.filter(({ kind }) => kind === 'registered')).toHaveLength(NORMAL.messages.length);
      expect(checkChain(await environment().logOf(REGION, caseNo))).toEqual([]);
    }
  };

  describe('two hubs of one region', () => {
    let standby: ManagedProcess;
    beforeAll(async () => {
      const { layout, file } = environment().setup;
      standby = await ManagedProcess.start({
        name: `standby-${REGION}`, command: process.execPath, args: [join(REPOSITORY_ROOT, 'services/hub/dist/main.js')], cwd: layout.root, logFile: layout.log(`standby-${REGION}`),
        env: {
          ...process.env, TONGBAN_ENVIRONMENT: file.environment, TONGBAN_REGION: REGION, TONGBAN_SETUP_FILE: layout.setup, TONGBAN_CREDENTIALS_FILE: layout.hub(REGION),
          TONGBAN_TRUST_FILE: layout.trust, TONGBAN_REDIS_URL: file.regions[REGION].redisUrl, TONGBAN_EXIT_WITH_PARENT: '1',
        },
      });
    }, 60_000);
    afterAll(async () => {
      await standby?.stop(10_000);
      await environment().local.startHub(REGION);
    }, 60_000);

    it('take cases to their end side by side', async () => areWhole(await playAll()), 240_000);

    it('go on as one when the other is killed while cases run: every message is registered once', async () => {
      const before = (await environment().list(REGION)).rows.length;
      const playing = playAll();
      await eventually('the cases are open', async () => ((await environment().list(REGION)).rows.length === before + SIDES.length ? true : undefined));
      environment().local.process(`hub-${REGION}`)?.kill('SIGKILL');
      await areWhole(await playing);
      expect(standby.running).toBe(true);
    }, 240_000);
  });
}
