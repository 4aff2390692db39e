import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ENVIRONMENTS, encode, v1 } from '@tongban/contracts';
import { makeCaseNumber } from '@tongban/domain';
import { type ReceiptFields, Signer, generateSigningKey, issueReceipt, readReceipt, sha256, signMessage } from '@tongban/trust';
import { type Ran, tongban } from '../../test/run';

const CASE_NO = makeCaseNumber({ division: '310115', date: '2026-03-02', random: new Uint8Array([1, 2, 3, 4, 5]) });
const AT = '2026-03-02T09:00:00+08:00';
const SENDER = '310000';
const RECIPIENT = '510000';
const keys = Object.fromEntries(['hub:yrd', 'hub:ccec', `participant:${SENDER}`, `participant:${RECIPIENT}`].map((owner) => [owner, generateSigningKey(owner)]));
const signerOf = (owner: string): Signer => new Signer(keys[owner]!.signing);

interface Line { receipt: string; message?: string; digest?: string; [name: string]: unknown }
let directory: string;
let message: Uint8Array;
let other: Uint8Array;

beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'tongban-receipts-'));
  writeFileSync(join(directory, 'trust.json'), JSON.stringify({ version: 1, keys: Object.values(keys).map((key) => key.public) }));
  writeFileSync(join(directory, 'setup.json'), JSON.stringify({ version: 1, environment: 'sandbox', regions: {}, trustDirectory: 'trust.json', operator: 'operator.json', participants: {} }));
  const envelope = { messageId: 'm-1', caseNo: CASE_NO, sender: { participant: SENDER }, recipient: { participant: RECIPIENT } };
  [message, other] = await Promise.all(['one', 'two'].map((data) => signMessage(signerOf(`participant:${SENDER}`), { ...envelope, data: Buffer.from(data) }))) as [Uint8Array, Uint8Array];
});
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const issued = (issuer: string, level: ReceiptFields['level'], over: Partial<ReceiptFields> = {}): Promise<v1.SignedReceipt> => issueReceipt(signerOf(issuer), {
  level, environment: ENVIRONMENTS.sandbox, messageId: 'm-1', caseNo: CASE_NO, messageDigest: sha256(message), sender: SENDER, issuer, at: AT, ...over,
});
const base64 = (signed: v1.SignedReceipt): string => Buffer.from(encode(v1.SignedReceipt, signed)).toString('base64');
const line = (signed: v1.SignedReceipt, over: Partial<Line> = {}): Line => ({
  participant: SENDER, caseNo: CASE_NO, messageId: 'm-1', recipient: RECIPIENT, digest: sha256(message).toString('hex'), receipt: base64(signed), ...over,
});
const all = async (): Promise<Line[]> => Promise.all([issued('hub:yrd', 'RECEIVED'), issued('hub:yrd', 'REGISTERED', { logIndex: 1, deliveryNo: 1 }), issued(`participant:${RECIPIENT}`, 'DELIVERED'), issued(`participant:${RECIPIENT}`, 'TAKEN')].map(async (one) => line(await one)));
async function verify(lines: readonly unknown[], ...more: string[]): Promise<Ran> {
  const file = join(directory, 'receipts.ndjson');
  writeFileSync(file, lines.map((one) => (typeof one === 'string' ? one : JSON.stringify(one))).join('\n'));
  return tongban(['receipts', 'verify', file, '--offline', '--data', directory, ...more]);
}

describe('receipts verify', () => {
  it('finds what a participant holds good, with its messages and without', async () => {
    const lines = await all();
    expect(await verify(lines, '--json')).toMatchObject({ exit: 0, json: { ok: true, receipts: 4, faulty: 0, verdicts: lines.map(() => expect.objectContaining({ digest: 'stated' })) } });
    const whole = lines.map((one) => ({ ...one, message: Buffer.from(message).toString('base64') }));
    expect((await verify(whole, '--json')).json.verdicts.map(({ level, digest }: { level: string; digest: string }) => [level, digest])).toEqual(['RECEIVED', 'REGISTERED', 'DELIVERED', 'TAKEN'].map((level) => [level, 'message']));
    expect((await verify(lines)).stdout).toContain('4份回执全部有效');
    expect((await verify(lines, '--lang', 'en')).stdout).toContain('all 4 receipts are good');
  });

  it.each<[string, () => Promise<Line>, string]>([
    ['a level that was raised', async () => {
      const signed = await issued(`participant:${RECIPIENT}`, 'DELIVERED');
      return line(v1.SignedReceipt.create({ ...signed, receipt: encode(v1.Receipt, { ...readReceipt(signed), level: v1.ReceiptLevel.RECEIPT_LEVEL_TAKEN }) }));
    }, 'signature.invalid'],
    ['a claim that is somebody else\'s', async () => line(await issued('hub:ccec', 'REGISTERED')), 'receipt.not-entitled'],
    ['a rejection by nobody who may reject', async () => line(await issued(`participant:${SENDER}`, 'REJECTED', { code: 'message.expired' })), 'receipt.not-entitled'],
    ['the receipt of another message', async () => line(await issued('hub:yrd', 'REGISTERED', { messageDigest: sha256(other) })), 'receipt.other-message'],
    ['another message beside it', async () => line(await issued('hub:yrd', 'REGISTERED'), { message: Buffer.from(other).toString('base64') }), 'receipt.other-message'],
    ['no signature', async () => line(v1.SignedReceipt.create({ receipt: (await issued('hub:yrd', 'REGISTERED')).receipt })), 'signature.missing'],
    ['bytes that are no receipt', async () => line(await issued('hub:yrd', 'REGISTERED'), { receipt: Buffer.from('none').toString('base64') }), 'message.malformed'],
  ])('names %s', async (_what, made, code) => {
    const lines = await all();
    const ran = await verify([lines[0], await made(), ...lines.slice(1)], '--json');
    expect(ran).toMatchObject({ exit: 1, json: { ok: false, receipts: 5, faulty: 1, first: { where: 'receipts.ndjson:2', fault: { code } } } });
    expect((await verify([await made()])).stdout).toMatch(new RegExp(`1份回执中1份有误。首个：receipts\\.ndjson:1 {2}${code.replace('.', '\\.')}`));
  });

  it('says which line is none, and proves nothing of an empty file', async () => {
    expect(await verify([...(await all()), '{"digest":"x"}'], '--json')).toMatchObject({ exit: 2, json: { error: { code: 'usage', en: expect.stringContaining('receipts.ndjson:5') } } });
    expect(await verify([], '--json')).toMatchObject({ exit: 1, json: { ok: false, receipts: 0 } });
    expect(await tongban(['receipts', 'verify', 'neither', '--offline', '--data', directory])).toMatchObject({ exit: 2 });
  });
});
