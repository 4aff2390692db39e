import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as protobuf from 'protobufjs';
import { DICTIONARY, EVERY_TYPE, FLOW, REQUIRED, flowOf } from '../../fixtures/flow-of-every-type';
import type { Flow, FlowDictionary } from '../flow/model';
import { EMPTY_LOCK, assignNumbers } from './field-numbers';
import { compileMessages } from './message-types';
import { SEAL_PROTO } from './seal-proto';

const LOCK = assignNumbers(EMPTY_LOCK, [FLOW], DICTIONARY);
const compile = (flow: Flow, dictionary: FlowDictionary = DICTIONARY) => compileMessages(flow, dictionary, assignNumbers(EMPTY_LOCK, [flow], dictionary));
const catalogueInvalid = (detail: RegExp) => expect.objectContaining({ code: 'catalogue.invalid', message: expect.stringMatching(detail) });

describe('the .proto of a flow', () => {
  const { protoText } = compileMessages(FLOW, DICTIONARY, LOCK);

  it('parses, and holds both parts of every message, the records in use and the attachment claim', () => {
    const root = new protobuf.Root();
    protobuf.parse(SEAL_PROTO, root);
    protobuf.parse(protoText, root, { keepCase: true });
    root.resolveAll();
    const scope = root.lookup('tongban.flow.f_test_one') as protobuf.Namespace;
    expect(scope.nestedArray.map(({ name }) => name).sort()).toEqual(['Attachment', 'CNote', 'CNotePersonal', 'Line', 'TtAll', 'TtAllPersonal', 'TtMust', 'TtMustPersonal']);
    expect(root.lookupType('tongban.flow.f_test_one.TtAll').fields['sealed']).toMatchObject({ id: 1, type: 'tongban.v1.Sealed' });
    expect(root.lookupType('tongban.flow.f_test_one.TtAll').fields['sealed_value']).toMatchObject({ type: 'bool' });
  });

  it('keeps presence of every scalar, and types codes as strings', () => {
    expect(protoText).toContain('  optional int64 fen = ');
    expect(protoText).toContain('  optional string paper = ');
    expect(protoText).toContain('  repeated Attachment claims = ');
    expect(protoText).toContain('  repeated Line lines = ');
    expect(protoText).toContain('// 字段on / Field on [date]\n  optional string on = ');
  });

  it('is the same text and digest at every compilation', () => {
    const again = compileMessages(structuredClone(FLOW), structuredClone(DICTIONARY), structuredClone(LOCK));
    expect(again.protoText).toBe(protoText);
    expect(again.digest).toBe(compileMessages(FLOW, DICTIONARY, LOCK).digest);
    expect(again.digest).toMatch(/^[0-9a-f]{64}$/);
  });

  it('keeps a comment on its line, whatever the words', () => expect(protoText.split('\n')[0]).toBe('// 测试*/流程 / Test flow (F-TEST-ONE)'));

  it('lists retired numbers as reserved', () => {
    const smaller = flowOf(EVERY_TYPE, { ...REQUIRED, fields: REQUIRED.fields.slice(1) });
    expect(compileMessages(smaller, DICTIONARY, assignNumbers(LOCK, [smaller], DICTIONARY)).protoText).toContain('  reserved 2;');
  });

  const digestOf = (flow: Flow, dictionary?: FlowDictionary): string => compile(flow, dictionary).digest;
  it('has another digest when a rule changes, the same when something unused does', () => {
    const before = digestOf(FLOW);
    expect(digestOf({ ...FLOW, basis: 'other' })).not.toBe(before);
    expect(digestOf(FLOW, { ...DICTIONARY, codeLists: DICTIONARY.codeLists.map((list) => (list.id === 'Paper' ? { ...list, values: list.values.slice(0, 1) } : list)) })).not.toBe(before);
    expect(digestOf(FLOW, { ...DICTIONARY, codeLists: DICTIONARY.codeLists.filter(({ id }) => id !== 'Unused') })).toBe(before);
  });

  const one = (id: string, type: string) => ({ id, zh: id, en: id, type, required: false, personalData: false });
  it.each<[string, Flow, FlowDictionary, RegExp]>([
    ['two fields with one JSON name', flowOf({ ...REQUIRED, fields: [one('a_b', 'bool'), one('a__b', 'bool')] }), DICTIONARY, /a_b and a__b/],
    ['a record called like a message', flowOf(EVERY_TYPE, { ...REQUIRED, messageId: 'LINE' }), DICTIONARY, /protobuf message Line/],
    ['two messages with one name', flowOf(EVERY_TYPE, { ...REQUIRED, messageId: 'TT-ALL-PERSONAL' }), DICTIONARY, /TtAllPersonal/],
    ['an unknown type', flowOf({ ...REQUIRED, fields: [one('a', 'map<string>')] }), DICTIONARY, /unknown type map<string>/],
    ['an unknown code list', flowOf({ ...REQUIRED, fields: [one('a', 'enum:Nothing')] }), DICTIONARY, /unknown code list Nothing/],
    ['an unknown record', flowOf({ ...REQUIRED, fields: [one('a', 'list<record:Nothing>')] }), DICTIONARY, /unknown record type Nothing/],
  ])('refuses %s', (_, flow, dictionary, detail) => expect(() => compile(flow, dictionary)).toThrow(catalogueInvalid(detail)));

  it('refuses a field without a number', () =>
    expect(() => compileMessages(FLOW, DICTIONARY, EMPTY_LOCK)).toThrow(catalogueInvalid(/has no field number/)));

  it('repeats the sealed part of the static contract exactly', () => {
    expect(SEAL_PROTO).toBe(readFileSync(join(__dirname, '../../../../proto/tongban/v1/seal.proto'), 'utf8'));
  });
});
