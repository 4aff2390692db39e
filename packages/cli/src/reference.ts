import { type Catalogue, loadCatalogue } from '@tongban/catalogue';

let loaded: Catalogue | undefined;
/** The reference data of this build, read and checked once per process. */
export const reference = (): Catalogue => (loaded ??= loadCatalogue());
