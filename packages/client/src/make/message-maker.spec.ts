import { MESSAGE_BYTES_MAX, headers } from '@tongban/contracts';
import { checkMessage, openMessage, wrappedKeysFromHeader } from '@tongban/trust';
import { AGENCY, GOOD, NOW, OPENER, OTHER, catalogue, flows, makerOf, openingMessage, sealAs, trust } from '../../test/sdk-lab';
import type { OpenRequest } from '../options';
import { plainSeal } from '../seal';
import { correlationIdOf } from './message-id';
import { planOpening } from './opening';

const itemOf = (kind: string): string => [...catalogue.items.keys()].find((item) => catalogue.itemFlow(item) === kind)!;
const REFUSED: [what: string, change: Partial<OpenRequest>, expected: object][] = [
  ['an unknown item', { item: 'HRSS-XXX-9999' }, { code: 'item.unknown' }],
  ['an item that is not handled across provinces', { item: itemOf('not-cross-province') }, { code: 'item.not-cross-province' }],
  ['an item without a flow', { item: itemOf('no-flow') }, { code: 'item.no-flow' }],
  ['an unknown division', { counterpart: '990000' }, { code: 'division.unknown' }],
  ['a division nobody serves', { counterpart: '710000' }, { code: 'division.not-addressable' }],
  ['the same participant on both sides', { counterpart: '310104' }, { code: 'parties.same-participant' }],
  ['another participant as opener', { opener: '510104', counterpart: '310115' }, { code: 'sender.not-itself' }],
  ['a case number that does not check', { caseNo: '310115-20260302-AAAAAAA-0' }, { code: 'case.number-invalid' }],
  ['an unknown message', { message: 'NOTHING' }, { code: 'message.unknown-type' }],
  ['a message that opens nothing', { message: 'C-ACK' }, { code: 'entry.not-found' }],
  ['an actor nobody may open for', { onBehalfOf: 'NOBODY' }, { code: 'entry.not-found' }],
  ['no fields', { message: 'ARC-APPLY', fields: {} }, { code: 'message.invalid-fields' }],
  ['a due date and a date of keeping that are instants', { dueAt: '2026-03-20T00:00:00+08:00', retainUntil: '2036-03-02T00:00:00+08:00' }, {
    code: 'envelope.invalid', faults: [expect.objectContaining({ path: 'due_at', code: 'field.date' }), expect.objectContaining({ path: 'retain_until', code: 'field.date' })],
  }],
  ['a bad local number and a bad instant', { localCaseNo: 'two words', occurredAt: 'today' }, {
    code: 'envelope.invalid', faults: [expect.objectContaining({ path: 'local_case_no' }), expect.objectContaining({ path: 'occurred_at' })],
  }],
];

const toMacao = JSON.parse(JSON.stringify(GOOD.fields).replaceAll(GOOD.counterpart, '820000')) as OpenRequest['fields'];

