import { v1 } from '../messages';

/** Why a case follows another one, as flows and documents word it and as the envelope carries it. */
export const SUCCESSOR_KINDS = {
  reopening: v1.SuccessorKind.SUCCESSOR_KIND_REOPENING, correction: v1.SuccessorKind.SUCCESSOR_KIND_CORRECTION,
} as const satisfies Record<string, v1.SuccessorKind>;
export type SuccessorKindName = keyof typeof SUCCESSOR_KINDS;

/** Empty for a case that follows none, and for a kind of a newer contract. */
export const successorKindName = (kind: v1.SuccessorKind): SuccessorKindName | '' =>
  (Object.keys(SUCCESSOR_KINDS) as SuccessorKindName[]).find((name) => SUCCESSOR_KINDS[name] === kind) ?? '';
