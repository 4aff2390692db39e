import type { CatalogueFlow, ServiceItem } from '@tongban/catalogue';
import { type FieldFault, fieldFault } from '@tongban/contracts';
import { type SplitFields, exemptMaterials, requestsOfExempt } from '@tongban/domain';

/**
 * Material reduction 材料精简 (T3-C2): a supplement request may not ask an applicant for what the item says is fetched by data sharing. Only here can both parts of a
 * request be read before they are sealed; the hub judges the open one by the same rule and raises an alarm.
 */
export function exemptMaterialFaults({ compiled }: CatalogueFlow, message: string, { open, personal }: Pick<SplitFields, 'open' | 'personal'>, itemInForce: () => ServiceItem | undefined): FieldFault[] {
  if (compiled.messages.get(message)?.kind !== 'supplement-request') return [];
  const materials = itemInForce()?.materials ?? [];
  return requestsOfExempt(compiled, message, { ...open, ...personal }, exemptMaterials(materials)).map(({ path, material }) => {
    const { zh, en } = materials.find(({ code }) => code === material) ?? { zh: material, en: material };
    return fieldFault(path, 'rule.material-exempt', `${zh}（${material}）`, `${en} (${material})`);
  });
}
