import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generateSigningKey } from '@tongban/trust';
import { ROOT } from './source-files';

// Made up; the form is that of an NKey seed of a user.
const SEED = 'SUAIBDPBAUTWCWBKIO6XHQNINK5FWJW4OHLXC3HQ2KFE4PEJUA44CNHTAY';
const PASSWORD = 'pw-7f3c1d';
const { signing } = generateSigningKey('hub:yrd');
const SECRETS = [SEED, PASSWORD, signing.privateKey];

describe('a process that is started', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-config-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const write = (name: string, value: unknown): string => {
    writeFileSync(join(directory, name), JSON.stringify(value));
    return join(directory, name);
  };
  // Port 9 answers nobody: what a process says when it cannot connect is searched as well.
  const shared = { version: 1, environment: 'sandbox', region: 'yrd', servers: [`nats://hub:${PASSWORD}@127.0.0.1:9`], nkeySeed: SEED, signingKey: signing };
  const files = {
    hub: write('hub.json', { ...shared, kind: 'hub' }), trust: write('trust.json', { version: 1, keys: [] }),
    participant: write('310000.json', { ...shared, kind: 'participant', participant: '310000', agencyCode: '12310000000000018C' }), operator: write('operator.json', { version: 1, kind: 'operator', environment: 'sandbox', nkeySeed: SEED, regions: {} }),
  };
  const setup = write('setup.json', { version: 1, environment: 'sandbox', regions: {}, trustDirectory: 'trust.json', participants: { 310000: '310000.json' }, operator: 'operator.json' });
  const env = {
    TONGBAN_ENVIRONMENT: 'sandbox', TONGBAN_REGION: 'yrd', TONGBAN_CREDENTIALS_FILE: files.hub, TONGBAN_TRUST_FILE: files.trust, TONGBAN_REDIS_URL: `redis://hub:${PASSWORD}@127.0.0.1:9/0`,
    TONGBAN_CONNECT_WITHIN_SECONDS: '0.5', TONGBAN_SETUP_FILE: setup, TONGBAN_OIDC_CLIENT_SECRET: PASSWORD, TONGBAN_DATA_DIR: directory, TONGBAN_DATA: directory, PATH: process.env['PATH'],
  };
  const run = (entry: string, args: readonly string[] = []): Promise<{ readonly code: number | null; readonly out: string; readonly said: string }> => new Promise((resolve) => {
    const child = spawn(process.execPath, [join(ROOT, entry), ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
    let out = '';
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => { out += chunk.toString(); });
    child.stderr.on('data', (chunk: Buffer) => { said += chunk.toString(); });
    child.on('close', (code) => resolve({ code, out, said }));
  });
  const ENTRIES = [
    ['hub', 'services/hub/dist/main.js', 'TONGBAN_REDIS_URL'], ['border', 'services/border/dist/main.js', 'TONGBAN_REDIS_URL'], ['cases', 'services/cases/dist/main.js', 'TONGBAN_REDIS_URL'],
    ['standards', 'services/standards/dist/main.js', 'TONGBAN_REDIS_URL'], ['province', 'services/province/dist/main.js', 'TONGBAN_SETUP_FILE'], ['command line', 'packages/cli/dist/main.js', 'operator'],
    ['console', 'services/console/dist/main.js', 'TONGBAN_OIDC_CLIENT_SECRET'],
  ] as const;

  it.each(ENTRIES)('as %s prints its configuration with origins, and no secret', async (_what, entry, name) => {
    const { code, out, said } = await run(entry, ['--print-config']);
    expect({ code, said }).toEqual({ code: 0, said: '' });
    const { settings } = JSON.parse(out) as { settings: Record<string, { value: unknown; origin: string }> };
    expect(settings[name]).toMatchObject({ origin: expect.stringMatching(/^(environment|file .+)$/) });
    expect(Object.values(settings).some(({ origin }) => origin === 'environment')).toBe(true);
    expect(SECRETS.filter((secret) => out.includes(secret))).toEqual([]);
    expect(out).toContain('***');
  });

  it.each(['services/hub/dist/main.js', 'services/province/dist/main.js', 'packages/cli/dist/main.js', 'services/console/dist/main.js'])('%s refuses a secret on its command line and does not repeat it', async (entry) => {
    const { code, out, said } = await run(entry, ['--seed', SEED]);
    expect(code).not.toBe(0);
    expect(SECRETS.filter((secret) => `${out}${said}`.includes(secret))).toEqual([]);
  });

  it('and cannot connect says so without a secret', async () => {
    const { code, out, said } = await run('services/hub/dist/main.js');
    expect(code).not.toBe(0);
    expect(`${out}${said}`.length).toBeGreaterThan(0);
    expect(SECRETS.filter((secret) => `${out}${said}`.includes(secret))).toEqual([]);
  });
});
