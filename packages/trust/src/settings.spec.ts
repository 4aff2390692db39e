import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ParticipantCredentialsSchema, readCredentials } from './credentials';
import { generateSigningKey } from './keys';
import { MASK, credentialsSetting, masked, maskedText, printedSettings, refuseSecretsIn } from './settings';

// Made up; the form is that of an NKey seed of a user.
const SEED = `SU${'AM5DIRDXZSEGQLI2HIPYEHHR6Q3ZXBWBRKUBVKXSHF2SYRCTMYWXZ'.slice(0, 56)}`;
const { signing } = generateSigningKey('participant:310000');
const secrets = [SEED, signing.privateKey, 'hunter-2'];

describe('a configuration that is printed', () => {
  const printed = printedSettings([
    { name: 'TONGBAN_REDIS_URL', value: 'redis://hub:hunter-2@127.0.0.1:6379/0', origin: 'environment' },
    { name: 'credentials', value: { region: 'yrd', nkeySeed: SEED, signingKey: signing, laterSigningKeys: [signing], servers: ['nats://a:hunter-2@127.0.0.1'] }, origin: 'file hub.json' },
    { name: 'TONGBAN_LOG_LEVEL', value: 'info', origin: 'default' },
  ]);
  it('names each setting, its value and where it is from', () => expect(JSON.parse(printed)).toMatchObject({ settings: {
    TONGBAN_REDIS_URL: { value: `redis://${MASK}@127.0.0.1:6379/0`, origin: 'environment' },
    credentials: { value: { region: 'yrd', nkeySeed: MASK, signingKey: { keyId: signing.keyId, privateKey: MASK } }, origin: 'file hub.json' },
    TONGBAN_LOG_LEVEL: { value: 'info', origin: 'default' },
  } }));
  it.each(secrets)('has no secret in it', (secret) => expect(printed).not.toContain(secret));
  it('masks secrets by their form wherever they stand', () => {
    expect(maskedText(`begin ${SEED} end`)).toBe(`begin ${MASK} end`);
    expect(maskedText('-----BEGIN PRIVATE KEY-----\nMC4C\n-----END PRIVATE KEY-----')).toBe(MASK);
    expect(masked({ deep: [{ password: 5 }] })).toEqual({ deep: [{ password: MASK }] });
    expect(maskedText('nats://127.0.0.1:4222')).toBe('nats://127.0.0.1:4222');
  });
});

describe('a secret on a command line', () => {
  it.each([[['--data', 'x', SEED]], [['--seed', 'x']], [['--redis', 'redis://u:hunter-2@h']], [['--password=x']], [['-----BEGIN PRIVATE KEY-----']]])('is refused and not repeated', (args) => {
    expect(() => refuseSecretsIn(args)).toThrow(expect.objectContaining({ code: 'credentials.on-command-line' }));
    for (const secret of secrets) expect(() => refuseSecretsIn(args)).not.toThrow(secret);
  });
  it('is nothing that commands usually have', () => expect(() => refuseSecretsIn(['case', 'open', '--item', 'HRSS-SSI-0201', '--file', 'fields.json', '--as', '310000', '--print-config'])).not.toThrow());
});

describe('a file of credentials', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-credentials-'));
  afterAll(() => rmSync(directory, { recursive: true, force: true }));
  const file = join(directory, 'participant.json');
  it.each([`${SEED}`, `{"nkeySeed": "${SEED}" "x"}`, `{"nkeySeed": "${SEED}", "version": 2}`, 'null', ''])('that is wrong is refused by a code, without what it contains', (text) => {
    writeFileSync(file, text);
    let error: unknown;
    try { readCredentials(ParticipantCredentialsSchema, file); } catch (cause) { error = cause; }
    expect(error).toMatchObject({ code: 'credentials.invalid' });
    const said = `${(error as Error).message} ${String((error as Error).cause)} ${(error as Error).stack}`;
    expect(said).toContain(file);
    expect(said).not.toContain(SEED.slice(0, 8));
    expect(JSON.stringify(credentialsSetting('credentials', file).map(({ value }) => masked(value)))).not.toContain(SEED);
  });
  it('that is not there is refused by the same code', () => expect(() => readCredentials(ParticipantCredentialsSchema, join(directory, 'absent.json'))).toThrow(expect.objectContaining({ code: 'credentials.invalid' })));
});
