import { type FieldSpec, type Flow, type MessageSpec, type RecordType, parseFieldType } from '@tongban/domain';

/** The shared code lists the messages of a flow reach, directly or through records; its own lists are part of it. */
export function usedCodeLists(flow: Flow, commonMessages: readonly MessageSpec[], recordTypes: readonly RecordType[]): ReadonlySet<string> {
  const own = new Set((flow.codeLists ?? []).map(({ id }) => id));
  const records = new Map([...recordTypes, ...(flow.recordTypes ?? [])].map((record) => [record.id, record]));
  const used = new Set<string>();
  const pending: (readonly FieldSpec[])[] = [...flow.messages, ...commonMessages].map(({ fields }) => fields);
  for (let fields = pending.pop(); fields !== undefined; fields = pending.pop()) {
    for (const type of fields.map((field) => parseFieldType(field.type))) {
      if (type?.kind === 'enum' && !own.has(type.codeList)) used.add(type.codeList);
      if (type?.kind !== 'record') continue;
      const record = records.get(type.record);
      records.delete(type.record); // once is enough
      if (record !== undefined) pending.push(record.fields);
    }
  }
  return used;
}
