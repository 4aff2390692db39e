import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HUB, NOBODY, type RegionCode, jetStreamApi, streams, subjects } from '@tongban/contracts';
import { connectNats } from '@tongban/messaging';
import type { NatsConnection } from 'nats';
import { eventually } from '../harness/eventually';
import { freePort, killServer, natsServer } from '../harness/server-process';
import type { TestEnvironment } from '../harness/test-environment';
import { type Outcome, asked, each, refused, succeeded } from './attack';

/** Leaf connections as the backbone's monitoring lists them. */
async function leafsOf(environment: TestEnvironment): Promise<readonly { readonly id: number; readonly name: string }[]> {
  const reply = await fetch(`${environment.setup.file.backbone.monitorUrl}/leafz`);
  return ((await reply.json()) as { leafs?: { id: number; name: string }[] }).leafs ?? [];
}

/** A server with the leaf credentials of one region that calls itself another, by name and by domain. */
export async function lyingLeaf(environment: TestEnvironment, { region, claims }: { readonly region: RegionCode; readonly claims: RegionCode }): Promise<{ attempt: () => Promise<Outcome>; end: () => Promise<void> }> {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-leaf-'));
  const port = await freePort();
  const { file, identities } = environment.setup;
  const config = {
    server_name: claims, listen: `127.0.0.1:${port}`, jetstream: { store_dir: join(directory, 'js'), domain: claims, max_file: 2 ** 20, max_mem: 2 ** 20 }, system_account: 'SYS',
    leafnodes: { reconnect: '1s', remotes: [{ urls: [file.backbone.leafUrl], account: 'XR', nkey: identities.leafSeeds[region] }] },
    accounts: { SYS: { users: [] }, XR: { jetstream: 'enabled', users: [{ user: 'liar', password: 'liar' }] } },
  };
  writeFileSync(join(directory, 'leaf.conf'), JSON.stringify(config), { mode: 0o600 });
  const before = await leafsOf(environment);
  const server: ChildProcess = spawn(natsServer(), ['-c', join(directory, 'leaf.conf')], { stdio: 'ignore' });
  const nc: NatsConnection = await connectNats({ servers: `127.0.0.1:${port}`, name: 'liar', user: 'liar', pass: 'liar' });
  // What it may hear as who it is: by this it is known.
  nc.subscribe(subjects.service('sandbox', region, 'links.digest'), { callback: () => undefined });
  await nc.flush();
  await eventually('the lying leaf is linked', async () => (await leafsOf(environment)).some(({ name }) => name === claims) || undefined);

  return {
    attempt: async () => {
      const third = 'jjj';
      const outcome = await each([
        subjects.sourceDelivery(claims, third), subjects.exchange('sandbox', claims, HUB, third, NOBODY, '00', 'greeting'), subjects.service('sandbox', third, 'clock.set'), subjects.service('sandbox', claims, 'store.settle'),
        // Of the domain it claims only its own empty server answers it: what others have is behind the leaf.
        ...['STREAM.PURGE', 'STREAM.INFO', 'STREAM.MSG.GET'].map((request) => `${jetStreamApi(third)}.${request}.${streams.outbox(third)}`),
        `${jetStreamApi(third)}.CONSUMER.RESET.${streams.outbox(third)}.src_${claims}`,
      ], (subject) => asked(nc, subject, '{"keep":100000000}', 1_000));
      if (!outcome.refused) return outcome;
      const now = await leafsOf(environment);
      const cut = before.filter(({ id }) => !now.some((leaf) => leaf.id === id));
      return cut.length > 0 ? succeeded(`the leaf connections of ${cut.map(({ name }) => name).join(', ')} were closed`) : refused(outcome.how);
    },
    end: async () => {
      await nc.close();
      await killServer(server, port);
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
