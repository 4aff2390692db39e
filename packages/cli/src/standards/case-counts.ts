import { CASE_COUNTS_MAX, type CaseCount, type CaseCountsDocument, type CaseCountsQuery, type RegionCode, encode, v1 } from '@tongban/contracts';
import type { OperatorDesk } from '@tongban/operator';

export type CountFilters = CaseCountsQuery['counts'][number];
/** What each hub that answered counted among the cases it is the home of, in the order asked. */
export interface Counts {
  readonly hubs: readonly { readonly region: RegionCode; readonly counts: readonly CaseCount[] }[];
  /** Hubs whose cases are missing. */
  readonly unreachable: readonly RegionCode[];
}

/** Asks every hub; no two count the same case. @throws TongbanError a fault of the question. */
export async function countCases(operator: OperatorDesk, asked: readonly CountFilters[]): Promise<Counts> {
  const { answers, unreachable } = await operator.askAll(async (region) => {
    const counts: CaseCount[] = [];
    for (let first = 0; first < asked.length; first += CASE_COUNTS_MAX) {
      const query: CaseCountsQuery = { counts: asked.slice(first, first + CASE_COUNTS_MAX) };
      const page = await operator.askJson<CaseCountsDocument>(region, 'cases.counts', encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(query)) }));
      counts.push(...page.counts);
    }
    return counts;
  });
  return { hubs: answers.map(({ region, answer }) => ({ region, counts: answer })), unreachable };
}
