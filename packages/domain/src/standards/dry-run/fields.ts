import type { FieldFault } from '@tongban/contracts';
import type { CompiledFlow } from '../../flow/compile';
import type { Fields, FieldSpec } from '../../flow/model';
import type { ValidationContext } from '../../schema/context-rules';
import type { JudgingFlow } from './trial';

/** The field of a message that a fault is about: faults inside records and lists are its too. */
export const rootOf = (path: string): string => path.split('.', 1)[0] ?? path;
/** The path with every place of a list as `*`, so that the same fault counts as the same. */
export const pathOfFault = (path: string): string => path.split('.').map((part) => (/^\d+$/.test(part) ? '*' : part)).join('.');

/** Ids of the fields of a message that travelled sealed. */
export const personalIds = (flow: CompiledFlow, message: string): ReadonlySet<string> =>
  new Set((flow.messages.get(message)?.fields ?? []).filter(isPersonal).map(({ id }) => id));

export interface OpenPart {
  /** Open fields as the draft has them: what is sealed in it, or gone, is left out. */
  readonly open: Fields;
  /** What the draft finds wrong, as far as open fields tell. */
  readonly faults: readonly FieldFault[];
}

/**
 * The open part of a past message by the draft's rules: fields are the same by name. A field that the draft has not any more is a fault, as it is for a sender that goes on
 * filling it in. Of a field that travelled sealed and would be open now nothing is known here, and nothing is said.
 */
export function judgeOpen(draft: JudgingFlow, past: CompiledFlow, message: string, fields: Fields, context: ValidationContext): OpenPart {
  const { open, faults } = draft.types.splitFields(message, fields);
  const sealed = personalIds(past, message);
  return { open, faults: [...faults, ...draft.types.validateOpen(message, open, context)].filter(({ path }) => !sealed.has(rootOf(path))) };
}

/** The rest of it, for the holder of both parts: every fault that comes of a field which travelled sealed, or is to be sealed. Together with `judgeOpen`, each fault once. */
export function judgePersonal(draft: JudgingFlow, past: CompiledFlow, message: string, parts: { readonly open: Fields; readonly personal: Fields }, context: ValidationContext): readonly FieldFault[] {
  const split = draft.types.splitFields(message, { ...parts.open, ...parts.personal });
  const sealed = personalIds(past, message);
  const [gone, open] = [split.faults, draft.types.validateOpen(message, split.open, context)].map((faults) => faults.filter(({ path }) => sealed.has(rootOf(path))));
  return [...gone!, ...open!, ...draft.types.validatePersonal(message, split.personal, split.open, context)];
}

export const isPersonal = ({ personalData }: FieldSpec): boolean => personalData === true;
