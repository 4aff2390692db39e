import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import fc from 'fast-check';
import { DICTIONARY, FLOW, flowOf } from '../../fixtures/flow-of-every-type';
import { flows as referenceFlows, dictionary as referenceDictionary, walks } from '../../test/reference-flows';
import type { FieldSpec, FieldValue, Fields, Flow, FlowDictionary } from '../flow/model';
import type { ValidationContext } from './context-rules';
import { EMPTY_LOCK, assignNumbers } from './field-numbers';
import { vocabularyOf } from './flow-vocabulary';
import { messageJsonSchema } from './json-schema';
import { compileMessages } from './message-types';

const CONTEXT: ValidationContext = { environment: 'production', syntheticOnly: false, divisions: { isKnown: (code) => /^\d{6}$/.test(code) }, unknownFields: 'keep' };
/** What no schema can say: a checksum. */
const BEYOND = ['field.identifier'];

/** One for all: it compiles the meta-schema, which every schema is held against. */
const ajv = new Ajv2020({ strict: false });
let schemas = 0;

const compiled = (flow: Flow, dictionary: FlowDictionary) => {
  const vocabulary = vocabularyOf(flow, dictionary);
  const types = compileMessages(flow, dictionary, assignNumbers(EMPTY_LOCK, [flow], dictionary));
  const byMessage = new Map<string, ValidateFunction>();
  const validates = (message: string, open: unknown, personal: unknown): boolean => {
    const known = byMessage.get(message) ?? ajv.compile(messageJsonSchema(vocabulary, message, `urn:test:${schemas++}:${message}`));
    byMessage.set(message, known);
    return known({ open, personal }) as boolean;
  };
  const faults = (message: string, open: Fields, personal: Fields) => [...types.validateOpen(message, open, CONTEXT), ...types.validatePersonal(message, personal, open, CONTEXT)];
  return { validates, faults, messages: vocabulary.messages };
};
type Compiled = ReturnType<typeof compiled>;

/** The schema refuses only what the validator refuses, and takes nothing that it refuses for a reason that a schema can say. */
function expectAgreement({ validates, faults }: Compiled, message: string, open: Fields, personal: Fields): void {
  const found = faults(message, open, personal);
  const bySchema = validates(message, open, personal);
  const sayable = found.filter(({ code }) => !BEYOND.includes(code));
  expect({ message, open, personal, found, bySchema }).toEqual({ message, open, personal, found, bySchema: sayable.length > 0 ? false : found.length > 0 ? expect.any(Boolean) : true });
}

