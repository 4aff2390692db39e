import { isDay } from '../../parts/time/instants';
import { looksPersonal } from '../../parts/looks-personal';

/** Filters of a list of cases, by the names of the API. In the address of the page, so that a list can be sent to a colleague. */
export const CASE_FILTERS = [
  'number', 'item', 'flow', 'participant', 'opener', 'counterpart', 'state', 'outcome', 'timeliness', 'openedFrom', 'openedTo', 'holder', 'holderSide', 'dueFrom', 'dueTo', 'overdue', 'agency', 'handler', 'closed',
] as const;
export type CaseFilter = (typeof CASE_FILTERS)[number];
export type CaseFilters = { readonly [name in CaseFilter]?: string };
export interface CaseQuestion { readonly filters: CaseFilters; readonly order: 'opening' | 'due' }

const DATES: readonly CaseFilter[] = ['openedFrom', 'openedTo', 'dueFrom', 'dueTo'];
const TYPED: readonly CaseFilter[] = ['number', 'state', 'agency', 'handler'];
/** Those in sight at once; the others are behind a button, which is open when one of them is used. */
export const FIRST_FILTERS: readonly CaseFilter[] = ['number', 'item', 'opener', 'counterpart', 'closed', 'overdue'];

export function readQuestion(address: URLSearchParams): CaseQuestion {
  const given = CASE_FILTERS.flatMap((name) => {
    const value = address.get(name)?.trim() ?? '';
    return value === '' ? [] : [[name, value] as const];
  });
  return { filters: Object.fromEntries(given), order: address.get('order') === 'due' ? 'due' : 'opening' };
}

export function addressOf({ filters, order }: CaseQuestion): URLSearchParams {
  const address = new URLSearchParams();
  for (const name of CASE_FILTERS) {
    const value = filters[name]?.trim() ?? '';
    if (value !== '') address.set(name, value);
  }
  if (order === 'due') address.set('order', 'due');
  return address;
}

/** What is wrong with a filter before anybody is asked. */
export function filterFault(name: CaseFilter, value: string | undefined): 'date' | 'personal' | undefined {
  if (value === undefined || value === '') return undefined;
  if (DATES.includes(name)) return isDay(value) ? undefined : 'date';
  return TYPED.includes(name) && looksPersonal(value) ? 'personal' : undefined;
}
export const faultsOf = (filters: CaseFilters): Partial<Record<CaseFilter, 'date' | 'personal'>> =>
  Object.fromEntries(CASE_FILTERS.flatMap((name) => { const fault = filterFault(name, filters[name]); return fault === undefined ? [] : [[name, fault]]; }));

export const usesMore = (filters: CaseFilters): boolean => CASE_FILTERS.some((name) => filters[name] !== undefined && !FIRST_FILTERS.includes(name));

/** What is asked for again and again. */
export const WORKLISTS = [
  { id: 'allOpen', question: { filters: { closed: 'false' }, order: 'opening' } },
  { id: 'dueFirst', question: { filters: { closed: 'false' }, order: 'due' } },
  { id: 'lateOnes', question: { filters: { closed: 'false', overdue: 'true' }, order: 'due' } },
  { id: 'openerTurn', question: { filters: { closed: 'false', holderSide: 'opener' }, order: 'due' } },
  { id: 'counterpartTurn', question: { filters: { closed: 'false', holderSide: 'counterpart' }, order: 'due' } },
  { id: 'ended', question: { filters: { closed: 'true' }, order: 'opening' } },
] as const satisfies readonly { readonly id: string; readonly question: CaseQuestion }[];
export const sameQuestion = (a: CaseQuestion, b: CaseQuestion): boolean => addressOf(a).toString() === addressOf(b).toString();
