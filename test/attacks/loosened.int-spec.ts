import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BROKER_PAYLOAD_BYTES_MAX, hubInboxPrefix, streams, subjects } from '@tongban/contracts';
import { connectNats, ensureInbox, ensureRecordStreams } from '@tongban/messaging';
import { type NatsConnection, connect } from 'nats';
import { freePort, killServer, natsServer } from '../harness/server-process';
import { BROKER_ATTACKS } from './index';
import type { Stage } from './attack';

jest.setTimeout(60_000);
const [REGION, ELSEWHERE, ATTACKER, VICTIM] = ['yrd', 'jjj', '320000', '310000'] as const;
/** What no loosening lets through: what nobody serves stays unserved, and the broker schedules only within the same stream. */
const NEVER = ['publishes what is nothing here', 'schedules a message into the exchange'];

/**
 * The suite is able to fail: on a server without accounts, permissions and limits, whose streams obey headers, it must report each attack as one that succeeded.
 */
describe('the attacks on a server with everything open', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-loosened-'));
  const open: NatsConnection[] = [];
  let server: ChildProcess | undefined;
  let port: number;
  let stage: Stage;

  beforeAll(async () => {
    port = await freePort();
    const everybody = ['hub', ATTACKER, VICTIM].map((user) => ({ user, password: user }));
    writeFileSync(join(directory, 'open.conf'), JSON.stringify({
      server_name: REGION, listen: `127.0.0.1:${port}`, max_payload: 2 * BROKER_PAYLOAD_BYTES_MAX, jetstream: { store_dir: join(directory, 'js'), domain: REGION, max_file: 2 ** 40 },
      accounts: { SYS: { users: [{ user: 'sys', password: 'sys' }] }, XR: { jetstream: 'enabled', users: everybody } }, system_account: 'SYS',
    }));
    server = spawn(natsServer(), ['-c', join(directory, 'open.conf')], { stdio: 'ignore' });
    const as = async (user: string, inboxPrefix?: string): Promise<NatsConnection> => {
      const nc = await connectNats({ servers: `127.0.0.1:${port}`, name: user, user, pass: user, ...(inboxPrefix && { inboxPrefix }) });
      open.push(nc);
      return nc;
    };
    const [observer, nc, victimNc] = [await as('hub', hubInboxPrefix(REGION)), await as(ATTACKER), await as(VICTIM)];
    const topology = { environment: 'sandbox', region: REGION, regions: [REGION, ELSEWHERE], participants: [ATTACKER, VICTIM] } as const;
    await ensureRecordStreams(observer, topology);
    await ensureInbox(observer, topology);
    const jsm = await observer.jetstreamManager();
    // One stream for both, which obeys its publishers.
    const { config } = await jsm.streams.info(streams.submit(VICTIM));
    await jsm.streams.delete(streams.submit(ATTACKER));
    const subjectsOfBoth = [ATTACKER, VICTIM].map((participant) => subjects.submitAll('sandbox', REGION, participant));
    await jsm.streams.update(streams.submit(VICTIM), { ...config, subjects: subjectsOfBoth, allow_rollup_hdrs: true, allow_msg_ttl: true, allow_atomic: true, max_msg_size: -1 } as never);
    // As if the other region were behind an open leaf connection.
    await jsm.streams.add({ name: streams.outbox(ELSEWHERE), subjects: [subjects.exchangeToRegion('sandbox', ELSEWHERE, REGION)] });
    // Services and a border that answer whoever reaches them.
    for (const subject of [subjects.serviceAll('sandbox'), subjects.queryOfAny('sandbox', REGION, 'hello')]) observer.subscribe(subject, { callback: (_error, message) => void message.respond('answered') });
    await observer.flush();
    const again = async (): Promise<NatsConnection> => {
      const one = await connect({ servers: `127.0.0.1:${port}`, user: ATTACKER, pass: ATTACKER, reconnect: false, noAsyncTraces: true });
      open.push(one);
      return one;
    };
    stage = { environment: 'sandbox', region: REGION, elsewhere: ELSEWHERE, attacker: ATTACKER, victim: VICTIM, nc, again, victimNc, observer };
  });
  afterAll(async () => {
    await Promise.all(open.map((nc) => nc.close()));
    await killServer(server, port);
    rmSync(directory, { recursive: true, force: true });
  });

  it.each(BROKER_ATTACKS.filter(({ what }) => !NEVER.includes(what)).map((attack) => [attack.what, attack] as const))('%s: reported as a success', async (_what, { attempt, listed }) => {
    // With credentials that were put into the system account by mistake, where that is what it takes.
    const nc = listed === 'ask-system' ? await connectNats({ servers: `127.0.0.1:${port}`, name: 'sys', user: 'sys', pass: 'sys' }) : stage.nc;
    open.push(nc);
    expect(await attempt({ ...stage, nc })).toEqual({ refused: false, how: expect.any(String) });
  });
});
