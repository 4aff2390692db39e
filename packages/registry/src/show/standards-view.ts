import type { Catalogue } from '@tongban/catalogue';
import { type RegionCode, REGION_CODES } from '@tongban/contracts';
import { type RegistryState } from '@tongban/domain';
import type { StandardsBook } from '../standards-book';
import type { Filters } from './standards-query';

/** What `standards.show` answers from: a full book, the catalogue the build ships with, and the business instant asked about. */
export interface StandardsView {
  readonly book: StandardsBook;
  readonly base: Catalogue;
  /** Region that answers. */
  readonly region: string;
  readonly at: string;
}

export interface OwnedState { readonly owner: RegionCode; readonly state: RegistryState }

/** The registries asked about. */
export const registriesOf = ({ book }: StandardsView, { owner }: Filters): OwnedState[] => REGION_CODES
  .filter((region) => owner === undefined || owner === region)
  .flatMap((region) => {
    const { state } = book.copy(region);
    return state === undefined ? [] : [{ owner: region, state }];
  });

/** Every participant with its region. */
export const participantsOf = ({ base }: StandardsView) => base.divisions.participants().map((one) => ({ participant: one.code, region: base.divisions.regionOf(one) }));

/** Whether a value is what a filter asks for, where it asks. */
export const fits = (wanted: string | undefined, value: string): boolean => wanted === undefined || wanted === value;
/** Whether it is named. A subscriber must get what is about no item in particular, too; a person who asks for an item wants what names it. */
export const names = (wanted: string | undefined, values: readonly string[]): boolean => wanted === undefined || values.includes(wanted);
/** Whether it is among the values; no value at all is no restriction: what holds everywhere holds in a region. */
export const fitsOneOf = (wanted: string | undefined, values: readonly string[]): boolean => wanted === undefined || values.length === 0 || values.includes(wanted);
