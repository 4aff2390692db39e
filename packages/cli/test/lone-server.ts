import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NatsConnection, nkeys } from 'nats';
import { REGION_CODES } from '@tongban/contracts';
import { connectNats } from '@tongban/messaging';
import { generateSigningKey } from '@tongban/trust';
import { freePort, killServer, natsServer } from '../../../test/harness/server-process';

/** A real nats-server that serves every region, and the set-up directory that leads to it. The hubs' answers are the test's. */
export class LoneServer {
  private constructor(readonly directory: string, private readonly port: number, private readonly child: ChildProcess, readonly hub: NatsConnection) {}

  static async start(participants: readonly string[]): Promise<LoneServer> {
    const directory = mkdtempSync(join(tmpdir(), 'tongban-cli-'));
    const port = await freePort();
    const users = Object.fromEntries(['hub', 'operator', ...participants].map((name) => [name, nkeys.createUser()]));
    const seed = (name: string): string => new TextDecoder().decode(users[name]!.getSeed());
    writeFileSync(join(directory, 'nats.conf'), `listen: "127.0.0.1:${port}"\nauthorization { users: [${Object.values(users).map((user) => `{nkey: ${user.getPublicKey()}}`).join(', ')}] }\n`);
    const servers = [`nats://127.0.0.1:${port}`];
    const write = (path: string, value: unknown): void => writeFileSync(join(directory, path), JSON.stringify(value));
    mkdirSync(join(directory, 'participants'));
    for (const participant of participants) {
      write(`participants/${participant}.json`, {
        version: 1, kind: 'participant', environment: 'sandbox', region: 'yrd', servers, nkeySeed: seed(participant), participant, agencyCode: 'A', signingKey: generateSigningKey(`participant:${participant}`).signing,
      });
    }
    const regions = Object.fromEntries(REGION_CODES.map((region) => [region, { servers }]));
    write('operator.json', { version: 1, kind: 'operator', environment: 'sandbox', nkeySeed: seed('operator'), regions });
    write('trust.json', { version: 1, keys: [] });
    write('setup.json', {
      version: 1, environment: 'sandbox', regions, trustDirectory: 'trust.json', operator: 'operator.json', participants: Object.fromEntries(participants.map((code) => [code, `participants/${code}.json`])),
    });
    const child = spawn(natsServer(), ['-c', join(directory, 'nats.conf')], { stdio: 'ignore' });
    const hub = await connectNats({ servers, nkeySeed: seed('hub'), name: 'hub', firstConnectWithinMs: 60_000 }).catch((error: unknown) => { child.kill('SIGKILL'); throw error; });
    return new LoneServer(directory, port, child, hub);
  }

  async stopServer(): Promise<void> {
    await this.hub.close();
    await killServer(this.child, this.port);
  }

  async stop(): Promise<void> {
    await this.stopServer();
    rmSync(this.directory, { recursive: true, force: true });
  }
}
