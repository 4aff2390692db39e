import type { CatalogueFlow, ServiceItem } from '@tongban/catalogue';
import { type FieldFault, fieldFault } from '@tongban/contracts';
import { type SplitFields, exemptMaterials, requestsOfExempt } from '@tongban/domain';

/**
 * Material reduction 材料精简 (T3-C2): a supplement request may not ask an applicant for what the item says is fetched by data sharing. Only here can both parts of a
 * request be read before they are sealed; the hub judges the open one by the same rule and raises an alarm.
 */
export const exemptMaterialFaults = ({ compiled }: CatalogueFlow, message: string, { open, personal }: Pick<SplitFields, 'open' | 'personal'>, item: ServiceItem | undefined): FieldFault[] =>
  requestsOfExempt(compiled, message, { ...open, ...personal }, exemptMaterials(item?.materials ?? [])).map(({ path, material }) => {
    const named = item?.materials.find(({ code }) => code === material);
    return fieldFault(path, 'rule.material-exempt', `${named?.zh ?? material}（${material}）可通过数据共享获取，不得再要求申请人提交`, `${named?.en ?? material} (${material}) is fetched by data sharing and is not asked for again`);
  });
