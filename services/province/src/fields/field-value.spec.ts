import type { FieldDocument } from '@tongban/contracts';
import { checkCitizenId, checkUscc, isSyntheticIdentity, makeCaseNumber } from '@tongban/domain';
import fc from 'fast-check';
import { type FillContext, fieldValue } from './field-value';
import { Seed } from './seed';
import { syntheticCitizenId, syntheticUscc } from './synthetic-identity';
import { catalogue } from '../../test/domain-home';

const context: FillContext = { caseNo: '310115-20260302-7K3M9QX-4', now: '2026-03-02T18:30:00Z', ownDivision: '510104', answeredMessageId: '0197f3a0-0000-7000-8000-000000000001' };
const field = (type: string, rules: Partial<FieldDocument> = {}): FieldDocument => ({ id: 'f', zh: '字段', en: 'field', type, part: 'open', required: true, ...rules });
const value = (type: string, rules: Partial<FieldDocument> = {}) => fieldValue(field(type, rules), {}, context, []);

describe('a synthetic value', () => {
  it.each<[string, Partial<FieldDocument>, unknown]>([
    ['bool', {}, true],
    ['date', {}, '2026-03-03'],
    ['date', { constraints: [{ rule: 'notAfterReceipt', severity: 'reject', notAfter: '2026-03-01' }] }, '2026-03-01'],
    ['date', { constraints: [{ rule: 'notBefore', severity: 'alert', notBefore: '2026-04-01' }] }, '2026-04-01'],
    ['year-month', {}, '2026-03'],
    ['datetime', {}, '2026-03-02T18:30:00Z'],
    ['uuid', {}, '0197f3a0-0000-7000-8000-000000000001'],
    ['int64', { min: 0, max: 10, constraints: [{ rule: 'amountMismatch', severity: 'alert', sum: 7 }] }, 7],
    ['int64', { min: 0, max: 5, constraints: [{ rule: 'amountMismatch', severity: 'alert', sum: 7 }] }, 5],
    ['int32', { min: 3, max: 3 }, 3],
    ['int32', { min: 1950, max: 2100 }, 2026],
    ['enum:L', { values: [{ code: 'B', zh: '', en: '' }, { code: 'A', zh: '', en: '' }] }, 'B'],
    ['list<enum:L>', { values: [{ code: 'B', zh: '', en: '' }] }, ['B']],
    ['state-id', { values: [{ code: 'S', zh: '', en: '' }] }, 'S'],
    ['division-code', {}, '510104'],
    ['division-code-county', {}, '510104'],
    ['division-code-city', {}, '510100'],
    ['division-code', { constraints: [{ rule: 'divisionOfActor', severity: 'reject', division: '310000' }] }, '310000'],
    ['division-code', { constraints: [{ rule: 'divisionOfActor', severity: 'reject', division: '510000' }] }, '510104'],
    ['string', { pattern: '^[A-Za-z0-9][A-Za-z0-9._/-]{0,39}$' }, expect.stringMatching(/^310115-20260302-7K3M9QX-4\.[0-9A-F]{4}$/)],
    ['string', { pattern: '^[0-9]{8,32}$', part: 'personal' }, expect.stringMatching(/^[0-9]{8,32}$/)],
    ['string', { minLength: 3, maxLength: 4 }, expect.stringMatching(/^.{3,4}$/u)],
    ['text', { maxLength: 2000 }, expect.stringContaining('合成数据')],
    ['list<string>', { itemPattern: '^[a-z]{2}$', maxItems: 50 }, [expect.stringMatching(/^[a-z]{2}$/)]],
    ['bytes', {}, expect.stringMatching(/^[A-Za-z0-9+/]{22}==$/)],
    ['attachment', {}, { digest: expect.stringMatching(/^sha256:[0-9a-f]{64}$/), size: expect.any(Number), media_type: 'text/plain' }],
    ['record:R', { fields: [field('bool', { id: 'a' }), field('date', { id: 'b', required: false })] }, { a: true }],
    ['list<record:R>', { fields: [field('bool', { id: 'a' })] }, [{ a: true }]],
  ])('of %s %j', (type, rules, expected) => expect(value(type, rules)).toEqual(expected));

  it('a code is one that counted on the day the case was opened', () => {
    const values = [{ code: 'OLD', zh: '', en: '', retiredOn: '2026-03-01' }, { code: 'NEXT', zh: '', en: '', effectiveFrom: '2026-03-03' }, { code: 'THEN', zh: '', en: '', effectiveFrom: '2026-03-02', retiredOn: '2026-03-02' }];
    const caseNo = makeCaseNumber({ division: '310115', date: '2026-03-02', random: Buffer.alloc(8, 7) });
    expect(fieldValue(field('enum:L', { values }), {}, { ...context, caseNo, now: '2026-04-02T18:30:00Z' }, [])).toBe('THEN');
  });

  it('an unknown type is refused', () => expect(() => value('colour')).toThrow('unknown type'));

  it('an identity number is a citizen id where the typing field says so', () => {
    const typing = field('enum:T', { id: 't', values: [{ code: 'ID', zh: '', en: '', numberType: 'citizen-id' }, { code: 'PASS', zh: '', en: '', numberType: 'document-number' }] });
    const number = field('identity-number', { typedBy: 't' });
    const of = (code: string): string => fieldValue(number, { t: code }, context, [typing, number]) as string;
    expect(checkCitizenId(of('ID'))).toMatchObject({ valid: true, addressCode: '310000' });
    expect(of('PASS')).toMatch(/^[A-Z0-9()]{5,20}$/);
  });

  it('identities are valid and belong to nobody, for every participant', () => {
    const provinces = catalogue.divisions.participants().map(({ code }) => code);
    fc.assert(fc.property(fc.constantFrom(...provinces), fc.string(), (province, root) => {
      const citizen = syntheticCitizenId(province, new Seed(root), 'f');
      const uscc = syntheticUscc(province, new Seed(root), 'f');
      expect([checkCitizenId(citizen).valid, isSyntheticIdentity('citizen-id', citizen)]).toEqual([true, true]);
      expect(checkUscc(uscc)).toMatchObject({ valid: true, warnings: [] });
      expect(isSyntheticIdentity('uscc', uscc)).toBe(true);
    }), { numRuns: 500 });
  });
});