describe('a message that opens a case', () => {
  it('is complete, signed, and says what was asked', async () => {
    const made = await openingMessage({ localCaseNo: 'SH-1' });
    const opened = openMessage(made.bytes);
    expect(await checkMessage(trust, opened, NOW)).toBeUndefined();
    expect(opened.digest.toString('hex')).toBe(made.digestHex);
    expect(opened.envelope).toMatchObject({
      messageId: made.messageId, contractVersion: '1.0', caseNo: made.caseNo, itemCode: GOOD.item, localCaseNo: 'SH-1', homeRegion: 'yrd',
      sender: { participant: OPENER, division: GOOD.opener, agencyCode: AGENCY }, recipient: { participant: '510000', division: GOOD.counterpart },
      onBehalfOf: GOOD.onBehalfOf, occurredAt: NOW, sentAt: NOW, handlerId: 'sdk', correlationId: correlationIdOf(made.caseNo),
    });
    expect(opened.envelope.traceparent).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-01$/);
    expect(made.headers).toMatchObject({ 'ce-id': made.messageId, 'ce-subject': made.caseNo });
  });

  it('says the due date and the date of keeping as business dates', async () => {
    const { envelope } = openMessage((await openingMessage({ dueAt: '2026-03-20', retainUntil: '2036-03-02' })).bytes);
    expect(envelope).toMatchObject({ dueAt: '2026-03-20', retainUntil: '2036-03-02' });
  });

  it('carries the personal part sealed and nowhere else', async () => {
    const made = await openingMessage();
    const { envelope } = openMessage(made.bytes);
    const flow = flows.get(envelope.flowId)!;
    const { fields, sealed } = flow.messages.decodeOpen(envelope.messageType, envelope.data);
    const place = { caseNo: made.caseNo, messageId: made.messageId, messageType: envelope.messageType, sender: OPENER };
    const wrapped = wrappedKeysFromHeader(made.headers[headers.wrappedKeys]);
    const [personal, asRead] = await Promise.all([OPENER, OTHER].map(async (reader) => flow.messages.decodePersonal(envelope.messageType, await sealAs(reader).unseal(sealed, wrapped, place)).fields));
    expect(asRead).toEqual(personal);
    expect({ ...fields, ...personal }).toEqual(GOOD.fields);
    for (const value of Object.values(personal!)) if (typeof value === 'string' && value.length > 5) expect(Buffer.from(made.bytes).includes(value)).toBe(false);
    expect(Object.keys(fields)).not.toEqual(expect.arrayContaining(Object.keys(personal!)));
  });

  it('finds its entry by the fields when none is named, acting for whom the entry says', async () => {
    const { messageType, onBehalfOf } = openMessage((await openingMessage({ onBehalfOf: undefined })).bytes).envelope;
    expect({ messageType, onBehalfOf }).toEqual({ messageType: 'ARC-APPLY', onBehalfOf: 'APPLICANT' });
  });

  it.each(REFUSED)('is refused before anything is stored: %s', async (_what, change, expected) => {
    await expect(openingMessage(change)).rejects.toMatchObject(expected);
  });

  it('names every fault of both parts at once, and no value', async () => {
    const fields = { ...GOOD.fields, id_number: '310000190001011081', gender: 'NONSENSE', unheard_of: 1, current_holder_division: undefined as never };
    const error = await openingMessage({ message: 'ARC-APPLY', fields }).catch((cause: unknown) => cause as { code: string; message: string; faults: { path: string }[] });
    expect(error).toMatchObject({ code: 'message.invalid-fields' });
    expect((error as { faults: { path: string }[] }).faults.map(({ path }) => path)).toEqual(expect.arrayContaining(['id_number', 'gender', 'unheard_of', 'current_holder_division']));
    expect(JSON.stringify(error)).not.toContain('310000190001011081');
  });

  it('of a real person is refused in the sandbox', async () => {
    // GB 11643's own example number: valid, with a county's address code.
    await expect(openingMessage({ fields: { ...GOOD.fields, id_number: '11010519491231002X' } })).rejects.toMatchObject({
      code: 'message.invalid-fields', faults: [expect.objectContaining({ path: 'id_number', code: 'field.not-synthetic' })],
    });
  });

  it('is not sent unsealed outside the sandbox', async () => {
    const plan = planOpening(GOOD, { catalogue, flows, participant: OPENER, now: NOW });
    for (const seal of [plainSeal('production'), sealAs(OPENER, { environment: 'production', unsealed: true })])
      await expect(makerOf(OPENER, 'production', undefined, seal).make({ ...GOOD, division: undefined, ...plan })).rejects.toMatchObject({ code: 'seal.not-allowed' });
    const plain = { algorithm: 1, recipients: [], nonce: new Uint8Array(), ciphertext: new Uint8Array(), digest: new Uint8Array(), keysDigest: new Uint8Array() };
    const place = { caseNo: 'C', messageId: 'M', messageType: 'T', sender: OPENER };
    await expect(sealAs(OPENER, { environment: 'drill' }).unseal(plain, new Uint8Array(), place)).rejects.toMatchObject({ code: 'seal.not-allowed' });
  });
  it('is not made for a recipient for whom nothing can be sealed, and says for whom', async () => {
    const directory = { newestSealingKey: (participant: string, at: string) => (participant === OTHER ? undefined : trust.newestSealingKey(participant, at)) };
    const plan = planOpening(GOOD, { catalogue, flows, participant: OPENER, now: NOW });
    await expect(makerOf(OPENER, 'sandbox', undefined, sealAs(OPENER, { directory })).make({ ...GOOD, division: undefined, ...plan })).rejects.toMatchObject({ code: 'seal.no-key', message: expect.stringContaining(OTHER) });
  });

  it.each<[string, Partial<OpenRequest>, object]>([
    ['without a legal basis', {}, { faults: [{ path: 'legal_basis', code: 'personal-data.cross-border' }] }],
    ['on a basis that is not listed', { legalBasis: { code: 'friendship', document: 'A-1' } }, { faults: [{ path: 'legal_basis.code' }] }],
    ['on a basis of the Bay, from outside it', { legalBasis: { code: 'gba-standard-contract', document: 'A-1' } }, { faults: [{ path: 'legal_basis.code' }] }],
  ])('with personal data for a SAR is refused before anything is sealed (T6-C6): %s', async (_what, change, expected) =>
    expect(openingMessage({ counterpart: '820000', fields: toMacao, ...change })).rejects.toMatchObject({ code: 'personal-data.cross-border', ...expected }));
  it('states the legal basis it goes on', async () => {
    const legalBasis = { code: 'standard-contract', document: 'SH-2026-0042' };
    expect(openMessage((await openingMessage({ counterpart: '820000', fields: toMacao, legalBasis })).bytes).envelope.legalBasis).toMatchObject(legalBasis);
  });
  it('larger than 1 MiB is refused', async () => {
    const maker = makerOf(OPENER);
    await expect(maker.sign({ properties: { messageId: 'm', data: new Uint8Array(MESSAGE_BYTES_MAX) }, wrappedKeys: new Uint8Array() })).rejects.toMatchObject({ code: 'message.too-large' });
  });
});
