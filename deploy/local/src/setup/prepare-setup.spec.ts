import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ENVIRONMENTS, REGION_CODES, keyId, owners } from '@tongban/contracts';
import { checkUscc, isSyntheticIdentity } from '@tongban/domain';
import {
  HubCredentialsSchema, OperatorCredentialsSchema, ParticipantCredentialsSchema, Signer, StewardCredentialsSchema, type TrustDirectoryFile, issueReceipt, readCredentials,
  readTrustDirectory, signRegistryCommand, verifyReceipt, verifyRegistryCommand,
} from '@tongban/trust';
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
    const setup = prepare({ redisUrl: 'redis://elsewhere:6379' });
    expect(setup.redisIsOurs).toBe(false);
    expect(setup.file.regions.nat.redisUrl).toBe('redis://elsewhere:6379');
  });
  it('sends one region through another address where a test asks for it', () => {
    const { layout } = prepare({ leafUrls: { yrd: 'nats-leaf://127.0.0.1:9' } });
    expect(readFileSync(layout.natsConfig('yrd'), 'utf8')).toContain('nats-leaf://127.0.0.1:9"');
    expect(readFileSync(layout.natsConfig('jjj'), 'utf8')).not.toContain('nats-leaf://127.0.0.1:9"');
  });
});
