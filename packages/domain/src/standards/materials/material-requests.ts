import type { CompiledFlow } from '../../flow/compile';
import type { FieldSpec, FieldValue, Fields } from '../../flow/model';
import { parseFieldType } from '../../schema/field-type';

/** A material of an item, as its `materials` list has it. */
export interface ItemMaterial { readonly code: string; readonly shareable: boolean }
/** A field of a supplement request that names a material. */
export interface MaterialRequest {
  /** Path of the field in its part of the message, e.g. `items.0.material_code`, as validators write it. */
  readonly path: string;
  /** Material code of the item. */
  readonly material: string;
}

/** Materials nobody has to bring: they are fetched by data sharing (数据共享), so they are not asked for again. */
export const exemptMaterials = (materials: readonly ItemMaterial[]): ReadonlySet<string> => new Set(materials.filter(({ shareable }) => shareable).map(({ code }) => code));

/**
 * What a message asks an applicant to bring although it is exempt: none unless its kind is `supplement-request`. A field names a material when it holds the code
 * of one; which field that is, the flow need not say. Free text names nothing (T3-C2).
 * @param fields one part of the message, or both: a hub reads the open one only.
 */
export function requestsOfExempt(flow: CompiledFlow, messageType: string, fields: Fields, exempt: ReadonlySet<string>): readonly MaterialRequest[] {
  const message = flow.messages.get(messageType);
  return message?.kind !== 'supplement-request' || exempt.size === 0 ? [] : requestsIn(flow, message.fields, fields, exempt, '');
}

function requestsIn(flow: CompiledFlow, specs: readonly FieldSpec[], fields: Fields, exempt: ReadonlySet<string>, prefix: string): MaterialRequest[] {
  return specs.flatMap((spec) => {
    const value = fields[spec.id];
    const type = parseFieldType(spec.type);
    if (value === undefined || type === undefined) return [];
    const values: readonly (readonly [path: string, value: FieldValue])[] = Array.isArray(value) ? value.map((one, at) => [`${prefix}${spec.id}.${at}`, one] as const) : [[`${prefix}${spec.id}`, value]];
    return values.flatMap(([path, one]): MaterialRequest[] => {
      if (type.kind === 'record') return typeof one === 'object' && !Array.isArray(one) ? requestsIn(flow, flow.records.get(type.record)?.fields ?? [], one, exempt, `${path}.`) : [];
      const namesCodes = type.kind === 'enum' || type.scalar === 'string';
      return namesCodes && typeof one === 'string' && exempt.has(one) ? [{ path, material: one }] : [];
    });
  });
}
