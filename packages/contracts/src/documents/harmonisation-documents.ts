import type { Wording } from './case-document';

/** A shared code list as it is in force. */
export interface CodeListRow {
  readonly owner: string;
  readonly listId: string;
  readonly version: string;
  readonly title: Wording;
  /** `counts`: whether a case opened on the day asked about may use the code. Dates are first and last day, both inclusive. */
  readonly values: readonly (Wording & { readonly code: string; readonly effectiveFrom?: string; readonly retiredOn?: string; readonly counts: boolean })[];
}

/** A code of one side with its counterparts on the other; `loss` is empty where nothing is lost. */
export interface MappedCode extends Wording {
  readonly code: string;
  readonly codes: readonly string[];
  readonly loss: readonly ('widened' | 'narrowed' | 'merged' | 'ambiguous' | 'no-counterpart' | 'unmapped')[];
}
/** A province's table for one code list, and how far it goes. */
export interface CodeMappingRow {
  readonly owner: string;
  readonly mappingId: string;
  readonly listId: string;
  readonly participant: string;
  readonly version: string;
  readonly title: Wording;
  readonly validFrom: string;
  /** Every code of both sides has a counterpart. */
  readonly total: boolean;
  /** Total, and nothing is lost either way. */
  readonly lossless: boolean;
  /** Standard codes the table says nothing of. */
  readonly unmapped: readonly string[];
  readonly toStandard: readonly MappedCode[];
  readonly toLocal: readonly MappedCode[];
  readonly confidence: string;
  readonly basis: string;
}

/** What a region has harmonised for one item. */
export interface ProfileRow {
  readonly owner: string;
  readonly profileId: string;
  readonly region: string;
  readonly itemCode: string;
  readonly version: string;
  readonly title: Wording;
  readonly validFrom: string;
  readonly validTo?: string;
  readonly basisStandardIds: readonly string[];
  readonly limit?: { readonly value: number; readonly unit: string; readonly clause?: string; readonly promisedIn?: readonly { readonly message: string; readonly field: string }[] };
  readonly materials: readonly (Wording & { readonly code: string; readonly demand: 'waived' | 'optional' | 'required'; readonly clause?: string })[];
  readonly modes: readonly string[];
  readonly values: readonly (Wording & { readonly metricId: string; readonly comparator: '>=' | '<=' | '=='; readonly value: number; readonly unit: string; readonly condition?: Readonly<Record<string, unknown>>; readonly clause?: string })[];
  /** Whom it binds: whole provinces, and the cities of those of which only a part belongs. */
  readonly binds: readonly string[];
  /** Published local standards that are worse; they stay in force, and their owners are to revise them. */
  readonly worse: readonly (Wording & { readonly standardId: string; readonly path: string; readonly on: string })[];
  readonly confidence: string;
  readonly basis: string;
}

/** One element of an item in which divisions differ, see `DifferingElement` of the domain. */
export interface DifferenceRow {
  readonly itemCode: string;
  readonly element: 'limit' | 'material' | 'mode' | 'value';
  readonly id: string;
  readonly title: Wording;
  /** Without a standard it is the national item's. */
  readonly values: readonly (Wording & { readonly division: string; readonly region: string; readonly standardId?: string; readonly clause?: string; readonly confidence: string })[];
  readonly strictest?: Wording & { readonly divisions: readonly string[] };
  readonly loosest?: Wording & { readonly divisions: readonly string[] };
  /** What the regions have harmonised in it. */
  readonly harmonised: readonly (Wording & { readonly region: string })[];
}
