import type { Flow, FlowDictionary } from '../flow/model';
import { canonicalJson, sha256Hex } from './canonical-json';
import { SHARED_OWNER, isPersonal } from './flow-vocabulary';
import { SEALED_NUMBER, personalMessageName, protoMessageName } from './proto-names';

type ByMessage<T> = { readonly [protoMessage: string]: T };
type ByOwner<T> = { readonly [owner: string]: ByMessage<T> };

/**
 * Protobuf field numbers, assigned once and never reused (DESIGN §4). The owner is a flow id, or `common` for what all
 * flows share; below it stand protobuf messages (`X`, `XPersonal`, record types) and the number of each field.
 * `reserved` keeps the numbers of fields that are gone. Within a message the two together leave no gap, and `digest`
 * covers both, so that an edit by hand or a bad merge (two numbers swapped) is noticed when the lock is loaded.
 */
export interface FieldNumberLock {
  readonly version: 1;
  readonly owners: ByOwner<{ readonly [fieldId: string]: number }>;
  readonly reserved: ByOwner<readonly number[]>;
  /** SHA-256 (hex) of the canonical JSON of `{owners, reserved}`. */
  readonly digest: string;
}

/** One difference between the lock and the flows; `path` is a JSON path in the lock. */
export interface LockFault { readonly path: string; readonly zh: string; readonly en: string }

/** A lock of these numbers, with its digest. */
export const sealedLock = (owners: FieldNumberLock['owners'], reserved: FieldNumberLock['reserved']): FieldNumberLock =>
  ({ version: 1, owners, reserved, digest: sha256Hex(canonicalJson({ owners, reserved })) });

export const EMPTY_LOCK: FieldNumberLock = sealedLock({}, {});

interface Numbered { readonly owner: string; readonly message: string; readonly first: number; readonly fieldIds: readonly string[] }

/** Every protobuf message that needs numbers; record types of the dictionary are numbered whether or not a flow uses them. */
function numberedMessages(flows: readonly Flow[], dictionary: FlowDictionary): Numbered[] {
  const owners = [
    { owner: SHARED_OWNER, records: dictionary.recordTypes, messages: dictionary.commonMessages },
    ...flows.map((flow) => ({ owner: flow.flowId, records: flow.recordTypes ?? [], messages: flow.messages })),
  ];
  return owners.flatMap(({ owner, records, messages }) => [
    ...records.map(({ id, fields }) => ({ owner, message: id, first: 1, fieldIds: fields.map((field) => field.id) })),
    ...messages.flatMap(({ messageId, fields }) => [
      { owner, message: protoMessageName(messageId), first: SEALED_NUMBER + 1, fieldIds: fields.filter((field) => !isPersonal(field)).map((field) => field.id) },
      { owner, message: personalMessageName(messageId), first: 1, fieldIds: fields.filter(isPersonal).map((field) => field.id) },
    ]),
  ]);
}

/** Number of a field, undefined when the lock has none. */
export const numberOf = (lock: FieldNumberLock, owner: string, message: string, fieldId: string): number | undefined => {
  const numbers = lock.owners[owner]?.[message];
  return numbers && Object.hasOwn(numbers, fieldId) ? numbers[fieldId] : undefined;
};

/** The lock extended to the given flows: known numbers stay, new fields get the next number never used, gone fields retire theirs. */
export function assignNumbers(lock: FieldNumberLock, flows: readonly Flow[], dictionary: FlowDictionary): FieldNumberLock {
  const owners: Record<string, Record<string, Record<string, number>>> = structuredClone(lock.owners) as never;
  const reserved: Record<string, Record<string, number[]>> = structuredClone(lock.reserved) as never;
  const wanted = numberedMessages(flows, dictionary);
  const wantedIds = new Map(wanted.map(({ owner, message, fieldIds }) => [`${owner}/${message}`, new Set(fieldIds)]));
  for (const [owner, messages] of Object.entries(owners)) {
    for (const [message, numbers] of Object.entries(messages)) {
      for (const [fieldId, number] of Object.entries(numbers)) {
        if (wantedIds.get(`${owner}/${message}`)?.has(fieldId)) continue;
        delete numbers[fieldId];
        const retired = ((reserved[owner] ??= {})[message] ??= []);
        retired.push(number);
        retired.sort((a, b) => a - b);
      }
      if (!wantedIds.has(`${owner}/${message}`)) delete messages[message];
    }
  }
  for (const { owner, message, first, fieldIds } of wanted) {
    const numbers = ((owners[owner] ??= {})[message] ??= {});
    let last = Math.max(first - 1, ...Object.values(numbers), ...(reserved[owner]?.[message] ?? []));
    for (const fieldId of fieldIds) if (!Object.hasOwn(numbers, fieldId)) numbers[fieldId] = ++last;
  }
  for (const owner of Object.keys(owners)) if (Object.keys(owners[owner] ?? {}).length === 0) delete owners[owner];
  return sealedLock(owners, reserved);
}

