import { encode, subjects, v1 } from '@tongban/contracts';
import { contentOf } from './failed-content';

const CASE = '310115-20260302-AAAAAAA-0';
const envelope = { messageId: 'm-1', caseNo: CASE, itemCode: 'I-1', messageType: 'APPLY', sender: { participant: '310000', division: '310115' } };
const message = encode(v1.SignedMessage, { envelope: encode(v1.Envelope, envelope) });
const whole = { messageId: 'm-1', caseNo: CASE, sender: '310000', itemCode: 'I-1', messageType: 'APPLY' };
const garbage = Buffer.from([0xff]);

describe('what a failed message is', () => {
  it.each<[string, string, Uint8Array, object]>([
    ['a submission', subjects.submit('sandbox', 'yrd', '310000', 'yrd', 'message'), message, { kind: 'message', ...whole }],
    ['a message of the exchange', subjects.exchange('sandbox', 'yrd', '310000', 'yrd', 'hub', '07', 'message'), message, { kind: 'message', ...whole }],
    ['receipts', subjects.exchange('sandbox', 'ccec', '510000', 'yrd', 'hub', '07', 'receipts'), encode(v1.ReceiptBatch, { caseNo: CASE }), { kind: 'receipts', caseNo: CASE, sender: '510000' }],
    ['an entry of a case log', subjects.caseLog('yrd', '2026', '07', CASE), encode(v1.CaseEntry, { caseNo: CASE, registered: { message } }), { kind: 'entry', ...whole }],
    ['a held message', subjects.heldOf('yrd', CASE).replace('>', '310000.510000.I-1'), message, { kind: 'message', ...whole }],
    ['a timer', subjects.timerDue('yrd', CASE), new Uint8Array(), { kind: 'timer', caseNo: CASE }],
    ['an order of a home', subjects.exchange('sandbox', 'ccec', 'hub', 'yrd', 'hub', '07', 'erasure'), encode(v1.SignedErasureOrder, { order: encode(v1.ErasureOrder, { caseNo: CASE }) }), { kind: 'erasure', caseNo: CASE }],
    ['what nobody knows', 'other.subject', garbage, { kind: '' }],
  ])('is read from %s', (_what, subject, original, expected) => expect(contentOf({ subject, original, headers: {} })).toEqual(expected));

  it.each<[string, string]>([['message', 'message'], ['receipts', 'receipts']])('of %s that nobody can decode, what stands beside it and why', (_what, kind) => {
    const subject = subjects.submit('sandbox', 'yrd', '310000', 'yrd', kind as 'message');
    expect(contentOf({ subject, original: garbage, headers: { 'ce-subject': CASE } })).toEqual({ kind, caseNo: CASE, sender: '310000', undecodable: expect.stringMatching(/./) });
  });
});
