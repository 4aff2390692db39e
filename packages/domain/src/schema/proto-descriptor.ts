import * as protobuf from 'protobufjs';
import { FileDescriptorSet } from 'protobufjs/ext/descriptor';
import type { ProtoFile } from './published-proto';

/** Of google/protobuf/descriptor.proto, for the types that flows have. */
const TYPES: Readonly<Record<string, number>> = { int64: 3, int32: 5, bool: 8, string: 9, bytes: 12 };
const TYPE_MESSAGE = 11;
const TYPE_ENUM = 14;
const [LABEL_OPTIONAL, LABEL_REPEATED] = [1, 3];

/** protoc's `json_name`. */
const jsonName = (name: string): string => name.replace(/_+(.?)/g, (_, next: string) => next.toUpperCase());

function fieldDescriptor(field: protobuf.Field): object {
  const { resolvedType } = field.resolve();
  const isOptional = field.options?.['proto3_optional'] === true;
  return {
    name: field.name, number: field.id, label: field.repeated ? LABEL_REPEATED : LABEL_OPTIONAL, jsonName: jsonName(field.name),
    ...(resolvedType === null ? { type: TYPES[field.type] } : { type: resolvedType instanceof protobuf.Enum ? TYPE_ENUM : TYPE_MESSAGE, typeName: resolvedType.fullName }),
    ...(isOptional && { proto3Optional: true, oneofIndex: field.parent instanceof protobuf.Type ? field.parent.oneofsArray.findIndex(({ name }) => name === field.partOf?.name) : 0 }),
  };
}

const messageDescriptor = (type: protobuf.Type): object => ({
  name: type.name, field: type.fieldsArray.map(fieldDescriptor), oneofDecl: type.oneofsArray.map(({ name }) => ({ name })),
  reservedRange: (type.reserved ?? []).flatMap((range) => (typeof range === 'string' ? [] : [{ start: range[0], end: range[1]! + 1 }])),
});
const enumDescriptor = ({ name, values }: protobuf.Enum): object => ({ name, value: Object.entries(values).map(([valueName, number]) => ({ name: valueName, number })) });

/**
 * The files as a google.protobuf.FileDescriptorSet, for whoever generates code or reads messages by reflection: what `buf build` or `protoc` would make of
 * them, without comments. Made from the text itself, so that text and descriptor cannot differ; each file imports those before it.
 */
export function descriptorSet(files: readonly ProtoFile[]): Uint8Array {
  const root = new protobuf.Root();
  for (const { text } of files) protobuf.parse(text, root, { keepCase: true });
  root.resolveAll();
  const file = files.map(({ path, packageName, text }) => {
    const scope = root.lookup(packageName) as protobuf.Namespace;
    return {
      name: path, package: packageName, syntax: 'proto3', dependency: [...text.matchAll(/^import "([^"]+)";$/gm)].map((match) => match[1]),
      messageType: scope.nestedArray.filter((one): one is protobuf.Type => one instanceof protobuf.Type).map(messageDescriptor),
      enumType: scope.nestedArray.filter((one): one is protobuf.Enum => one instanceof protobuf.Enum).map(enumDescriptor),
    };
  });
  return FileDescriptorSet.encode(FileDescriptorSet.fromObject({ file })).finish();
}