/** Values near the edge of what fields take: many are right, and those that are not are so in one way. */
const SCALARS: readonly FieldValue[] = [
  '', 'Z', 'AB-1', 'AB-12', 'ab', 'ab-1', '标题', '😀😀😀😀', '😀😀😀😀😀', 'CARD', 'PASS', 'card', 'OPEN', 'CLOSED', '2024-02-29', '2023-02-29', '2000-02-29', '1900-02-29', '0000-01-01', '0001-01-01', '2026-04-31', '9999-12-31',
  '2026-12', '2026-13', '0000-01', '2026-03-02T09:30:00+08:00', '2026-03-02t09:30:60.5z', '2026-02-30T09:30:00Z', '2026-03-02T24:00:00Z', '2026-03-02T09:30:00', `2026-03-02T09:30:00.${'1'.repeat(30)}Z`,
  '00000000-0000-4000-8000-000000000002', '00000000-0000-4000-8000-00000000000A', 'AAECAw==', 'AAECAwQ=', 'AAEC', 'AB==', 'AAE', 'QQ==', '11310000HT00000425', '11310000HT00000426', '11310000ht00000425',
  '31000019000101108X', '310000190001011080', '310000190013011080', 'E12345678', 'E1', '310115', '510100', '429004', '995000', '31011A', '12',
  true, false, 0, 1, -1, 5, 6, -6, 1.5, 99, 100, 2 ** 31, -(2 ** 31), 2 ** 53, Number.MAX_SAFE_INTEGER, 10_000_000_000_000, 10_000_000_000_001,
];
const CLAIM = { digest: `sha256:${'0a'.repeat(32)}`, size: 1, media_type: 'application/pdf' };
const claim = fc.record({ digest: fc.constantFrom(CLAIM.digest, `sm3:${'f'.repeat(64)}`, 'md5:00', ''), size: fc.constantFrom(1, 0, 1.5, '1'), media_type: fc.constantFrom('application/pdf', 'pdf', 'A/b') }, { requiredKeys: ['digest'] });
const line = fc.record({ no: fc.constantFrom(1, 99, 100, 0, '1'), name: fc.constantFrom('甲', '', '甲乙丙丁戊', '甲乙丙丁戊己'), kind: fc.constantFrom('CARD', 'PASS', 'X'), why: fc.constantFrom('', '因', '因'.repeat(11)), more: fc.constant(1) }, { requiredKeys: [] });
const scalar = fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...SCALARS) }, { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 8 }) }, { weight: 1, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }) });
const anyValue: fc.Arbitrary<FieldValue> = fc.oneof(
  { weight: 6, arbitrary: scalar }, { weight: 2, arbitrary: fc.array(scalar, { maxLength: 3 }) }, claim, fc.array(claim, { maxLength: 2 }), line, fc.array(line, { maxLength: 3 }),
) as fc.Arbitrary<FieldValue>;
/** Some of the fields, some of them unknown. */
const partOf = (fields: readonly FieldSpec[]): fc.Arbitrary<Fields> =>
  fc.shuffledSubarray([...fields.map(({ id }) => id), 'not_there'], { maxLength: Math.min(6, fields.length + 1) }).chain((ids) => fc.record(Object.fromEntries(ids.map((id) => [id, anyValue]))) as fc.Arbitrary<Fields>);

