import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Evidence } from '../trust/evidence';
import { PublicKeys } from '../trust/public-keys';
import { readHeldReceipts } from './held-receipts';
import { REPOSITORY, readSetUp } from './set-up';
import { StaticContract } from './static-contract';

const refused = (kind: 'usage' | 'unreachable', message: RegExp) => ({ name: 'AuditError', kind, message: expect.stringMatching(message) as string });
let directory: string;
beforeEach(() => { directory = mkdtempSync(join(tmpdir(), 'tongban-audit-')); });
afterEach(() => rmSync(directory, { recursive: true, force: true }));
const write = (name: string, content: unknown): string => {
  const file = join(directory, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
};

describe('a data directory', () => {
  it('of nothing that runs is said to be so', () => {
    write('setup.json', {});
    expect(() => readSetUp(directory)).toThrow(expect.objectContaining(refused('unreachable', /run npm start first/)));
  });
  it('of a set-up without an auditor is said to be so', () => {
    write('run.json', {});
    write('setup.json', { environment: 'sandbox', participants: {}, trustDirectory: 'trust.json' });
    expect(() => readSetUp(directory)).toThrow(expect.objectContaining(refused('unreachable', /has no auditor/)));
  });
  it('that was cut off half-way is said to be so', () => {
    write('run.json', {});
    write('setup.json', '{"environment":');
    expect(() => readSetUp(directory)).toThrow(expect.objectContaining(refused('unreachable', /cannot be read/)));
  });
});

describe('the static contract', () => {
  const contract = new StaticContract(join(REPOSITORY, 'proto'));
  it('gives bytes for absent bytes', () => {
    expect(contract.decode('RejectedMessage', new Uint8Array())?.original).toBeInstanceOf(Uint8Array);
    expect(contract.decode('Receipt', new Uint8Array())?.messageDigest).toHaveLength(0);
  });
  it('says when bytes are no such message', () => expect(contract.decode('CaseEntry', Buffer.from('nothing of ours'))).toBeUndefined());
});

describe('held receipts', () => {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const key = { keyId: 'hub:yrd#1', owner: 'hub:yrd', algorithm: 'ed25519', publicKey: publicKey.export({ format: 'der', type: 'spki' }).toString('base64'), validFrom: '2026-01-01T00:00:00+08:00', validTo: '2026-12-31T00:00:00+08:00' };
  const contract = new StaticContract(join(REPOSITORY, 'proto'));
  const field = (number: number, content: Buffer): Buffer => Buffer.concat([Buffer.from([(number << 3) | 2, content.length]), content]);
  /** A RECEIVED, put together byte by byte: level 1, issuer 7, at 8; then receipt 1 and signature 2 (algorithm 1, key id 2, value 3). */
  const received = ({ at = '2026-03-02T09:00:00+08:00', issuer = 'hub:yrd', keyId = key.keyId, spoil = false } = {}): string => {
    const receipt = Buffer.concat([Buffer.from([0x08, 1]), field(7, Buffer.from(issuer)), field(8, Buffer.from(at))]);
    const value = sign(null, receipt, privateKey);
    if (spoil) value[0]! ^= 1;
    return Buffer.concat([field(1, receipt), field(2, Buffer.concat([Buffer.from([0x08, 1]), field(2, Buffer.from(keyId)), field(3, value)]))]).toString('base64');
  };
  const evidence = (): Evidence => new Evidence(contract, new PublicKeys([key]));
  const line = (receipt: string): string => JSON.stringify({ participant: '310000', receipt, at: '' });

  it('are read line by line, and verified with public keys alone', async () => {
    const [held] = await readHeldReceipts(write('held.ndjson', `\n${line(received())}\n`), evidence());
    expect(held).toMatchObject({ where: 'held.ndjson:2', participant: '310000', receipt: { level: 'RECEIVED', issuer: 'hub:yrd' } });
    expect(held!.receipt.fault).toBeUndefined();
  });
  it.each([
    ['a changed signature', received({ spoil: true }), 'the signature is not of these bytes'],
    ['an unknown key', received({ keyId: 'hub:yrd#2' }), 'unknown key'],
    ['the key of another', received({ issuer: 'hub:gba' }), 'the key is of hub:yrd'],
    ['a key that was not valid then', received({ at: '2027-03-02T09:00:00+08:00' }), 'the key was not valid then'],
    ['a key and a time that is none', received({ at: 'once' }), 'the key was not valid then'],
  ])('with %s carry that fault', async (_what, receipt, fault) => {
    const [held] = await readHeldReceipts(write('held.ndjson', line(receipt)), evidence());
    expect(held!.receipt.fault).toBe(fault);
  });
  it.each([['{"participant":"310000"}'], ['not JSON'], [JSON.stringify({ participant: '310000', receipt: 'AAAA' })], [JSON.stringify({ receipt: received() })], ['null']])('are refused when line 1 is %s', async (text) => {
    await expect(readHeldReceipts(write('held.ndjson', text), evidence())).rejects.toMatchObject(refused('usage', /^held\.ndjson:1 /));
  });
  it('are refused when there is no such file', async () => {
    await expect(readHeldReceipts(join(directory, 'none'), evidence())).rejects.toMatchObject(refused('usage', /no file/));
  });
});
