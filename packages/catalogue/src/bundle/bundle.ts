import type { ArtefactKind, ArtefactRef, CodeList, CodeMapping, Flow, MessageSpec, ParticipantRecord, Profile } from '@tongban/domain';
import type { HolidayYear } from '../shapes/reference';
import type { ServiceItem } from '../shapes/service-items';
import type { Standard } from '../shapes/standards';

/** The records of one file to import, checked; each key in the shape of the reference data. */
export interface BundleRecords {
  readonly standards: readonly Standard[];
  readonly items: readonly ServiceItem[];
  readonly flows: readonly Flow[];
  readonly codeLists: readonly CodeList[];
  /** Years of the State Council's calendar, and of participants' own. */
  readonly calendars: readonly HolidayYear[];
  readonly commonMessages: readonly MessageSpec[];
  readonly codeMappings: readonly CodeMapping[];
  readonly profiles: readonly Profile[];
  readonly participants: readonly ParticipantRecord[];
}
export type BundleKey = keyof BundleRecords;

export interface BundleArtefact extends ArtefactRef {
  /** Where the record stands in the bundle, e.g. `$.flows[0]`. */
  readonly path: string;
  readonly content: unknown;
  /** Against the catalogue the bundle was laid over; by digest, so that the order of keys is no change. */
  readonly change: 'new' | 'changed' | 'none';
}

export interface Bundle extends BundleRecords {
  /** Every record as what a registry keeps in versions, in the order of `BUNDLE_KINDS`. */
  readonly artefacts: readonly BundleArtefact[];
  /** Configurations tried, by flow id. */
  readonly explored: ReadonlyMap<string, number>;
}

/** Keys of a bundle in the order in which its records are read, with the kind of artefact each holds and what names a record: a member, and where another says whose it is, that too. */
export const BUNDLE_KINDS: { readonly [K in BundleKey]: { readonly kind: ArtefactKind; readonly idKey: string; readonly ofKey?: string } } = {
  standards: { kind: 'standard', idKey: 'id' },
  items: { kind: 'item', idKey: 'itemCode' },
  codeLists: { kind: 'code-list', idKey: 'id' },
  commonMessages: { kind: 'common-messages', idKey: 'messageId' },
  calendars: { kind: 'calendar', idKey: 'year', ofKey: 'participant' },
  flows: { kind: 'flow', idKey: 'flowId' },
  codeMappings: { kind: 'code-mapping', idKey: 'mappingId' },
  profiles: { kind: 'profile', idKey: 'profileId' },
  participants: { kind: 'participant', idKey: 'participant' },
};
export const BUNDLE_KEYS = Object.keys(BUNDLE_KINDS) as readonly BundleKey[];
