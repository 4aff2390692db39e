import type { CodeList, CodeMapping, Flow, FlowDictionary, KnownReferences, MessageSpec, ParticipantRecord, Profile } from '@tongban/domain';
import type { Catalogue } from '../catalogue';
import type { HolidayYear } from '../shapes/reference';
import type { ServiceItem } from '../shapes/service-items';
import type { Standard } from '../shapes/standards';
import { type Placed, type ShapedBundle, idOf } from './bundle-shape';
import type { BundleKey } from './bundle';

/** A record of the catalogue as it would be, with its path when the bundle brings it. */
export interface Laid<T> { readonly record: T; readonly path?: string }

/** The catalogue as it would be with the bundle: its records replace those of the same id and add the rest; nothing is taken away. */
export interface Overlay {
  readonly base: Catalogue;
  readonly standards: ReadonlyMap<string, Laid<Standard>>;
  readonly items: ReadonlyMap<string, Laid<ServiceItem>>;
  readonly flows: ReadonlyMap<string, Laid<Flow>>;
  readonly codeLists: ReadonlyMap<string, Laid<CodeList>>;
  readonly commonMessages: ReadonlyMap<string, Laid<MessageSpec>>;
  readonly calendars: ReadonlyMap<string, Laid<HolidayYear>>;
  readonly codeMappings: ReadonlyMap<string, Laid<CodeMapping>>;
  readonly profiles: ReadonlyMap<string, Laid<Profile>>;
  readonly participants: ReadonlyMap<string, Laid<ParticipantRecord>>;
  readonly dictionary: FlowDictionary;
  /** Ids that may be named, those of records of the bundle that cannot be read included. */
  readonly known: KnownReferences & { readonly flows: ReadonlySet<string> };
}

export function layOver(base: Catalogue, { records, idsOfUnread }: ShapedBundle): Overlay {
  const lay = <T>(key: BundleKey, before: readonly T[], placed: readonly Placed<T>[]): Map<string, Laid<T>> =>
    new Map<string, Laid<T>>([...before.map((record) => [idOf(key, record)!, { record }] as const), ...placed.map((one) => [idOf(key, one.record)!, one] as const)]);
  const standards = lay('standards', [...base.standards.values()], records.standards);
  const items = lay('items', [...base.items.values()], records.items);
  const flows = lay('flows', [...base.flows.values()], records.flows);
  const codeLists = lay('codeLists', base.dictionary.codeLists, records.codeLists);
  const commonMessages = lay('commonMessages', base.dictionary.commonMessages, records.commonMessages);
  const recordsOf = <T>(laid: ReadonlyMap<string, Laid<T>>): T[] => [...laid.values()].map(({ record }) => record);
  return {
    base, standards, items, flows, codeLists, commonMessages,
    calendars: lay('calendars', [...base.holidays, ...base.ownCalendars], records.calendars),
    codeMappings: lay('codeMappings', [...base.codeMappings.values()], records.codeMappings), profiles: lay('profiles', [...base.profiles.values()], records.profiles),
    participants: lay('participants', [...base.participants.values()], records.participants),
    dictionary: { enums: base.dictionary.enums, recordTypes: base.dictionary.recordTypes, codeLists: recordsOf(codeLists), commonMessages: recordsOf(commonMessages) },
    known: {
      standards: new Set([...standards.keys(), ...idsOfUnread.standards]), items: new Set([...items.keys(), ...idsOfUnread.items]),
      flows: new Set([...flows.keys(), ...idsOfUnread.flows]), personalNames: base.personalNames,
    },
  };
}
