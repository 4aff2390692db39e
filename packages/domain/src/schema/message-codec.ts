import { type FieldFault, TongbanError } from '@tongban/contracts';
import * as protobuf from 'protobufjs';
import type { Fields } from '../flow/model';
import { type FlowVocabulary, type TypedField, isPersonal, typed } from './flow-vocabulary';
import { SEALED_FIELD, personalMessageName, protoMessageName, protoPackage } from './proto-names';
import { SEAL_PROTO, type SealedPart } from './seal-proto';
import { fromWire, toWire } from './wire-value';

export interface DecodedPart {
  readonly fields: Fields;
  /** Number of protobuf fields that this version does not know; they are harmless and stay in the sender's bytes. */
  readonly unknown: number;
}
export interface DecodedOpen extends DecodedPart { readonly sealed: SealedPart | undefined }

/** Protobuf codecs of one flow's messages. Every method throws `message.unknown-type` for a message the flow has not. */
export interface MessageCodec {
  /** Bytes of the open part with the sealed personal part, where there is one. @throws `message.invalid-fields` for what the wire cannot carry. */
  encodeOpen(type: string, fields: Fields, sealed?: SealedPart): Uint8Array;
  /** @throws `message.malformed` for bytes that are no such message. */
  decodeOpen(type: string, bytes: Uint8Array): DecodedOpen;
  encodePersonal(type: string, fields: Fields): Uint8Array;
  decodePersonal(type: string, bytes: Uint8Array): DecodedPart;
}

interface Part { readonly protobuf: protobuf.Type; readonly fields: readonly TypedField[] }

const EMPTY = new Uint8Array(0);

/** An absent bytes field reads as an empty array of numbers, which protobufjs keeps on the prototype. */
const bytesOf = (value: Uint8Array | undefined): Uint8Array => (value instanceof Uint8Array ? value : EMPTY);

/** protobufjs leaves defaults out of the decoded object; here all members are present. */
function sealedFrom(value: unknown): SealedPart | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const sealed = value as Partial<SealedPart>;
  return {
    algorithm: sealed.algorithm ?? 0,
    recipients: (sealed.recipients ?? []).map((one) => ({ participant: one.participant ?? '', keyId: one.keyId ?? '', wrappedKey: bytesOf(one.wrappedKey) })),
    nonce: bytesOf(sealed.nonce),
    ciphertext: bytesOf(sealed.ciphertext),
    digest: bytesOf(sealed.digest),
    keysDigest: bytesOf(sealed.keysDigest),
  };
}

/** Builds the codecs by reflection from the .proto text itself, so that text and types cannot differ. */
export function compileCodec(vocabulary: FlowVocabulary, text: string): MessageCodec {
  const root = new protobuf.Root();
  protobuf.parse(SEAL_PROTO, root);
  protobuf.parse(text, root, { keepCase: true });
  root.resolveAll();

  const scope = protoPackage(vocabulary.flow.flowId);
  const records = new Map([...vocabulary.records].map(([id, { spec }]) => [id, spec.fields.map(typed)]));
  const recordFields = (id: string): readonly TypedField[] | undefined => records.get(id);
  const parts = new Map([...vocabulary.messages].map(([id, { spec }]) => {
    const fields = spec.fields.map(typed);
    const open: Part = { protobuf: root.lookupType(`${scope}.${protoMessageName(id)}`), fields: fields.filter((field) => !isPersonal(field)) };
    const personal: Part = { protobuf: root.lookupType(`${scope}.${personalMessageName(id)}`), fields: fields.filter(isPersonal) };
    return [id, { open, personal }];
  }));
  const partOf = (type: string, which: 'open' | 'personal'): Part => {
    const part = parts.get(type)?.[which];
    if (!part) throw new TongbanError('message.unknown-type', `flow ${vocabulary.flow.flowId} has no message of the given type`);
    return part;
  };
  const encode = (part: Part, fields: Fields, sealed?: SealedPart): Uint8Array => {
    const faults: FieldFault[] = [];
    const wire = toWire(part.fields, fields, recordFields, faults);
    if (faults.length > 0) throw new TongbanError('message.invalid-fields', `${faults.length} fields cannot be encoded`, faults);
    return part.protobuf.encode(sealed ? { ...wire, [SEALED_FIELD]: sealed } : wire).finish();
  };
  const decode = (part: Part, bytes: Uint8Array): { readonly wire: object; readonly decoded: DecodedPart } => {
    try {
      const reader = protobuf.Reader.create(bytes);
      reader.discardUnknown = false;
      const wire = part.protobuf.decode(reader);
      const unknown = (wire as { $unknowns?: readonly unknown[] }).$unknowns?.length ?? 0;
      return { wire, decoded: { fields: fromWire(part.fields, wire, recordFields), unknown } };
    } catch (cause) {
      throw new TongbanError('message.malformed', 'the bytes are no message of this type', [], { cause });
    }
  };
  return {
    encodeOpen: (type, fields, sealed) => encode(partOf(type, 'open'), fields, sealed),
    decodeOpen: (type, bytes) => {
      const { wire, decoded } = decode(partOf(type, 'open'), bytes);
      return { ...decoded, sealed: sealedFrom((wire as Record<string, unknown>)[SEALED_FIELD]) };
    },
    encodePersonal: (type, fields) => encode(partOf(type, 'personal'), fields),
    decodePersonal: (type, bytes) => decode(partOf(type, 'personal'), bytes).decoded,
  };
}
