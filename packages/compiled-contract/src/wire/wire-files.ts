import { type CompiledFlow, type FieldNumberLock, type FlowVocabulary, type NamedSource, descriptorSet, messageJsonSchema, publishedProto } from '@tongban/domain';
import { type ContractFile, jsonFile, textFile } from '../contract-file';
import { asyncApiDocument } from './asyncapi';

export interface WireInput {
  readonly flow: CompiledFlow;
  readonly vocabulary: FlowVocabulary;
  readonly lock: FieldNumberLock;
  readonly version: string;
  /** Digest of the version on the wire. */
  readonly schemaDigest: string;
  readonly sources: readonly NamedSource[];
}

const PROTO_FOLDER = 'proto';
/** Lets `buf` work in the folder as it is. */
const BUF_YAML = 'version: v2\nmodules:\n  - path: .\nlint:\n  use:\n    - STANDARD\nbreaking:\n  use:\n    - FILE\n';

/** All that travels, described: .proto, descriptor, JSON Schema of each message, AsyncAPI. */
export function wireFiles({ flow, vocabulary, lock, version, schemaDigest, sources }: WireInput): readonly ContractFile[] {
  const protos = publishedProto(vocabulary, lock, version, sources);
  const schemaPath = (messageId: string): string => `json-schema/${messageId}.schema.json`;
  return [
    textFile(`${PROTO_FOLDER}/buf.yaml`, 'application/yaml', BUF_YAML),
    ...protos.map(({ path, text }) => textFile(`${PROTO_FOLDER}/${path}`, 'text/x-protobuf', text)),
    { path: 'descriptor.binpb', mediaType: 'application/protobuf', bytes: descriptorSet(protos) },
    ...[...vocabulary.messages.keys()].map((id) => jsonFile(schemaPath(id), 'application/schema+json', messageJsonSchema(vocabulary, id, `urn:tongban:flow:${flow.id}:${version}:${schemaDigest}:${id}`))),
    jsonFile('asyncapi.json', 'application/vnd.aai.asyncapi+json;version=3.0.0', asyncApiDocument({
      flow, version, schemaDigest, packageName: protos[1].packageName, schemaPath: (id) => `./${schemaPath(id)}`,
    })),
  ];
}
