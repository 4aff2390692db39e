import { join } from 'node:path';
import { type RegionCode, TongbanError, encode, v1 } from '@tongban/contracts';
import { makeCaseNumber } from '@tongban/domain';
import { ManagedProcess, REPOSITORY_ROOT } from '@tongban/local';
import { eventually } from '../harness/eventually';
import { TestEnvironment } from '../harness/test-environment';
import { walk } from '../harness/walks';
import { play } from './walks';

const SERVICES = ['standards', 'border', 'cases'] as const;
type Service = (typeof SERVICES)[number];

/** A region scales by running its services apart: one region does so here, the other runs both in one process. */
const APART: RegionCode = 'yrd';
const TOGETHER: RegionCode = 'ccec';
/** Its opener is in the first region, its counterpart in the second. */
const WALK = walk('F-UNE.normal');
const [OPENER, COUNTERPART] = ['310000', '510000'] as const;
const UNOPENED = makeCaseNumber({ division: OPENER, date: '2026-03-02', random: new Uint8Array(8) });
const DAY_MS = 86_400_000;
const DRAIN_WITHIN_MS = 25_000;

let environment: TestEnvironment;
const services = new Map<Service, ManagedProcess>();

beforeAll(async () => {
  // `nat` owns the standards that new cases follow.
  environment = await TestEnvironment.start({ hubs: [TOGETHER, 'nat'] });
  await Promise.all(SERVICES.map(startService));
}, 120_000);
afterAll(async () => {
  await Promise.all([...services.values()].map((service) => service.stop(DRAIN_WITHIN_MS)));
  await environment?.stop();
}, 60_000);

/** The service's own entry with the variables a deployment gives it; resolves when it answers. */
async function startService(name: Service): Promise<void> {
  const { layout, file } = environment.setup;
  const service = await ManagedProcess.start({
    name: `${name}-${APART}`, command: process.execPath, args: [join(REPOSITORY_ROOT, 'services', name, 'dist/main.js')], cwd: layout.root, logFile: layout.log(`${name}-${APART}`),
    env: {
      ...process.env, TONGBAN_ENVIRONMENT: file.environment, TONGBAN_REGION: APART, TONGBAN_CREDENTIALS_FILE: layout.hub(APART), TONGBAN_TRUST_FILE: layout.trust,
      TONGBAN_REDIS_URL: file.regions[APART].redisUrl, TONGBAN_EXIT_WITH_PARENT: '1',
    },
  });
  services.set(name, service);
  await eventually(`${name} answers`, async () => {
    if (!service.running) throw new Error(`${name} ended: look at ${layout.log(service.name)}`);
    return answers(name);
  }, { withinMs: 60_000 });
}

/** A border has no query of its own for operators: whatever comes back through it but silence is an answer. */
async function answers(name: Service): Promise<true | undefined> {
  const asked = name === 'border' ? (await environment.province(OPENER)).show(UNOPENED)
    : name === 'cases' ? environment.ask(APART, 'hub.status') : environment.ask(APART, 'standards.head', encode(v1.RegistryHeadQuery, { owner: APART }));
  return asked.then(() => true as const, (error: unknown) => (TongbanError.from(error).code === (name === 'border' ? 'hub.unreachable' : 'region.unreachable') ? undefined : true));
}

describe('standards, border and cases as three processes', () => {
  it('take a cross-region case from its opening to its end, and are replaced one at a time on the way', async () => {
    const [opener, counterpart] = await Promise.all([environment.province(OPENER), environment.province(COUNTERPART)]);
    for (const side of [opener, counterpart]) await side.receive(() => undefined);
    const playing = play(environment, WALK);
    playing.catch(() => undefined);
    await eventually('the case is open', async () => ((await environment.list(APART)).rows.length > 0 ? true : undefined));
    for (const name of SERVICES) {
      expect(await services.get(name)?.stop(DRAIN_WITHIN_MS)).toEqual({ code: 0, signal: null });
      await startService(name);
    }
    const caseNo = await playing;
    for (const side of [opener, counterpart]) {
      const { closed, outcome, chainWhole, entries } = await side.show(caseNo);
      expect({ closed, outcome, chainWhole }).toEqual({ closed: true, outcome: WALK.outcome, chainWhole: true });
      expect(entries.filter(({ kind }) => kind === 'registered')).toHaveLength(WALK.messages.length);
    }
    expect((await opener.list({}, { limit: 10 })).rows.map((row) => row.caseNo)).toContain(caseNo);
  }, 180_000);

  it('share one business clock: what cases is told, border dates its receipts by', async () => {
    await environment.advanceClock(30 * DAY_MS, [APART, TOGETHER, 'nat']);
    const { entries } = await environment.show(APART, await play(environment, walk('F-UNE.refusal')));
    const received = entries[0]?.receipts.find(({ level }) => level === 'RECEIVED');
    expect(received?.issuer).toBe(`hub:${APART}`);
    expect(Date.parse(received?.at ?? '')).toBeGreaterThan(Date.now() + 29 * DAY_MS);
  }, 120_000);

  it('end in order with exit code 0 when they are asked to', async () => {
    const ended = await Promise.all([...services.values()].map((service) => service.stop(DRAIN_WITHIN_MS)));
    expect(ended).toEqual(SERVICES.map(() => ({ code: 0, signal: null })));
  }, 60_000);
});
