import { ENVIRONMENTS, encode, v1 } from '@tongban/contracts';
import { sha256 } from './digest';
import { TrustDirectory } from './directory';
import { Signer, generateSigningKey } from './keys';
import { type ReceiptFields, issueReceipt, readReceipt } from './receipts';
import { type ReceiptSubject, judgeReceipt } from './receipt-verdict';
import { signMessage } from './signed-message';

const AT = '2026-03-02T09:00:00+08:00';
const keys = {
  border: generateSigningKey('hub:yrd'), home: generateSigningKey('hub:jjj'), elsewhere: generateSigningKey('hub:gba'),
  sender: generateSigningKey('participant:310000'), recipient: generateSigningKey('participant:110000'), third: generateSigningKey('participant:440000'),
};
type Who = keyof typeof keys;
const directory = new TrustDirectory({ version: 1, keys: Object.values(keys).map((key) => key.public) });
const context = {
  directory, environment: 'sandbox' as const, homeOf: (caseNo: string) => (caseNo === 'C-1' ? 'jjj' : undefined),
  regionOf: (participant: string) => ({ 310000: 'yrd', 110000: 'jjj', 440000: 'gba' })[participant],
};
const envelope = { messageId: 'm-1', caseNo: 'C-1', sender: { participant: '310000' }, recipient: { participant: '110000' }, data: Buffer.from('data') };
let message: Uint8Array;
let other: Uint8Array;
beforeAll(async () => {
  const signer = new Signer(keys.sender.signing);
  message = await signMessage(signer, envelope);
  other = await signMessage(signer, { ...envelope, data: Buffer.from('other') });
});

const issued = (who: Who, level: ReceiptFields['level'], over: Partial<ReceiptFields> = {}): Promise<v1.SignedReceipt> => issueReceipt(new Signer(keys[who].signing), {
  level, environment: ENVIRONMENTS.sandbox, messageId: 'm-1', caseNo: 'C-1', messageDigest: sha256(message), sender: '310000', issuer: keys[who].public.owner, at: AT, ...over,
});
const judged = (signed: v1.SignedReceipt, shown: { readonly message?: Uint8Array; readonly about?: ReceiptSubject } = { message }, over: Partial<typeof context> = {}) =>
  judgeReceipt({ signed: encode(v1.SignedReceipt, signed), ...shown }, { ...context, ...over });