describe('the JSON Schema of a message', () => {
  const every = compiled(FLOW, DICTIONARY);
  it.each([...every.messages].map(([id, { spec }]) => [id, spec.fields] as const))('%s: takes and refuses the same random values as the validator', (id, fields) => {
    const parts = fc.tuple(partOf(fields.filter(({ personalData }) => !personalData)), partOf(fields.filter(({ personalData }) => personalData)));
    fc.assert(fc.property(parts, ([open, personal]) => expectAgreement(every, id, open, personal)), { numRuns: 1_000 });
  });

  it.each(every.messages.get('TT-ALL')!.spec.fields.map((field) => [field.id, field] as const))('agrees with the validator on every edge value of %s alone', (id, field) => {
    for (const value of [...SCALARS, CLAIM, [CLAIM], { no: 1, name: '甲' }, [{ no: 1, name: '甲', kind: 'PASS' }], [], ...SCALARS.map((one) => [one])] as FieldValue[]) {
      for (const paper of ['CARD', 'PASS', undefined]) {
        const around: Fields = paper === undefined ? {} : { paper, agent: 'x' };
        const open = { ...(paper && { paper }), ...(field.personalData ? {} : { [id]: value }) };
        const personal = { ...(around['agent'] !== undefined && { agent: 'x' }), ...(field.personalData ? { [id]: value } : {}) };
        expectAgreement(every, 'TT-ALL', open, personal);
      }
    }
  });

  const condition = fc.letrec<{ guard: unknown }>((tie) => ({
    guard: fc.oneof({ maxDepth: 3 },
      fc.record({ field: fc.constantFrom('a', 'b', 'c', 'none'), in: fc.array(fc.constantFrom(true, false, 'CARD', 'PASS', ''), { maxLength: 2 }) }), fc.record({ field: fc.constantFrom('a', 'b', 'c', 'list', 'none'), present: fc.boolean() }),
      fc.record({ all: fc.array(tie('guard'), { maxLength: 2 }) }), fc.record({ any: fc.array(tie('guard'), { maxLength: 2 }) }), fc.record({ not: tie('guard') })),
  })).guard;
  it('says a condition as the guard means it, over random conditions, of open and of personal fields', () => {
    const field = (id: string, type: string, rules: Partial<FieldSpec> = {}): FieldSpec => ({ id, zh: id, en: id, type, required: false, personalData: false, ...rules });
    const values = fc.record({ a: fc.boolean(), b: fc.constantFrom('CARD', 'PASS'), c: fc.constantFrom('', 'PASS', 'x'), list: fc.constantFrom([], ['x']), x: fc.constantFrom('', 'given'), y: fc.constantFrom([], ['given']) }, { requiredKeys: [] });
    const split = (all: Record<string, FieldValue>, ids: readonly string[]): Fields => Object.fromEntries(Object.entries(all).filter(([id]) => ids.includes(id)));
    fc.assert(fc.property(condition, fc.boolean(), fc.array(values, { minLength: 1, maxLength: 8 }), (guard, personalData, samples) => {
      const requiredWhen = guard as FieldSpec['requiredWhen'];
      const flow = flowOf({ messageId: 'A-B', kind: 'request', zh: '甲', en: 'A', from: ['A'], to: ['B'], fields: [
        field('a', 'bool'), field('b', 'enum:Paper'), field('c', 'string', { personalData }), field('list', 'list<string>'), field('x', 'string', { personalData, requiredWhen }), field('y', 'list<string>', { personalData, requiredWhen }),
      ] });
      const types = compiled(flow, DICTIONARY);
      const personalIds = personalData ? ['c', 'x', 'y'] : [];
      for (const sample of samples as Record<string, FieldValue>[]) expectAgreement(types, 'A-B', split(sample, ['a', 'b', 'c', 'list', 'x', 'y'].filter((id) => !personalIds.includes(id))), split(sample, personalIds));
    }), { numRuns: 60 });
  });

  it('takes every message of the example walks, and none without a required field', () => {
    const byFlow = new Map(referenceFlows.map((flow) => [flow.flowId, compiled(flow, referenceDictionary)]));
    for (const { flow, messages } of walks) {
      const { validates, messages: specs } = byFlow.get(flow)!;
      for (const { message, open, personal } of messages) {
        expect([message, validates(message, open, personal)]).toEqual([message, true]);
        const without = (part: Fields, id: string): Fields => Object.fromEntries(Object.entries(part).filter(([key]) => key !== id));
        for (const { id, required } of specs.get(message)!.spec.fields) if (required) expect([message, id, validates(message, without(open, id), without(personal, id))]).toEqual([message, id, false]);
      }
    }
  });

  it('a record that holds a list of itself is a schema', () => {
    const node = { id: 'Node', zh: '节点', en: 'Node', fields: [{ id: 'name', zh: '名', en: 'Name', type: 'string', required: true }, { id: 'below', zh: '下级', en: 'Below', type: 'list<record:Node>', required: false }] };
    const tree = compiled(flowOf({ messageId: 'A-B', kind: 'request', zh: '甲', en: 'A', from: ['A'], to: ['B'], fields: [{ id: 'top', zh: '顶', en: 'Top', type: 'record:Node', required: true, personalData: true }] }), { ...DICTIONARY, recordTypes: [node] });
    expectAgreement(tree, 'A-B', {}, { top: { name: 'a', below: [{ name: 'b', below: [] }] } });
    expectAgreement(tree, 'A-B', {}, { top: { name: 'a', below: [{ below: [] }] } });
  });

  it('refuses to describe a message that is not there', () =>
    expect(() => messageJsonSchema(vocabularyOf(FLOW, DICTIONARY), 'NO-SUCH', 'urn:test')).toThrow(expect.objectContaining({ code: 'message.unknown-type' })));
});
