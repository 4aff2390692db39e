import { EMPTY_LOCK, type FieldNumberLock, type Flow, type FlowDictionary, type MessageSpec, assignNumbers, sealedLock } from '@tongban/domain';

/** Owner of what all flows share, in the lock. */
const SHARED = 'common';
const NOTHING: FlowDictionary = { enums: {}, codeLists: [], recordTypes: [], commonMessages: [] };

/** Field numbers of one flow, or of one common message: its part of the lock, by protobuf message. */
export interface NumberPart {
  readonly owners: FieldNumberLock['owners'][string];
  readonly reserved: FieldNumberLock['reserved'][string];
}

/**
 * The lock after a publication. A field keeps its number as long as every version since has it; one that is gone retires its number, which
 * no field of any later version gets again, not even one with the old name. Whatever is not published here stays as it is, so that the order
 * in which unrelated artefacts are published changes no number.
 */
export function publishLock(before: FieldNumberLock, published: { readonly flows?: readonly Flow[]; readonly commonMessages?: readonly MessageSpec[] }): FieldNumberLock {
  if ((published.flows ?? []).length + (published.commonMessages ?? []).length === 0) return before;
  const owners = { ...before.owners };
  const reserved = { ...before.reserved };
  for (const flow of published.flows ?? []) {
    const part = renumbered(partOf(before, flow.flowId), flow.flowId, [flow], NOTHING);
    owners[flow.flowId] = part.owners;
    if (Object.keys(part.reserved).length > 0) reserved[flow.flowId] = part.reserved;
  }
  for (const message of published.commonMessages ?? []) {
    const dictionary = { ...NOTHING, commonMessages: [message] };
    const shared = { owners: owners[SHARED] ?? {}, reserved: reserved[SHARED] ?? {} };
    const part = renumbered(only(shared, protoMessagesOf(message)), SHARED, [], dictionary);
    owners[SHARED] = { ...owners[SHARED], ...part.owners };
    if (Object.keys(part.reserved).length > 0) reserved[SHARED] = { ...reserved[SHARED], ...part.reserved };
  }
  return sealedLock(owners, reserved);
}

/** The numbers that the given flows follow, as a publication of them states: their own part, and what all flows share. */
export const lockOfFlows = (lock: FieldNumberLock, flowIds: readonly string[]): FieldNumberLock => {
  const pick = <T>(record: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries([SHARED, ...flowIds].flatMap((owner) => (record[owner] === undefined ? [] : [[owner, record[owner]]])));
  return sealedLock(pick(lock.owners), pick(lock.reserved));
};

/** The lock with the numbers that a publication states for the given flows, for a reader who lacks the versions between. */
export function withStatedNumbers(lock: FieldNumberLock, stated: FieldNumberLock, flowIds: readonly string[]): FieldNumberLock {
  const owners = { ...lock.owners };
  const reserved = { ...lock.reserved };
  for (const flowId of flowIds) {
    const part = partOf(stated, flowId);
    owners[flowId] = part.owners;
    // As the lock that follows from all versions has it: without a number retired, no entry.
    if (Object.keys(part.reserved).length > 0) reserved[flowId] = part.reserved;
    else delete reserved[flowId];
  }
  return sealedLock(owners, reserved);
}

/** The part of a flow. */
export const numbersOfFlow = (lock: FieldNumberLock, flowId: string): NumberPart => partOf(lock, flowId);
/** The part of a common message. */
export const numbersOfCommonMessage = (lock: FieldNumberLock, message: MessageSpec): NumberPart => only(partOf(lock, SHARED), protoMessagesOf(message));

/** The lock one release is compiled with: the numbers its flow and its common messages were published with, and the shared record types. */
export function lockOfRelease(base: FieldNumberLock, flowId: string, flow: NumberPart, commonMessages: readonly NumberPart[]): FieldNumberLock {
  const shared = partOf(base, SHARED);
  return sealedLock(
    { [SHARED]: Object.assign({}, shared.owners, ...commonMessages.map((part) => part.owners)) as NumberPart['owners'], [flowId]: flow.owners },
    { [SHARED]: Object.assign({}, shared.reserved, ...commonMessages.map((part) => part.reserved)) as NumberPart['reserved'], [flowId]: flow.reserved },
  );
}

const partOf = (lock: FieldNumberLock, owner: string): NumberPart => ({ owners: lock.owners[owner] ?? {}, reserved: lock.reserved[owner] ?? {} });

function only({ owners, reserved }: NumberPart, messages: ReadonlySet<string>): NumberPart {
  const pick = <T>(record: Readonly<Record<string, T>>): Record<string, T> => Object.fromEntries(Object.entries(record).filter(([name]) => messages.has(name)));
  return { owners: pick(owners), reserved: pick(reserved) };
}

/** Protobuf messages a common message compiles to. */
const protoMessagesOf = (message: MessageSpec): ReadonlySet<string> =>
  new Set(Object.keys(assignNumbers(EMPTY_LOCK, [], { ...NOTHING, commonMessages: [message] }).owners[SHARED] ?? {}));

function renumbered(before: NumberPart, owner: string, flows: readonly Flow[], dictionary: FlowDictionary): NumberPart {
  return partOf(assignNumbers(sealedLock({ [owner]: before.owners }, { [owner]: before.reserved }), flows, dictionary), owner);
}
