import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ensureCertificates } from '@tongban/broker';
import { ENVIRONMENTS, REGION_CODES, keyId, owners } from '@tongban/contracts';
import { checkUscc, isSyntheticIdentity } from '@tongban/domain';
import {
  HubCredentialsSchema, OperatorCredentialsSchema, ParticipantCredentialsSchema, Signer, StewardCredentialsSchema, type TrustDirectoryFile, issueReceipt, readCredentials,
  readTrustDirectory, signRegistryCommand, verifyReceipt, verifyRegistryCommand,
} from '@tongban/trust';
import { layoutOf } from './layout';
import { portsFrom } from './ports';
import { SANDBOX_STEWARDS, prepareSetup } from './prepare-setup';

const PARTICIPANTS = [{ participant: '310000', region: 'yrd' }, { participant: '320000', region: 'yrd' }, { participant: '620000', region: 'nat' }] as const;
const contentOf = (directory: string): Record<string, string> => Object.fromEntries(readdirSync(directory, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).map((file) => [file, readFileSync(file, 'utf8')]));

describe('the set-up of an environment', () => {
  let dataDir: string;
  beforeEach(() => { dataDir = mkdtempSync(join(tmpdir(), 'tongban-setup-')); });
  afterEach(() => rmSync(dataDir, { recursive: true, force: true }));
  const prepare = (options: Partial<Parameters<typeof prepareSetup>[0]> = {}) => prepareSetup({ dataDir, participants: PARTICIPANTS, ...options });

  it('changes nothing when it is repeated', () => {
    expect(prepare().isNew).toBe(true);
    const first = contentOf(dataDir);
    expect(prepare().isNew).toBe(false);
    expect(contentOf(dataDir)).toEqual(first);
  });
  it('gives everybody credentials that can be read, and keys that the trust directory knows', async () => {
    const { layout } = prepare();
    const trust = readTrustDirectory(layout.trust);
    for (const region of REGION_CODES) {
      const hub = readCredentials(HubCredentialsSchema, layout.hub(region));
      const receipt = await issueReceipt(new Signer(hub.signingKey), { level: 'RECEIVED', messageId: 'm', issuer: owners.hub(region), at: '2026-03-02T09:00:00+08:00' });
      expect((await verifyReceipt(trust, receipt as never)).fault).toBeUndefined();
    }
    for (const { participant } of PARTICIPANTS) expect(trust.ownerOf(readCredentials(ParticipantCredentialsSchema, layout.participant(participant)).signingKey.keyId)).toBe(owners.participant(participant));
    expect(Object.keys(readCredentials(OperatorCredentialsSchema, layout.operator).regions).sort()).toEqual([...REGION_CODES].sort());
  });
  it('gives every participant a key that is sealed for, of the kind it signs by, and sends in plain only where a sandbox says so', () => {
    const { identities } = prepare({ participants: [{ participant: '310000', region: 'yrd' }, { participant: '320000', region: 'yrd', signsBy: 'sm2-sm3' }] });
    expect(identities.participants.map(({ sealingKey, unsealed }) => [sealingKey?.keyId, sealingKey?.algorithm, unsealed])).toEqual([['participant:310000#2', 'x25519', undefined], ['participant:320000#2', 'sm2', undefined]]);
    expect(identities.trust.sealingKeys?.map(({ keyId, owner }) => [keyId, owner])).toEqual([['participant:310000#2', 'participant:310000'], ['participant:320000#2', 'participant:320000']]);
    expect(prepare({ unsealed: true }).identities.participants.map(({ unsealed }) => unsealed)).toEqual([true, true, true]);
  });
  it('sends in plain nowhere but in a sandbox', () => expect(prepare({ environment: 'drill', unsealed: true }).identities.participants.map(({ unsealed }) => unsealed)).toEqual([undefined, undefined, undefined]));
  it('keeps the keys and moves the addresses when the ports change', () => {
    const first = prepare({ portBase: 4300 });
    const second = prepare({ portBase: 5300 });
    expect(second.identities.participants.map(({ nkeySeed, signingKey }) => ({ nkeySeed, signingKey }))).toEqual(first.identities.participants.map(({ nkeySeed, signingKey }) => ({ nkeySeed, signingKey })));
    expect(second.identities.trust).toEqual(first.identities.trust);
    expect(second.identities.hubs.yrd.servers).toEqual([`nats://127.0.0.1:${portsFrom(5300).regions.yrd.client}`]);
    expect(prepare().file.portBase).toBe(5300);
  });
  it('adds a participant without touching the others', () => {
    const before = prepare().identities;
    const after = prepare({ participants: [...PARTICIPANTS, { participant: '110000', region: 'jjj' }] }).identities;
    expect(after.participants.slice(0, PARTICIPANTS.length)).toEqual(before.participants);
    expect(after.trust.keys).toHaveLength(before.trust.keys.length + 1);
  });
  it('finds the public keys again when it was cut off before the trust directory was written', () => {
    const { layout, identities } = prepare();
    rmSync(layout.trust);
    rmSync(layout.setup);
    expect(prepare().identities.trust).toEqual(identities.trust);
  });
  it.each(REGION_CODES)('gives the sandbox two stewards whose commands the registry of %s can verify', async (owner) => {
    const { layout, file } = prepare();
    const trust = readTrustDirectory(layout.trust);
    expect(Object.keys(file.stewards)).toEqual(SANDBOX_STEWARDS);
    const at = '2026-03-02T09:00:00+08:00';
    const actors = await Promise.all(SANDBOX_STEWARDS.map(async (person) => {
      const steward = readCredentials(StewardCredentialsSchema, join(layout.root, file.stewards[person]!));
      const bytes = await signRegistryCommand(new Signer(steward.signingKey), {
        commandId: '11111111-1111-4111-8111-111111111111', environment: ENVIRONMENTS.sandbox, owner, unit: owner, actor: owners.person(steward.person), at, publishDraft: { draftId: 'D' },
      });
      return (await verifyRegistryCommand(trust, bytes, { environment: 'sandbox', owner, takenAt: at })).command.actor;
    }));
    expect(actors).toEqual(SANDBOX_STEWARDS.map(owners.person));
    expect(trust.isSameKey(...SANDBOX_STEWARDS.map((person) => keyId(owners.person(person), 1)) as [string, string])).toBe(false);
  });
  it('gives stewards to a set-up that was made without them, and leaves all else as it is', () => {
    const { layout, file, identities } = prepare();
    const trust = JSON.parse(readFileSync(layout.trust, 'utf8')) as TrustDirectoryFile;
    const others = trust.keys.filter(({ owner }) => !owner.startsWith(owners.person('')));
    const { stewards: _gone, ...older } = file;
    rmSync(dirname(layout.steward('any')), { recursive: true });
    writeFileSync(layout.trust, JSON.stringify({ version: 1, keys: others }));
    writeFileSync(layout.setup, JSON.stringify(older));
    const untouched = (): Record<string, string> => Object.fromEntries(Object.entries(contentOf(dataDir)).filter(([path]) => ![layout.trust, layout.setup, ...SANDBOX_STEWARDS.map(layout.steward)].includes(path)));
    const before = untouched();
    const after = prepare();
    expect(untouched()).toEqual(before);
    expect(after.identities.trust.keys.slice(0, others.length)).toEqual(others);
    expect(after.identities.trust.keys.slice(others.length).map(({ owner }) => owner)).toEqual(SANDBOX_STEWARDS.map(owners.person));
    expect(after.identities.participants).toEqual(identities.participants);
    expect(after.isNew).toBe(false);
    expect(prepare().identities).toEqual(after.identities);
  });
  it('makes no stewards outside the sandbox', () => {
    const { identities, layout, file } = prepare({ environment: 'drill' });
    expect([identities.stewards, file.stewards, existsSync(dirname(layout.steward('any')))]).toEqual([[], {}, false]);
    expect(identities.trust.keys.filter(({ owner }) => owner.startsWith(owners.person('')))).toEqual([]);
  });
  it('lets only the owner read it', () => {
    prepare();
    for (const entry of readdirSync(dataDir, { recursive: true, withFileTypes: true })) {
      expect(statSync(join(entry.parentPath, entry.name)).mode & 0o777).toBe(entry.isDirectory() ? 0o700 : 0o600);
    }
  });
  it('keeps seeds and private keys out of setup.json, the trust directory and the servers of others', () => {
    const { layout, identities } = prepare();
    const secrets = [...Object.values(identities.hubs), ...identities.participants].flatMap(({ nkeySeed, signingKey }) => [nkeySeed, signingKey.privateKey])
      .concat(identities.stewards.map(({ signingKey }) => signingKey.privateKey));
    expect(secrets).toHaveLength(2 * (REGION_CODES.length + PARTICIPANTS.length) + SANDBOX_STEWARDS.length);
    const shared = [layout.setup, layout.trust, ...['backbone', ...REGION_CODES].map(layout.natsConfig)].map((file) => readFileSync(file, 'utf8')).join();
    expect(secrets.filter((secret) => shared.includes(secret))).toEqual([]);
  });
  it('gives agencies codes that are valid and nobody\'s', () => {
    for (const { agencyCode } of prepare().identities.participants) {
      expect(checkUscc(agencyCode)).toMatchObject({ valid: true, warnings: [] });
      expect(isSyntheticIdentity('uscc', agencyCode)).toBe(true);
    }
  });
  it('uses a Redis that somebody else runs', () => {
    const setup = prepare({ redisUrl: 'rediss://elsewhere:6379' });
    expect(setup.redisIsOurs).toBe(false);
    expect(setup.file.regions.nat.redisUrl).toBe('rediss://elsewhere:6379');
  });
  it.each([
    ['servers that others reach', { transport: { profile: 'loopback', host: '0.0.0.0' } }], ['a Redis elsewhere', { redisUrl: 'redis://elsewhere:6379' }],
  ] as const)('refuses %s without TLS, and writes nothing', (_what, options) => {
    expect(() => prepare(options)).toThrow(expect.objectContaining({ code: 'transport.insecure' }));
    expect(contentOf(dataDir)).toEqual({});
  });
  it.each(['tls', 'mtls'] as const)('with %s gives servers certificates, and everybody what to believe and show', async (profile) => {
    const transport = { profile, host: '127.0.0.1' };
    expect(() => prepare({ transport })).toThrow(expect.objectContaining({ code: expect.stringMatching(/^ENOENT$|^transport.certificate-missing$/) }));
    const made = await ensureCertificates(layoutOf(dataDir), transport, 'sandbox', PARTICIPANTS.map(({ participant }) => participant), Date.now());
    expect(made).toEqual(expect.arrayContaining(['ca', 'nats-yrd', 'leaf-yrd', ...(profile === 'mtls' ? ['hub-yrd', '310000', 'operator'] : [])]));
    const { layout, file, identities } = prepare({ transport });
    expect(file.regions.yrd.url).toMatch(/^tls:/);
    const config = readFileSync(layout.natsConfig('yrd'), 'utf8');
    expect(JSON.parse(config.slice(config.indexOf('{')))).toMatchObject({ tls: { verify: profile === 'mtls', min_version: '1.2' } });
    const credentials = readCredentials(ParticipantCredentialsSchema, layout.participant('310000'));
    expect(credentials.tls).toEqual({ ca: expect.stringContaining('BEGIN CERTIFICATE'), ...(profile === 'mtls' && { cert: expect.stringContaining('BEGIN CERTIFICATE'), key: expect.stringContaining('BEGIN PRIVATE KEY') }) });
    expect(await ensureCertificates(layout, transport, 'sandbox', PARTICIPANTS.map(({ participant }) => participant), Date.now())).toEqual([]);
    const before = contentOf(dataDir);
    expect(prepare().identities).toEqual(identities); // the set-up keeps its transport
    expect(contentOf(dataDir)).toEqual(before);
  });
  it('sends one region through another address where a test asks for it', () => {
    const { layout } = prepare({ leafUrls: { yrd: 'nats-leaf://127.0.0.1:9' } });
    expect(readFileSync(layout.natsConfig('yrd'), 'utf8')).toContain('nats-leaf://127.0.0.1:9"');
    expect(readFileSync(layout.natsConfig('jjj'), 'utf8')).not.toContain('nats-leaf://127.0.0.1:9"');
  });
});
