import type { Confidence, Worded } from '../../flow/model';

/** What a local code means beside the standard one: the same, a part of it, more than it, or nothing that the standard has. */
export const MAPPING_DIRECTIONS = ['exact', 'narrower', 'broader', 'none'] as const;
export type MappingDirection = (typeof MAPPING_DIRECTIONS)[number];

export interface MappingRow {
  /** Code in the province's own system. */
  readonly local: string;
  readonly localZh: string;
  readonly localEn?: string;
  /** Code of the standard list; null exactly where the direction is `none`. */
  readonly standard: string | null;
  readonly direction: MappingDirection;
  readonly note?: string;
}

/** One code list as one province keeps it: local code ↔ standard code. Owned by the province's region; messages carry standard codes only. */
export interface CodeMapping extends Worded {
  /** `LIST.PARTICIPANT`, so that a province has one table for a list. */
  readonly mappingId: string;
  readonly listId: string;
  readonly participant: string;
  /** First day of the table. */
  readonly validFrom: string;
  readonly rows: readonly MappingRow[];
  readonly confidence: Confidence;
  readonly basis: string;
}
export const mappingIdOf = (listId: string, participant: string): string => `${listId}.${participant}`;

/**
 * What is lost on the way of a code, flagged: its counterpart means more (`widened`) or less (`narrowed`); other codes lead to the same, so that the way back
 * cannot return (`merged`); several counterparts, of which somebody has to choose (`ambiguous`); the table says that there is none (`no-counterpart`), or
 * does not speak of the code (`unmapped`).
 */
export type MappingLoss = 'widened' | 'narrowed' | 'merged' | 'ambiguous' | 'no-counterpart' | 'unmapped';
export interface Counterparts {
  /** In the order of the table; several where the code alone does not decide. */
  readonly codes: readonly string[];
  /** None where nothing is lost. */
  readonly loss: readonly MappingLoss[];
}

/** The standard codes of a local one. */
export const toStandard = ({ rows }: CodeMapping, local: string): Counterparts =>
  counterparts(rows.filter((row) => row.local === local), ({ standard }) => standard, (code) => rows.some((row) => row.standard === code && row.local !== local), { narrower: 'widened', broader: 'narrowed' });

/** The local codes of a standard one. */
export const toLocal = ({ rows }: CodeMapping, standard: string): Counterparts =>
  counterparts(rows.filter((row) => row.standard === standard), ({ local }) => local, (code) => rows.some((row) => row.local === code && row.standard !== null && row.standard !== standard), { narrower: 'narrowed', broader: 'widened' });

function counterparts(found: readonly MappingRow[], codeOf: (row: MappingRow) => string | null, isShared: (code: string) => boolean, losses: { readonly narrower: MappingLoss; readonly broader: MappingLoss }): Counterparts {
  if (found.length === 0) return { codes: [], loss: ['unmapped'] };
  const linked = found.filter(({ standard }) => standard !== null);
  if (linked.length === 0) return { codes: [], loss: ['no-counterpart'] };
  const codes = linked.map((row) => codeOf(row)!);
  const loss = new Set<MappingLoss>();
  if (codes.length > 1) loss.add('ambiguous');
  if (codes.some(isShared)) loss.add('merged');
  for (const { direction } of linked) if (direction === 'narrower' || direction === 'broader') loss.add(losses[direction]);
  return { codes, loss: [...loss] };
}
