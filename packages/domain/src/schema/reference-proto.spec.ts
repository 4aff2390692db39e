import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as protobuf from 'protobufjs';
import type { Flow, FlowDictionary } from '../flow/model';
import { type FieldNumberLock, verifyLock } from './field-numbers';
import { compileMessages } from './message-types';
import { protoFieldName, protoPackage } from './proto-names';
import { SEAL_PROTO } from './seal-proto';

/** The reference flows and their lock are data of the catalogue package. */
const CATALOGUE = join(__dirname, '../../../catalogue');
const load = <T>(file: string): T => JSON.parse(readFileSync(join(CATALOGUE, file), 'utf8')) as T;
const file = load<FlowDictionary & { readonly records: readonly Flow[] }>('data/case-flows.json');
const lock = load<FieldNumberLock>('locks/field-numbers.json');

describe('the .proto of each reference flow', () => {
  it('have a lock that fits', () => expect(verifyLock(lock, file.records, file)).toEqual([]));

  it.each(file.records.map((flow) => [flow.flowId, flow] as const))('%s parses, resolves, is stable and has exactly the numbers of the lock', (_, flow) => {
    const { protoText, digest } = compileMessages(flow, file, lock);
    const again = compileMessages(structuredClone(flow), file, lock);
    expect([again.protoText === protoText, again.digest === digest]).toEqual([true, true]);
    const root = new protobuf.Root();
    protobuf.parse(SEAL_PROTO, root);
    protobuf.parse(protoText, root, { keepCase: true });
    root.resolveAll();
    const scope = root.lookup(protoPackage(flow.flowId)) as protobuf.Namespace;
    const types = scope.nestedArray.filter((type): type is protobuf.Type => type instanceof protobuf.Type && type.name !== 'Attachment');
    const numbers = { ...lock.owners['common'], ...lock.owners[flow.flowId] };
    expect(types.length).toBeGreaterThan(20);
    for (const type of types) {
      const inText = Object.fromEntries(type.fieldsArray.filter((field) => field.type !== 'tongban.v1.Sealed').map(({ name, id }) => [name, id]));
      const locked = Object.entries(numbers[type.name] ?? {}).map(([id, number]) => [protoFieldName(id), number]);
      expect([type.name, inText]).toEqual([type.name, Object.fromEntries(locked)]);
    }
  });
});
