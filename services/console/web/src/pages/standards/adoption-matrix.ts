import type { AdoptionMatrixRow } from '@tongban/contracts';

/** Rows of the registry as a matrix: participants down, versions across. Pure. */
export interface AdoptionMatrix {
  readonly versions: readonly { readonly key: string; readonly kind: string; readonly id: string; readonly version: string }[];
  readonly participants: readonly { readonly participant: string; readonly region: string; readonly cells: readonly (AdoptionMatrixRow | undefined)[] }[];
}
const keyOf = ({ kind, id, version }: Pick<AdoptionMatrixRow, 'kind' | 'id' | 'version'>): string => `${kind}/${id}/${version}`;

export function matrixOf(rows: readonly AdoptionMatrixRow[]): AdoptionMatrix {
  const versions = [...new Map(rows.map((row) => [keyOf(row), { key: keyOf(row), kind: row.kind, id: row.id, version: row.version }])).values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  const byParticipant = new Map<string, Map<string, AdoptionMatrixRow>>();
  for (const row of rows) {
    const cells = byParticipant.get(row.participant) ?? new Map<string, AdoptionMatrixRow>();
    byParticipant.set(row.participant, cells.set(keyOf(row), row));
  }
  const participants = [...byParticipant].sort(([a], [b]) => (a < b ? -1 : 1)).map(([participant, cells]) => ({ participant, region: [...cells.values()][0]?.region ?? '', cells: versions.map(({ key }) => cells.get(key)) }));
  return { versions, participants };
}
export const standingOf = (row: AdoptionMatrixRow): 'adopted' | 'late' | 'ready' | 'deferred' | 'none' => (row.adopted ? 'adopted' : row.late ? 'late' : row.declared === undefined || row.declared.status === 'adopted' ? 'none' : row.declared.status);
