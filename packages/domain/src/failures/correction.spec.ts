import { readCorrection } from './correction';

const OPENING = { message: 'APPLY', division: '310115', item: 'HRSS-SSI-0201', counterpart: '510100', fields: { a: 1 } };
const bytes = (value: unknown): Uint8Array => Buffer.from(typeof value === 'string' ? value : JSON.stringify(value), 'utf8');

describe('what a correction says', () => {
  it.each<[string, object]>([['an opening', OPENING], ['a message of a running case', { message: 'ACCEPT', division: '510100', caseNo: '310115-20260302-AAAAAAA-0', fields: {} }]])('is %s', (_what, correction) =>
    expect(readCorrection(bytes(correction), ['name'])).toEqual(correction));
  it.each<[string, unknown, string]>([
    ['nothing', '', 'query.invalid'], ['no JSON', '{', 'query.invalid'], ['no object', [], 'query.invalid'], ['too much', JSON.stringify({ ...OPENING, fields: { a: 'x'.repeat(70_000) } }), 'query.invalid'],
    ['no message', { ...OPENING, message: '' }, 'query.invalid'], ['no fields', { ...OPENING, fields: [] }, 'query.invalid'], ['what nobody knows', { ...OPENING, more: 1 }, 'query.invalid'],
    ['neither a case nor what it opens', { ...OPENING, item: undefined }, 'query.invalid'], ['a case and an opening', { ...OPENING, caseNo: '310115-20260302-AAAAAAA-0' }, 'query.invalid'],
    ['a personal field, however deep', { ...OPENING, fields: { list: [{ name: 'x' }] } }, 'failure.edit-personal'], ['a citizen id in any field', { ...OPENING, fields: { note: '11010519491231002X' } }, 'failure.edit-personal'],
  ])('is refused when it has %s', (_what, correction, code) => expect(() => readCorrection(bytes(correction), ['name'])).toThrow(expect.objectContaining({ code })));
});