describe('a receipt', () => {
  it.each<[Who, ReceiptFields['level']]>([
    ['border', 'RECEIVED'], ['home', 'REGISTERED'], ['recipient', 'DELIVERED'], ['recipient', 'TAKEN'], ['border', 'REJECTED'], ['home', 'REJECTED'], ['recipient', 'REJECTED'],
  ])('by the %s proves %s', async (who, level) => {
    const signed = await issued(who, level, level === 'REJECTED' ? { code: 'message.expired' } : {});
    const verdict = await judged(signed);
    expect(verdict).toEqual({ level, caseNo: 'C-1', messageId: 'm-1', issuer: keys[who].public.owner, keyId: keys[who].public.keyId, at: AT, digest: 'message', ...(level === 'REJECTED' && { code: 'message.expired' }) });
    expect((await judged(signed, { about: { digest: sha256(message).toString('hex') } })).digest).toBe('stated');
    expect(await judged(signed, {})).toMatchObject({ digest: 'not-at-hand' });
    expect((await judged(signed, {})).fault).toBeUndefined();
  });

  it.each<[Who, ReceiptFields['level']]>([
    ['home', 'RECEIVED'], ['elsewhere', 'RECEIVED'], ['sender', 'RECEIVED'], ['border', 'REGISTERED'], ['recipient', 'REGISTERED'], ['sender', 'DELIVERED'], ['home', 'DELIVERED'], ['third', 'TAKEN'], ['third', 'REJECTED'], ['elsewhere', 'REJECTED'], ['sender', 'REJECTED'],
  ])('by the %s cannot say %s', async (who, level) => {
    expect((await judged(await issued(who, level))).fault?.code).toBe('receipt.not-entitled');
  });

  it('whose level was changed afterwards is not signed', async () => {
    const signed = await issued('recipient', 'DELIVERED');
    const raised = encode(v1.Receipt, { ...readReceipt(signed), level: v1.ReceiptLevel.RECEIPT_LEVEL_TAKEN });
    expect((await judged(v1.SignedReceipt.create({ ...signed, receipt: raised }))).fault?.code).toBe('signature.invalid');
  });
  it('whose digest was changed afterwards is not signed', async () => {
    const signed = await issued('home', 'REGISTERED');
    const moved = encode(v1.Receipt, { ...readReceipt(signed), messageDigest: sha256(other) });
    expect((await judged(v1.SignedReceipt.create({ ...signed, receipt: moved }), { message: other })).fault?.code).toBe('signature.invalid');
  });
  it('in another name than its signer\'s is none', async () => {
    const forged = await issueReceipt(new Signer(keys.third.signing), { ...readReceipt(await issued('home', 'REGISTERED')), level: 'REGISTERED' });
    expect((await judged(forged)).fault?.code).toBe('signature.unknown-key');
    expect((await judged(v1.SignedReceipt.create({ receipt: forged.receipt }))).fault?.code).toBe('signature.missing');
  });
  it('of another message does not do, whether the message is there or only named', async () => {
    const ofOther = await issued('home', 'REGISTERED', { messageDigest: sha256(other) });
    expect((await judged(ofOther)).fault).toEqual({ code: 'receipt.other-message', detail: expect.stringContaining('digest') });
    expect((await judged(ofOther, { about: { digest: sha256(message).toString('hex') } })).fault?.code).toBe('receipt.other-message');
    expect((await judged(await issued('home', 'REGISTERED', { messageId: 'm-2' }))).fault).toEqual({ code: 'receipt.other-message', detail: expect.stringContaining('messageId') });
    expect((await judged(await issued('home', 'REGISTERED'), { message: other, about: { digest: sha256(message).toString('hex') } })).fault?.code).toBe('receipt.other-message');
  });
  it('of another environment does not do', async () => {
    expect((await judged(await issued('home', 'REGISTERED', { environment: ENVIRONMENTS.production }))).fault?.code).toBe('message.wrong-environment');
  });
  it('is judged by the keys of the time of its claim: a revoked one proves what it signed before', async () => {
    const dated = new TrustDirectory({ version: 1, keys: Object.values(keys).map((key) => key.public) });
    const revokedAt = Date.parse('2026-03-02T12:00:00+08:00');
    dated.follow((participant, at) => (participant !== '110000' ? undefined : Date.parse(at) < revokedAt ? [keys.recipient.public] : []));
    const before = await issued('recipient', 'TAKEN');
    const after = await issued('recipient', 'TAKEN', { at: '2026-03-02T12:00:01+08:00' });
    expect((await judged(before, { message }, { directory: dated })).fault).toBeUndefined();
    expect((await judged(after, { message }, { directory: dated })).fault?.code).toBe('signature.unknown-key');
  });
  it('that cannot be read says so', async () => {
    expect(await judgeReceipt({ signed: Buffer.from('no receipt') }, context)).toMatchObject({ level: '', fault: { code: 'message.malformed' } });
    expect((await judged(v1.SignedReceipt.create({ receipt: encode(v1.Receipt, { level: 99 as v1.ReceiptLevel }) }))).fault?.code).toBe('message.malformed');
  });
  it('for bytes that nobody can read is judged by their digest', async () => {
    const garbage = Buffer.from('garbage');
    const rejected = await issued('border', 'REJECTED', { messageId: '', caseNo: '', messageDigest: sha256(garbage), code: 'message.malformed' });
    expect((await judged(rejected, { message: garbage })).fault).toBeUndefined();
    expect((await judged(rejected, { message })).fault?.code).toBe('receipt.other-message');
  });
});
