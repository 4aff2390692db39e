import { type FieldFault, TongbanError, fieldFault } from '@tongban/contracts';
import type { FieldValue, Fields } from '../flow/model';
import { type ContextRules, type ValidationContext, compileContextRules, worded } from './context-rules';
import { type FlowVocabulary, type TypedField, isPersonal, typed } from './flow-vocabulary';
import { type PartSchemas, partSchemas, schemaFaults } from './part-schema';

/** A flat field file taken apart by the personal-data marks; fields the message does not have are in `faults`. */
export interface SplitFields { readonly open: Fields; readonly personal: Fields; readonly faults: readonly FieldFault[] }

/** Validators of one flow's messages; compiled on first use of a message and kept. Unknown messages throw `message.unknown-type`. */
export interface MessageValidator {
  /** What a hub can judge. Faults have dotted paths (`field`, `list.0.member`); none when the part is right. */
  validateOpen(type: string, open: Fields, context: ValidationContext): FieldFault[];
  /** What the two SDKs judge besides; rules of personal fields may read open ones. */
  validatePersonal(type: string, personal: Fields, open: Fields, context: ValidationContext): FieldFault[];
  splitFields(type: string, flat: Fields): SplitFields;
}

interface CompiledPart { readonly fields: readonly TypedField[]; readonly schemas: PartSchemas; readonly rules: ContextRules }
interface CompiledMessage { readonly open: CompiledPart; readonly personal: CompiledPart; readonly personalIds: ReadonlySet<string>; readonly openIds: ReadonlySet<string> }

/**
 * An absent field has no key, and an empty list is absent, because protobuf cannot tell the two apart: sender and
 * recipient must judge the same. The result inherits nothing, so that `constructor` is no field.
 */
function normalised(vocabulary: FlowVocabulary, fields: readonly TypedField[], values: unknown): unknown {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return values;
  const kept: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const [id, value] of Object.entries(values)) {
    const parsed = fields.find((field) => field.id === id)?.parsed;
    if (value === undefined || (parsed?.list && Array.isArray(value) && value.length === 0)) continue;
    if (parsed?.kind !== 'record') {
      kept[id] = value;
      continue;
    }
    const members = (vocabulary.records.get(parsed.record)?.spec.fields ?? []).map(typed);
    kept[id] = Array.isArray(value) ? value.map((item) => normalised(vocabulary, members, item)) : normalised(vocabulary, members, value);
  }
  return kept;
}

function validatePart(part: CompiledPart, values: Fields, siblings: Fields, context: ValidationContext): FieldFault[] {
  const faults = schemaFaults(part.schemas[context.unknownFields ?? 'keep'], values);
  if (typeof values !== 'object' || values === null || Array.isArray(values)) return faults;
  const faulty = new Set(faults.map(({ path }) => path));
  part.rules(values, siblings, context, (path, fault) => {
    if (faulty.has(path)) return;
    faulty.add(path);
    faults.push(worded(path, fault));
  });
  return faults;
}

export function compileValidator(vocabulary: FlowVocabulary): MessageValidator {
  const compiled = new Map<string, CompiledMessage>();
  const messageOf = (type: string): CompiledMessage => {
    const known = compiled.get(type);
    if (known) return known;
    const spec = vocabulary.messages.get(type)?.spec;
    if (!spec) throw new TongbanError('message.unknown-type', `flow ${vocabulary.flow.flowId} has no message of the given type`);
    const all = spec.fields.map(typed);
    const open = all.filter((field) => !isPersonal(field));
    const personal = all.filter(isPersonal);
    const message: CompiledMessage = {
      // Rules of open fields see open fields only: the hub has nothing else, and all must judge alike.
      open: { fields: open, schemas: partSchemas(vocabulary, open), rules: compileContextRules(vocabulary, open) },
      personal: { fields: personal, schemas: partSchemas(vocabulary, personal), rules: compileContextRules(vocabulary, personal, all) },
      openIds: new Set(open.map(({ id }) => id)),
      personalIds: new Set(personal.map(({ id }) => id)),
    };
    compiled.set(type, message);
    return message;
  };
  return {
    validateOpen: (type, open, context) => {
      const part = messageOf(type).open;
      const values = normalised(vocabulary, part.fields, open) as Fields;
      return validatePart(part, values, values, context);
    },
    validatePersonal: (type, personal, open, context) => {
      const message = messageOf(type);
      const values = normalised(vocabulary, message.personal.fields, personal) as Fields;
      const opened = normalised(vocabulary, message.open.fields, open) as Fields;
      return validatePart(message.personal, values, { ...opened, ...values }, context);
    },
    splitFields: (type, flat) => {
      const { openIds, personalIds } = messageOf(type);
      const open: Record<string, FieldValue> = {};
      const personal: Record<string, FieldValue> = {};
      const faults: FieldFault[] = [];
      for (const [id, value] of Object.entries(flat)) {
        if (personalIds.has(id)) personal[id] = value;
        else if (openIds.has(id)) open[id] = value;
        else faults.push(fieldFault(id, 'field.unknown'));
      }
      return { open, personal, faults };
    },
  };
}
