import { addressOf, readQuestion, type CaseQuestion } from './case-filters';

/** Filters that somebody gave a name, kept in this browser as the address they stand for. */
export interface SavedFilters { readonly name: string; readonly address: string }
export const SAVED_KEY = 'tongban.console.case-filters';
export const SAVED_MAX = 20;
export const NAME_MAX = 24;

/** What is not saved filters is left out, whoever wrote it. */
export function readSaved(kept: string | null): readonly SavedFilters[] {
  try {
    const value: unknown = JSON.parse(kept ?? '[]');
    if (!Array.isArray(value)) return [];
    return value.filter((one): one is SavedFilters => typeof one?.name === 'string' && one.name !== '' && typeof one.address === 'string').slice(0, SAVED_MAX).map(({ name, address }) => ({ name: name.slice(0, NAME_MAX), address }));
  } catch {
    return [];
  }
}
/** The same name again stands for the new ones. */
export const withSaved = (saved: readonly SavedFilters[], name: string, question: CaseQuestion): readonly SavedFilters[] =>
  [{ name: name.trim().slice(0, NAME_MAX), address: addressOf(question).toString() }, ...saved.filter((one) => one.name !== name.trim().slice(0, NAME_MAX))].slice(0, SAVED_MAX);
export const withoutSaved = (saved: readonly SavedFilters[], name: string): readonly SavedFilters[] => saved.filter((one) => one.name !== name);
export const questionOf = ({ address }: SavedFilters): CaseQuestion => readQuestion(new URLSearchParams(address));
