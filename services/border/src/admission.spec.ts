import { randomUUID } from 'node:crypto';
import { loadCatalogue } from '@tongban/catalogue';
import { type ErrorCode, MESSAGE_BYTES_MAX, WRAPPED_KEYS_BYTES_MAX, encode, v1 } from '@tongban/contracts';
import { makeCaseNumber } from '@tongban/domain';
import { Signer, TrustDirectory, generateSigningKey, openMessage, sha256, signMessage } from '@tongban/trust';
import { type AdmissionContext, admit } from './admission';

const { divisions } = loadCatalogue();
const shanghai = generateSigningKey('participant:310000');
const sichuan = generateSigningKey('participant:510000');
const context: AdmissionContext = {
  environment: 'sandbox', participant: '310000', homeRegion: 'yrd', receivedAt: '2026-03-02T09:00:00+08:00', divisions,
  trust: new TrustDirectory({ version: 1, keys: [shanghai.public, sichuan.public] }), crossingOn: () => false, takesUnsealed: true,
};
const number = (division: string): string => makeCaseNumber({ division, date: '2026-03-02', random: new Uint8Array(8) });
const good = (): v1.Envelope.$Properties => ({
  messageId: randomUUID(), contractVersion: '1.0', environment: v1.Environment.ENVIRONMENT_SANDBOX, messageType: 'X', schemaDigest: 'a'.repeat(64),
  caseNo: number('310115'), correlationId: randomUUID(), itemCode: 'I', flowId: 'F', handlerId: 'h-1', homeRegion: 'yrd',
  sender: { participant: '310000', division: '310115', agencyCode: '11310000HT00000425' }, recipient: { participant: '510000', division: '510104' },
  occurredAt: '2026-03-02T08:59:00+08:00', sentAt: '2026-03-02T08:59:30+08:00', data: Buffer.from('data'),
});
const signed = (change: v1.Envelope.$Properties = {}): Promise<Uint8Array> => signMessage(new Signer(shanghai.signing), { ...good(), ...change });

