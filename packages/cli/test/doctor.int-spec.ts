import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { certificateNames, ensureCertificates, issueCertificate, newAuthority } from '@tongban/broker';
import { CONTRACT_VERSION, REGION_CODES, type RegionCode, decode, encode, hubInboxPrefix, streams, subjects, v1 } from '@tongban/contracts';
import { beijingInstant } from '@tongban/domain';
import { QueryServer, connectNats, ensureInbox, ensureRecordStreams } from '@tongban/messaging';
import { type ParticipantCredentials, ParticipantCredentialsSchema, Signer, TrustDirectory, type TrustDirectoryFile, generateSigningKey, readCredentials, readTrustDirectory, signRegistryHead } from '@tongban/trust';
import { type NatsConnection, nkeys } from 'nats';
import { findServer } from '../../../deploy/local/src/find-servers/find-server';
import { findFreePortBase } from '../../../deploy/local/src/launch/busy-ports';
import { Guard } from '../../../deploy/local/src/launch/guard';
import type { ManagedProcess } from '../../../deploy/local/src/launch/managed-process';
import { startNatsServer } from '../../../deploy/local/src/launch/nats-server';
import { type Setup, prepareSetup } from '../../../deploy/local/src/setup/prepare-setup';
import { cacheDirectory } from '../../../deploy/local/src/repository';
import { layoutOf } from '@tongban/data-directory';
import { type Patient, examine } from '../src/doctor/examine';
import type { Finding } from '../src/doctor/finding';

jest.setTimeout(120_000);
const REGION: RegionCode = 'yrd';
const [WELL, UNSERVED] = ['310000', '320000'];
const PARTICIPANTS = [{ participant: WELL, region: REGION }, { participant: UNSERVED, region: REGION }];
const TRANSPORT = { profile: 'mtls', host: '127.0.0.1' } as const;
const INSTALLED = { version: '1.0', digest: 'd' };
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

