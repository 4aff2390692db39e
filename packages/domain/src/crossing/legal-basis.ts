import { type FieldFault, fieldFault } from '@tongban/contracts';
import type { Worded } from '../flow/model';
import { checkCitizenId } from '../identifiers/citizen-id';
import { type RegionScope, isInScope } from '../standards/profiles/region-scope';

/** What the opening of a case states. It is the opener's word; no hub reads the document. */
export interface LegalBasis {
  /** One of the listed bases. */
  readonly code: string;
  /** Number of the document that shows it. */
  readonly document: string;
}

/** One ground on which personal data may leave the mainland side, as the catalogue lists it (rules/legal-bases.json); other keys are ignored. */
export interface LegalBasisRule extends Worded {
  readonly code: string;
  /** Region within which both sides must lie; null where it reaches everywhere. */
  readonly within: string | null;
}

/** Where both sides of a case are, by their divisions. */
export interface CaseDivisions { readonly opener: string; readonly counterpart: string }

/** What is wrong with a basis of the form that envelopes ask for, by its path there; nothing where it may be relied on between the two sides. */
export function legalBasisFaults(basis: LegalBasis, rules: readonly LegalBasisRule[], regions: readonly RegionScope[], { opener, counterpart }: CaseDivisions): FieldFault[] {
  const rule = rules.find(({ code }) => code === basis.code);
  const region = rule?.within == null ? undefined : regions.find(({ id }) => id === rule.within);
  const faults: FieldFault[] = [];
  if (rule === undefined) faults.push(fieldFault('legal_basis.code', 'field.not-in-list', `可用：${codesOf(rules)}`, `one of ${codesOf(rules)}`));
  else if (rule.within !== null && (region === undefined || ![opener, counterpart].every((division) => isInScope(region, division))))
    faults.push(fieldFault('legal_basis.code', 'field.not-in-list', `${rule.zh}只适用于${rule.within}范围内的双方`, `${rule.en}: both sides must lie within ${rule.within}`));
  if (basis.document === '') faults.push(fieldFault('legal_basis.document', 'field.required'));
  else if (checkCitizenId(basis.document.toUpperCase()).valid) faults.push(fieldFault('legal_basis.document', 'field.pattern', '不得填写公民身份号码', "a person's number is no number of a document"));
  return faults;
}

const codesOf = (rules: readonly LegalBasisRule[]): string => rules.map(({ code }) => code).join(', ');