describe('admission at the border', () => {
  it('admits a message of the participant that is connected', async () => expect(await admit(await signed(), context)).toMatchObject({ admitted: true }));

  const refused: [string, v1.Envelope.$Properties, ErrorCode, string?][] = [
    ['another contract version', { contractVersion: '9.0' }, 'contract.unsupported'],
    ['another environment', { environment: v1.Environment.ENVIRONMENT_PRODUCTION }, 'message.wrong-environment'],
    ['another sender', { sender: { participant: '510000', division: '510104', agencyCode: '11310000HT00000425' } }, 'sender.not-itself'],
    ['a division of another participant', { sender: { participant: '310000', division: '510104', agencyCode: '11310000HT00000425' } }, 'sender.not-itself'],
    ['no message id', { messageId: '' }, 'envelope.invalid', 'message_id'],
    ['a message id that is no uuid', { messageId: 'x' }, 'envelope.invalid', 'message_id'],
    ['an agency code that fails its check', { sender: { participant: '310000', division: '310115', agencyCode: '11310000HT00000426' } }, 'envelope.invalid', 'sender.agency_code'],
    ['a time without offset', { occurredAt: '2026-03-02T08:59:00' }, 'envelope.invalid', 'occurred_at'],
    ['a due date that is an instant', { dueAt: '2026-03-20T00:00:00+08:00' }, 'envelope.invalid', 'due_at'],
    ['a date of keeping that does not exist', { retainUntil: '2027-02-29' }, 'envelope.invalid', 'retain_until'],
    ['a region that is none', { homeRegion: 'xyz' }, 'envelope.invalid', 'home_region'],
    ['a handler id with a name in it', { handlerId: '张三' }, 'envelope.invalid', 'handler_id'],
    ['a number of a document that is a sentence', { legalBasis: { code: 'standard-contract', document: '张三 同意' } }, 'envelope.invalid', 'legal_basis.document'],
    ['a local case number with free text', { localCaseNo: 'a b c' }, 'envelope.invalid', 'local_case_no'],
    ['an unknown recipient division', { recipient: { participant: '990000', division: '990000' } }, 'division.unknown'],
    ['a division nobody serves', { recipient: { participant: '710000', division: '710000' } }, 'division.not-addressable'],
    ['the same participant on both sides', { recipient: { participant: '310000', division: '310104' } }, 'parties.same-participant'],
    ['a case number with a wrong check character', { caseNo: `${number('310115').slice(0, -1)}${number('310115').endsWith('0') ? '1' : '0'}` }, 'case.number-invalid'],
    ['a case homed elsewhere', { caseNo: number('510104') }, 'route.wrong-home'],
    ['a message past its expiry', { expiresAt: '2026-03-02T08:59:59+08:00' }, 'message.expired'],
  ];
  it.each(refused.map(([what, change, code, path = '']) => [what, change, code, path] as const))('refuses %s', async (_what, change, code, path) => {
    const admission = await admit(await signed(change), context);
    expect(admission).toMatchObject({ admitted: false, code });
    if (path) expect(admission).toMatchObject({ faults: [expect.objectContaining({ path })] });
  });

  it('names every wrong attribute at once', async () => {
    const admission = await admit(await signed({ messageId: 'x', handlerId: '', sentAt: 'now' }), context);
    expect(admission).toMatchObject({ admitted: false, faults: [{ path: 'message_id' }, { path: 'handler_id' }, { path: 'sent_at' }] });
  });
  it('refuses garbage, an empty message and too many bytes', async () => {
    expect(await admit(Buffer.from('garbage'), context)).toMatchObject({ code: 'message.malformed' });
    expect(await admit(new Uint8Array(), context)).toMatchObject({ code: 'message.malformed' });
    expect(await admit(new Uint8Array(MESSAGE_BYTES_MAX + 1), context)).toMatchObject({ code: 'message.too-large' });
  });
  it('refuses what is unsigned, signed by another or changed afterwards', async () => {
    const opened = openMessage(await signed());
    expect(await admit(encode(v1.SignedMessage, { envelope: opened.envelopeBytes }), context)).toMatchObject({ code: 'signature.missing' });
    expect(await admit(await signMessage(new Signer(sichuan.signing), good()), context)).toMatchObject({ code: 'signature.unknown-key' });
    const changed = encode(v1.Envelope, { ...opened.envelope, handlerId: 'h-2' });
    expect(await admit(encode(v1.SignedMessage, { envelope: changed, signature: opened.signature }), context)).toMatchObject({ code: 'signature.invalid' });
    const other = encode(v1.Envelope, { ...opened.envelope, data: Buffer.from('other') });
    expect(await admit(encode(v1.SignedMessage, { envelope: other, signature: opened.signature }), context)).toMatchObject({ code: 'digest.mismatch' });
  });
  it('takes business dates for the due date and the date of keeping', async () =>
    expect(await admit(await signed({ dueAt: '2026-03-20', retainUntil: '2036-03-02' }), context)).toMatchObject({ admitted: true }));
  it.each<[string, v1.Envelope.$Properties, boolean, boolean]>([
    ['what is sealed, and said to be personal', {}, false, false],
    ['what is sealed, and said to be nothing', { personalDataClass: v1.PersonalDataClass.PERSONAL_DATA_CLASS_NONE }, false, false],
    ['what is sealed, where the pair is switched on', {}, true, true],
    ['what has nothing sealed', { personalDataClass: v1.PersonalDataClass.PERSONAL_DATA_CLASS_NONE, data: new Uint8Array() }, false, true],
  ])('lets personal data out to a SAR only where it is switched on (T6-C6): %s', async (_what, change, on, admitted) => {
    // Field 1 of every flow message is what is sealed.
    const sealed = encode(v1.Sealed, { ciphertext: Buffer.from('opaque') });
    const data = Buffer.concat([Buffer.from([0x0a, sealed.length]), sealed]);
    const admission = await admit(await signed({ recipient: { participant: '820000', division: '820000' }, data, ...change }), { ...context, crossingOn: () => on });
    expect(admission).toMatchObject(admitted ? { admitted } : { admitted, code: 'personal-data.cross-border', faults: [{ path: 'recipient.participant' }] });
  });
  it('takes what is sealed only with the wrapped keys it names', async () => {
    const wrappedKeys = Buffer.from('wrapped keys');
    const sealed = encode(v1.Sealed, { algorithm: v1.SealAlgorithm.SEAL_ALGORITHM_X25519_AES256_GCM, ciphertext: Buffer.from('opaque'), keysDigest: sha256(wrappedKeys) });
    const part = Buffer.concat([Buffer.from([0x0a, sealed.length]), sealed]);
    const plain = encode(v1.Sealed, { algorithm: v1.SealAlgorithm.SEAL_ALGORITHM_NONE, ciphertext: Buffer.from('张三') });
    const inPlain = Buffer.concat([Buffer.from([0x0a, plain.length]), plain]);
    const codeOf = async (data: Uint8Array, more: Partial<AdmissionContext>, change: v1.Envelope.$Properties = {}) => {
      const admission = await admit(await signed({ data, ...change }), { ...context, ...more });
      return admission.admitted ? 'admitted' : admission.code;
    };
    expect(await codeOf(part, { wrappedKeys })).toBe('admitted');
    for (const other of [new Uint8Array(), Buffer.from('others'), Buffer.alloc(WRAPPED_KEYS_BYTES_MAX + 1)]) expect(await codeOf(part, { wrappedKeys: other })).toBe('seal.keys-missing');
    expect(await codeOf(Buffer.concat([part, part]), { wrappedKeys })).toBe('seal.broken');
    expect([await codeOf(inPlain, {}), await codeOf(inPlain, { wrappedKeys }), await codeOf(inPlain, { takesUnsealed: false })]).toEqual(['admitted', 'seal.keys-missing', 'seal.not-allowed']);
    expect(await codeOf(inPlain, { environment: 'production' }, { environment: v1.Environment.ENVIRONMENT_PRODUCTION })).toBe('seal.not-allowed');
  });
  it('takes a message that expires later than it was received', async () =>
    expect(await admit(await signed({ expiresAt: '2026-03-02T09:00:01+08:00' }), context)).toMatchObject({ admitted: true }));
});