/** One region's real server with accounts and mutual TLS. What its hub says is the test's, signed with the hub's own key: a hub that is late or wrong cannot be had otherwise. */
describe('tongban doctor, at a real server', () => {
  const directory = mkdtempSync(join(tmpdir(), 'tongban-doctor-'));
  const guard = new Guard();
  let server: ManagedProcess;
  let hub: NatsConnection;
  let setup: Setup;
  let start: () => Promise<ManagedProcess>;
  /** What the hub does otherwise than a sound one. */
  let lapse: { readonly silent?: boolean; readonly realAtMs?: number; readonly held?: number; readonly digest?: string } = {};

  const credentialsOf = (participant: string): ParticipantCredentials => readCredentials(ParticipantCredentialsSchema, setup.layout.participant(participant));
  const doctor = async (change: Partial<ParticipantCredentials> = {}, more: Partial<Patient> = {}): Promise<readonly Finding[]> =>
    examine({ credentials: { ...credentialsOf(WELL), ...change }, trust: readTrustDirectory(setup.layout.trust), installed: INSTALLED, ...more });
  const failed = (findings: readonly Finding[]): Finding[] => findings.filter(({ state }) => state === 'fail');
  const at = (findings: readonly Finding[], layer: Finding['layer']): Finding => findings.find((one) => one.layer === layer)!;
  const url = (host: string, port: number): string[] => [`tls://${host}:${port}`];

  beforeAll(async () => {
    const binary = await findServer('nats-server', { cacheDir: cacheDirectory(), env: process.env, say: () => undefined });
    await ensureCertificates(layoutOf(directory), TRANSPORT, 'sandbox', PARTICIPANTS.map(({ participant }) => participant), Date.now());
    setup = prepareSetup({ dataDir: directory, participants: PARTICIPANTS, portBase: await findFreePortBase(), transport: TRANSPORT });
    start = () => startNatsServer(setup, REGION, binary, guard);
    server = await start();
    const { servers, nkeySeed, tls, signingKey } = setup.identities.hubs[REGION];
    hub = await connectNats({ servers, nkeySeed, tls, name: 'hub', inboxPrefix: hubInboxPrefix(REGION) });
    const topology = { environment: 'sandbox', region: REGION, regions: [REGION, 'jjj'], participants: [WELL] } as const;
    await ensureRecordStreams(hub, topology);
    await ensureInbox(hub, topology);
    const signers = Object.fromEntries(REGION_CODES.map((one) => [one, one === REGION ? new Signer(signingKey) : new Signer(setup.identities.hubs[one].signingKey)])) as Record<RegionCode, Signer>;
    const hello = (): Uint8Array => encode(v1.HelloReply, {
      contracts: [{ version: CONTRACT_VERSION }], region: REGION, environment: 'sandbox', catalogueVersion: INSTALLED.version, catalogueDigest: lapse.digest ?? INSTALLED.digest, clock: { revision: 0, anchors: [] },
    });
    const head = async (bytes: Uint8Array): Promise<Uint8Array> => {
      const { owner, nonce } = decode(v1.RegistryHeadQuery, bytes);
      const realAt = new Date(lapse.realAtMs ?? Date.now()).toISOString();
      const lastNumber = lapse.held === undefined ? 0 : nonce.length === 0 ? lapse.held : lapse.held + 1;
      const signed = await signRegistryHead(signers[owner as RegionCode], {
        environment: 'sandbox', owner: owner as RegionCode, nonce, lastNumber, lastHash: lastNumber === 0 ? new Uint8Array() : new Uint8Array(32).fill(1), realAt, businessAt: beijingInstant(Date.now()),
      });
      return encode(v1.RegistryHeadReply, { head: signed });
    };
    const queries = new QueryServer(hub, 'hub');
    const answer = (name: 'hello' | 'standards-head', give: (bytes: Uint8Array) => Uint8Array | Promise<Uint8Array>): void => {
      queries.serve(subjects.query('sandbox', REGION, WELL, name), async (bytes) => (lapse.silent ? new Promise<Uint8Array>(() => undefined) : give(bytes)));
    };
    answer('hello', hello);
    answer('standards-head', head);
    await hub.flush();
  });
  afterEach(() => { lapse = {}; });
  afterAll(async () => {
    await hub?.close();
    await server?.stop(3_000);
    guard.close();
    rmSync(directory, { recursive: true, force: true });
  });

  it('finds nothing wrong where nothing is, and stores nothing', async () => {
    const findings = await doctor();
    expect(findings.filter(({ state }) => state !== 'ok').map(({ layer }) => layer)).toEqual(['participant']); // no operator's credentials here
    expect((await (await hub.jetstreamManager()).streams.info(streams.submit(WELL))).state).toMatchObject({ messages: 0, last_seq: 0 });
  });

  it.each<[string, () => Promise<readonly Finding[]>, Partial<Finding>]>([
    ['a name that does not resolve', () => doctor({ servers: url('no-such-host.invalid', 4222) }), { layer: 'name', code: 'hub.unreachable', acts: 'network' }],
    ['a closed port', () => doctor({ servers: url('127.0.0.1', 1) }), { layer: 'connection', code: 'hub.unreachable', acts: 'network' }],
    ['an authority that does not vouch for the server', async () => doctor({ tls: { ...credentialsOf(WELL).tls!, ca: (await newAuthority('another', Date.now())).cert } }), { layer: 'tls', code: 'transport.not-trusted', fault: 'trust', acts: 'participant' }],
    ['a server certificate that ended', () => doctor({}, { now: () => Date.now() + 500 * DAY_MS }), { layer: 'tls', code: 'transport.not-trusted', fault: 'trust', acts: 'region' }],
    ['no client certificate', () => doctor({ tls: { ca: credentialsOf(WELL).tls!.ca } }), { layer: 'tls', code: 'transport.not-trusted', fault: 'trust', acts: 'participant' }],
    ['a key the broker does not know', () => doctor({ nkeySeed: new TextDecoder().decode(nkeys.createUser().getSeed()) }), { layer: 'sign-on', code: 'broker.refused', fault: 'authorisation', acts: 'participant' }],
  ])('names %s, and tests nothing behind it', async (_what, examined, expected) => {
    const findings = await examined();
    expect(failed(findings)[0]).toMatchObject({ ...expected, next: { zh: expect.stringMatching(/./), en: expect.stringMatching(/./) } });
    for (const layer of ['rights', 'hub', 'standards', 'clock', 'participant'] as const) expect(at(findings, layer).state).toBe('untested');
  });
  it('names a right that is missing, and goes on', async () => {
    const findings = await doctor({ participant: UNSERVED }); // with the key, and so the account, of another
    expect(at(findings, 'rights')).toMatchObject({ state: 'fail', code: 'query.forbidden', fault: 'authorisation', acts: 'region' });
    expect(at(findings, 'hub')).toMatchObject({ state: 'fail', code: 'hub.unreachable' });
  });
  it('names a hub whose services do not answer', async () => {
    lapse = { silent: true };
    const findings = await doctor();
    expect(failed(findings)).toMatchObject([{ layer: 'hub', code: 'hub.unreachable', acts: 'region' }]);
    expect(at(findings, 'rights').state).toBe('ok');
  });
  it('names a region that is behind with the standards, and standards here that are other ones', async () => {
    lapse = { held: 4 };
    expect(at(await doctor(), 'standards')).toMatchObject({ state: 'warn', code: 'standard.not-current', acts: 'region', en: expect.stringContaining('4 of 5') });
    lapse = { digest: 'another' };
    expect(at(await doctor(), 'standards')).toMatchObject({ state: 'warn', code: 'schema.version-unknown', acts: 'participant' });
  });
  it('names a trust directory that does not know the hub', async () => {
    const file = JSON.parse(readFileSync(setup.layout.trust, 'utf8')) as TrustDirectoryFile;
    const trust = new TrustDirectory({ ...file, keys: file.keys.filter(({ owner }) => !owner.startsWith('hub:')) });
    expect(at(await doctor({}, { trust }), 'standards')).toMatchObject({ state: 'fail', code: 'signature.unknown-key', fault: 'trust' });
  });
  it.each([[-5_000, 'warn'], [120_000, 'fail'], [0, 'ok']] as const)('a hub whose clock is off by %i ms is a clock that is %s', async (offMs, state) => {
    if (offMs !== 0) lapse = { realAtMs: Date.now() + offMs };
    expect(at(await doctor(), 'clock')).toMatchObject({ state });
  });
  it('tells of signing keys that ended, end soon, are not registered or not ours', async () => {
    const file = JSON.parse(readFileSync(setup.layout.trust, 'utf8')) as TrustDirectoryFile;
    const own = credentialsOf(WELL).signingKey.keyId;
    const keysWith = async (change: object): Promise<Finding> => at(await doctor({}, { trust: new TrustDirectory({ ...file, keys: file.keys.map((record) => (record.keyId === own ? { ...record, ...change } : record)) }) }), 'keys');
    expect(await keysWith({ validTo: beijingInstant(Date.now() - HOUR_MS) })).toMatchObject({ state: 'fail', code: 'signature.unknown-key', fault: 'trust', acts: 'participant' });
    expect(await keysWith({ validTo: beijingInstant(Date.now() + 10 * DAY_MS) })).toMatchObject({ state: 'warn', en: expect.stringMatching(/in (?:9|10) days/) });
    expect(await keysWith({ validTo: beijingInstant(Date.now() + 100 * DAY_MS) })).toMatchObject({ state: 'ok' });
    expect(await keysWith({ keyId: 'participant:310000#9' })).toMatchObject({ state: 'fail', code: 'signature.unknown-key' });
    const stranger = generateSigningKey(`participant:${WELL}`, 1).public.publicKey;
    expect(failed(await doctor({}, { trust: new TrustDirectory({ ...file, keys: file.keys.map((record) => (record.keyId === own ? { ...record, publicKey: stranger } : record)) }) }))).toMatchObject([{ layer: 'keys', code: 'signature.invalid' }]);
  });
  it('tells of sealing keys that are not registered, whose private half is not here, or that end soon', async () => {
    const file = JSON.parse(readFileSync(setup.layout.trust, 'utf8')) as TrustDirectoryFile;
    const sealingWith = (change: object): Promise<readonly Finding[]> =>
      doctor({}, { trust: new TrustDirectory({ ...file, sealingKeys: file.sealingKeys!.map((record) => (record.owner === `participant:${WELL}` ? { ...record, ...change } : record)) }) });
    expect(failed(await doctor({}, { trust: new TrustDirectory({ ...file, sealingKeys: [] }) }))).toMatchObject([{ layer: 'keys', code: 'seal.no-key', acts: 'participant' }]);
    expect(failed(await sealingWith({ keyId: `participant:${WELL}#9` }))).toMatchObject([{ layer: 'keys', code: 'seal.key-unknown', acts: 'participant' }]);
    const ending = await sealingWith({ validTo: beijingInstant(Date.now() + 10 * DAY_MS) });
    expect([failed(ending), ending.filter(({ state }) => state === 'warn')]).toMatchObject([[], [{ layer: 'keys', en: expect.stringContaining('the sealing key') }]]);
  });
  it('tells of certificates thirty days before they end', async () => {
    const authority = { cert: readFileSync(join(setup.layout.certificates, 'ca.pem'), 'utf8'), key: readFileSync(join(setup.layout.certificates, 'ca.key'), 'utf8') };
    const { cert, key } = await issueCertificate(authority, { name: WELL, days: 10 }, Date.now());
    const findings = await doctor({ tls: { ca: authority.cert, cert, key } });
    expect(findings.filter(({ layer }) => layer === 'certificates').map(({ state, acts }) => [state, acts])).toEqual([['ok', undefined], ['ok', undefined], ['warn', 'participant']]);
    expect(failed(findings)).toEqual([]);
  });
  it('names a server whose certificate is for another name, or over', async () => {
    const authority = { cert: readFileSync(join(setup.layout.certificates, 'ca.pem'), 'utf8'), key: readFileSync(join(setup.layout.certificates, 'ca.key'), 'utf8') };
    const name = certificateNames.server(REGION);
    for (const [request, expected] of [
      [{ name, hosts: ['elsewhere.example', 'localhost'] }, { en: expect.stringContaining('not for 127.0.0.1') }], [{ name, hosts: ['127.0.0.1'], days: -1 }, { en: expect.stringContaining('ended on') }],
    ] as const) {
      const { cert, key } = await issueCertificate(authority, request, Date.now());
      writeFileSync(join(setup.layout.certificates, `${name}.pem`), cert);
      writeFileSync(join(setup.layout.certificates, `${name}.key`), key);
      await server.stop(3_000);
      server = await start();
      expect(failed(await doctor())[0]).toMatchObject({ layer: 'tls', code: 'transport.not-trusted', acts: 'region', ...expected });
      const { servers, nkeySeed, tls } = credentialsOf(WELL);
      await expect(connectNats({ name: 'client', servers, nkeySeed, tls, firstConnectWithinMs: 0 })).rejects.toMatchObject({ code: 'transport.not-trusted' });
    }
  });
});
