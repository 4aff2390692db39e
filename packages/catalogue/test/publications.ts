import { type ArtefactVersion, artefactVersion, beijingInstant } from '@tongban/domain';
import type { Bundle } from '../src/bundle/bundle';
import type { CataloguePublication } from '../src/versions/versioned-catalogue';

const DAY_MS = 86_400_000;

/** Noon in Beijing, so many days after the beginning of 2026. */
export const day = (days: number): string => beijingInstant(Date.parse('2026-01-01T12:00:00+08:00') + days * DAY_MS);

export interface PublicationTerms { readonly number?: number; readonly from: string; readonly until?: string }

/** A publication of some versions; without `until` there is no transition window. */
export const publication = (artefacts: readonly ArtefactVersion[], { number = 1, from, until = from }: PublicationTerms): CataloguePublication =>
  ({ number, artefacts, effectiveFrom: from, transitionEndsAt: until });

/** Every record of a bundle that changes something, in one version. */
export const versionsOf = ({ artefacts }: Bundle, version: string): ArtefactVersion[] =>
  artefacts.filter(({ change }) => change !== 'none').map(({ kind, id, content }) => artefactVersion({ kind, id }, version, content));