/** Equality of lock and flows: every field has exactly its number, and the lock holds nothing else. All faults at once. */
export function verifyLock(lock: FieldNumberLock, flows: readonly Flow[], dictionary: FlowDictionary): LockFault[] {
  const faults: LockFault[] = [];
  const fault = (path: string, zh: string, en: string): number => faults.push({ path: `$.owners.${path}`, zh, en });
  if (sealedLock(lock.owners, lock.reserved).digest !== lock.digest) faults.push({ path: '$.digest', zh: '锁文件内容与其摘要不符', en: 'the content of the lock does not match its digest' });
  const wanted = new Map(numberedMessages(flows, dictionary).map((entry) => [`${entry.owner}/${entry.message}`, entry]));
  for (const { owner, message, first, fieldIds } of wanted.values()) {
    const at = `${owner}.${message}`;
    if (!lock.owners[owner]?.[message]) fault(at, '锁文件缺少该消息', 'the lock lacks this message');
    const holders = new Map<number, string>();
    for (const fieldId of fieldIds) {
      const number = numberOf(lock, owner, message, fieldId);
      if (number === undefined) { fault(`${at}.${fieldId}`, '字段没有编号', 'the field has no number'); continue; }
      if (!Number.isInteger(number) || number < first) fault(`${at}.${fieldId}`, `编号须为不小于${first}的整数`, `the number must be an integer of at least ${first}`);
      if (lock.reserved[owner]?.[message]?.includes(number)) fault(`${at}.${fieldId}`, `编号${number}已停用，不得复用`, `number ${number} is retired and never reused`);
      const other = holders.get(number);
      if (other !== undefined) fault(`${at}.${fieldId}`, `编号${number}已属于字段${other}`, `number ${number} already belongs to ${other}`);
      holders.set(number, fieldId);
    }
    const used = new Set([...holders.keys(), ...(lock.reserved[owner]?.[message] ?? [])]);
    for (let number = first; number < first + used.size; number++) {
      if (!used.has(number)) { fault(at, `编号${number}既未使用也未保留`, `number ${number} is neither used nor reserved`); break; }
    }
  }
  for (const [owner, messages] of Object.entries(lock.owners)) {
    for (const [message, numbers] of Object.entries(messages)) {
      const entry = wanted.get(`${owner}/${message}`);
      if (!entry) fault(`${owner}.${message}`, '没有这个消息', 'there is no such message');
      for (const fieldId of entry ? Object.keys(numbers) : []) {
        if (!entry?.fieldIds.includes(fieldId)) fault(`${owner}.${message}.${fieldId}`, '消息没有这个字段', 'the message has no such field');
      }
    }
  }
  return faults;
}

/** Differences of a lock from an earlier one that a publication may not make: a number changed, or was freed for reuse. */
export function lockChanges(before: FieldNumberLock, after: FieldNumberLock): LockFault[] {
  const faults: LockFault[] = [];
  for (const [owner, messages] of Object.entries(before.owners)) {
    for (const [message, numbers] of Object.entries(messages)) {
      for (const [fieldId, number] of Object.entries(numbers)) {
        const now = numberOf(after, owner, message, fieldId);
        const path = `$.owners.${owner}.${message}.${fieldId}`;
        if (now !== undefined && now !== number) faults.push({ path, zh: `编号由${number}变为${now}`, en: `the number changed from ${number} to ${now}` });
        if (now === undefined && !after.reserved[owner]?.[message]?.includes(number)) faults.push({ path, zh: `编号${number}未保留`, en: `number ${number} is not kept as reserved` });
      }
    }
  }
  for (const [owner, messages] of Object.entries(before.reserved)) {
    for (const [message, numbers] of Object.entries(messages)) {
      for (const number of numbers.filter((one) => !after.reserved[owner]?.[message]?.includes(one))) {
        faults.push({ path: `$.reserved.${owner}.${message}`, zh: `停用编号${number}丢失`, en: `retired number ${number} is missing` });
      }
    }
  }
  return faults;
}
