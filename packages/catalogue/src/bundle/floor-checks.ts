import { type ErrorCode, type FieldFault, TongbanError, counted } from '@tongban/contracts';
import { type DraftedArtefact, type FloorFault, type FloorsOf, beijingDateOf, contentDigest, floorFaults, limitFaults } from '@tongban/domain';
import type { Catalogue } from '../catalogue';
import type { ServiceItem } from '../shapes/service-items';
import type { Standard } from '../shapes/standards';
import type { BundleFaults } from './bundle-faults';
import type { PlacedRecords } from './bundle-shape';
import type { Overlay } from './overlay';

/** Before every day that a floor or a declared value can name. */
const FIRST_DAY = '0001-01-01';

/**
 * No value that a standard of the bundle declares is on the wrong side of a national floor, and no item's limit exceeds its own. What is published
 * with this very content is not judged again: a floor that changed since makes it no fault of a file that has it along.
 */
export function checkFloors({ standards, items }: PlacedRecords, { base, items: laidItems, known }: Overlay, from: string | undefined, faults: BundleFaults): void {
  const floorsOf = floorsLaidOver(base, (itemCode) => {
    const laid = laidItems.get(itemCode);
    return laid?.path === undefined ? undefined : laid.record;
  });
  for (const { record, path, isSound } of standards) {
    // Values of the wrong shape have their fault, and are no values.
    if (!isSound) continue;
    checkDeclares(record, path, known.items, faults);
    if (isPublished(record, base.standards.get(record.id))) continue;
    for (const fault of floorFaults(record, floorsOf, from ?? FIRST_DAY)) faults.add(placed(fault, path));
  }
  for (const { record, path, isSound } of items) {
    if (isSound && !isPublished(record, base.items.get(record.itemCode))) for (const fault of limitFaults(record, from ?? FIRST_DAY)) faults.add(placed(fault, path));
  }
}

const isPublished = (record: unknown, published: unknown): boolean => published !== undefined && contentDigest(published) === contentDigest(record);

function checkDeclares({ tier, declares = [] }: Standard, path: string, items: ReadonlySet<string>, { report }: BundleFaults): void {
  if (declares.length > 0 && (tier === 'national' || tier === 'industry')) report(`${path}.declares`, '国家和行业标准不申报数值，国家底线写在事项的floors中', 'a national or industry standard declares no values: national floors are those of the items');
  declares.forEach(({ itemCode, validFrom, validTo }, at) => {
    if (!items.has(itemCode)) report(`${path}.declares[${at}].itemCode`, `没有事项${itemCode}`, `there is no item ${itemCode}`);
    if (validFrom !== undefined && validTo !== undefined && validTo < validFrom) report(`${path}.declares[${at}].validTo`, '失效日早于生效日', 'it ends before it begins');
  });
}

/**
 * Faults of a draft's contents, shaped already, by the floors as they are published now; `at` says where an artefact stands in what is answered.
 * @throws TongbanError `standard.below-floor`, or `catalogue.invalid` where unit or condition no longer let a value be compared.
 */
export function requireFloors(artefacts: readonly DraftedArtefact[], effectiveFrom: string, catalogue: Catalogue, at: (index: number) => string): void {
  const from = beijingDateOf(effectiveFrom);
  const itemsOfDraft = new Map(artefacts.filter(({ kind }) => kind === 'item').map(({ id, content }) => [id, content as ServiceItem]));
  const floorsOf = floorsLaidOver(catalogue, (itemCode) => itemsOfDraft.get(itemCode));
  const faults = artefacts.flatMap(({ kind, content }, index) => {
    const found = kind === 'standard' ? floorFaults(content as Standard, floorsOf, from) : kind === 'item' ? limitFaults(content as ServiceItem, from) : [];
    return found.map((fault) => placed(fault, at(index)));
  });
  const [first] = faults;
  if (first === undefined) return;
  const code: ErrorCode = faults.every((fault) => fault.code === first.code) ? first.code : 'catalogue.invalid';
  throw new TongbanError(code, `${counted(faults.length, 'value')} against the national floors, first: ${first.path} ${first.en}`, faults);
}

/** An item that is brought along says its floors itself. */
const floorsLaidOver = (base: Catalogue, brought: (itemCode: string) => Pick<ServiceItem, 'floors'> | undefined): FloorsOf => (itemCode) => brought(itemCode)?.floors ?? base.floorsOf(itemCode);

const placed = ({ path, code, zh, en }: FloorFault, above: string): FieldFault => ({ path: `${above}.${path}`, code, zh, en });
