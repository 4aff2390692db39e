import * as protobuf from 'protobufjs';
import 'protobufjs/ext/descriptor';
import { DICTIONARY, EVERY_TYPE, FLOW, REQUIRED, flowOf } from '../../fixtures/flow-of-every-type';
import { EMPTY_LOCK, assignNumbers } from './field-numbers';
import { vocabularyOf } from './flow-vocabulary';
import { compileMessages } from './message-types';
import { descriptorSet } from './proto-descriptor';
import { publishedProto } from './published-proto';

const LOCK = assignNumbers(EMPTY_LOCK, [FLOW], DICTIONARY);
const SOURCES = [{ id: 'A-1', number: '某发〔2021〕1号', zh: '关于某事的\n通知', en: 'Notice' }];
const protos = publishedProto(vocabularyOf(FLOW, DICTIONARY), LOCK, '2.3', SOURCES);
const [, { text, path, packageName }] = protos;

describe('the .proto that is handed out', () => {
  it('lies where its package says, with the major version', () => expect([packageName, path]).toEqual(['tongban.flow.f_test_one.v2', 'tongban/flow/f_test_one/v2/messages.proto']));

  it('says meaning, rules and sources in comments that no text can end', () => {
    expect(text).toContain('// 测试*/流程 / Test flow (F-TEST-ONE@2.3)\n// 依据 / Source: 某发〔2021〕1号《关于某事的 通知》 Notice (A-1)\n');
    expect(text).toContain('  // 字段paper / Field paper\n  // 类型enum:Paper / type enum:Paper\n  optional string paper = ');
    expect(text).toMatch(/必填，长度0至9 \/ required, length 0 to 9\n {2}optional string must = /);
    for (const line of text.split('\n')) expect(line).toMatch(/^$|^ {0,2}\/\/ |^(?:syntax|package|import) |^message \w+ \{$|^ {2}(?:reserved [\d, ]+|(?:optional |repeated )?[\w.]+ \w+ = \d+);$|^\}$/);
  });

  it('has the types and numbers of what runs: bytes of the one are read by the other', () => {
    const types = compileMessages(FLOW, DICTIONARY, LOCK);
    const root = protobuf.Root.fromDescriptor(descriptorSet(protos), { keepCase: true });
    const fields = { title: '标题', flag: true, fen: 12, papers: ['CARD'], claims: [{ digest: 'x', size: 3, media_type: 'a/b' }], sealed: false };
    const sealed = { algorithm: 1, recipients: [], nonce: new Uint8Array(), ciphertext: new Uint8Array([1, 2]), digest: new Uint8Array([3]), keysDigest: new Uint8Array([4]) };
    const type = root.lookupType('tongban.flow.f_test_one.v2.TtAll');
    const read = type.decode(types.encodeOpen('TT-ALL', fields, sealed));
    expect(type.toObject(read, { longs: Number })).toMatchObject({ title: '标题', flag: true, fen: 12, papers: ['CARD'], claims: [{ digest: 'x', size: 3, media_type: 'a/b' }], sealed_value: false, sealed: { algorithm: 1, ciphertext: Buffer.from([1, 2]) } });
    expect(types.decodeOpen('TT-ALL', type.encode(read).finish()).fields).toEqual(fields);
  });

  it('keeps the number of a field that is gone as reserved, also in the descriptor', () => {
    const smaller = flowOf(EVERY_TYPE, { ...REQUIRED, fields: REQUIRED.fields.slice(1) });
    const later = publishedProto(vocabularyOf(smaller, DICTIONARY), assignNumbers(LOCK, [smaller], DICTIONARY), '3.0', []);
    expect(later[1].text).toMatch(/message TtMust \{\n.*\n {2}reserved 2;\n/);
    const type = protobuf.Root.fromDescriptor(descriptorSet(later), { keepCase: true }).lookupType('tongban.flow.f_test_one.v3.TtMust');
    expect([type.reserved, type.fields['list']?.id, type.fields['must']]).toEqual([[[2, 2]], 3, undefined]);
  });
});
