import { CASE_LIST_LIMIT_MAX, type CaseDocument, type CaseListDocument, type CaseListOrder, type FindDocument, TongbanError, encode, mergeCaseLists, readListCursor, v1 } from '@tongban/contracts';
import { parseCaseNumber } from '@tongban/domain';
import type { OperatorDesk } from '../operator-desk';
import { reference } from '../reference';

export interface CaseListing {
  /** By name, as `cases.list` takes them; participants by their code. */
  readonly filters: Readonly<Record<string, string>>;
  /** 1 to CASE_LIST_LIMIT_MAX. */
  readonly limit: number;
  /** The `next` of the page before; empty for the first. */
  readonly after: string;
  readonly counted: boolean;
  readonly order: CaseListOrder;
  /** What lists hold now, without waiting until they are level with the logs: for those who look again anyway. */
  readonly asIs?: boolean;
}

/** One page of the cases of every region, merged in the order asked for. */
export async function listCases(desk: OperatorDesk, { filters, limit, after, counted, order, asIs = false }: CaseListing): Promise<CaseListDocument> {
  const places = readListCursor(after, order);
  const { answers, unreachable } = await desk.askAll((region) =>
    desk.askJson<CaseListDocument>(region, 'cases.list', encode(v1.CaseListQuery, { filters: { ...filters }, limit, after: places.get(region) ?? '', counted, order, asIs })));
  return mergeCaseLists(answers.map(({ region, answer }) => ({ region, page: answer })), places, limit, { order, unreachable });
}

/** All pages one after the other; each says which regions were silent. */
export async function* casePages(desk: OperatorDesk, { filters, order }: Pick<CaseListing, 'filters' | 'order'>): AsyncGenerator<CaseListDocument> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    const page: CaseListDocument = await listCases(desk, { filters, order, after, limit: CASE_LIST_LIMIT_MAX, counted: false, asIs: true });
    yield page;
    after = page.next;
  }
}

/** A case from the log of its home. @param caseNo in its true form. */
export const showCase = (desk: OperatorDesk, caseNo: string): Promise<CaseDocument> =>
  desk.askJson<CaseDocument>(reference().divisions.regionOf(parseCaseNumber(caseNo)!.division), 'cases.show', encode(v1.CaseQuery, { caseNo }));

/** Wherever a value leads in every region. @throws TongbanError `find.nothing` when every region answered and none knows it. */
export async function findEverywhere(desk: OperatorDesk, value: string): Promise<FindDocument> {
  const request = encode(v1.FindQuery, { value });
  const { answers, unreachable } = await desk.askAll((region) => desk.askJson<FindDocument>(region, 'cases.find', request));
  const matches = answers.flatMap(({ answer }) => answer.matches);
  if (matches.length === 0 && unreachable.length === 0) throw new TongbanError('find.nothing', 'no region knows the value');
  return { value, matches, ...(unreachable.length > 0 && { unreachableRegions: unreachable }) };
}
