import { type ArtefactKind, type CodeList, type CodeMapping, type FieldNumberLock, type Flow, type MessageSpec, type Participant, type ParticipantRecord, type Profile, type WorkCalendar, sha256Hex, versionKey } from '@tongban/domain';
import type { Catalogue, ItemFlow } from '../catalogue';
import type { ServiceItem } from '../shapes/service-items';
import type { Standard } from '../shapes/standards';
import { floorsThrough } from './floors-through';
import type { PublishedCalendars } from './published-calendar';
import type { ReleaseHistory } from './release-history';

interface Viewed {
  readonly base: Catalogue;
  readonly history: ReleaseHistory;
  readonly lock: FieldNumberLock;
  readonly calendars: PublishedCalendars;
  readonly calendarOf: (participant: Participant) => WorkCalendar;
}

/**
 * A catalogue as of one instant: of each artefact the version that is in force. One that is suspended or withdrawn is still there under its
 * newest version, but a suspended item or flow opens no case. Calendars are all there, of whatever date.
 */
export function catalogueAt({ base, history, lock, calendars: { mainland, own }, calendarOf }: Viewed, instant: string): Catalogue {
  const digests: string[] = [];
  const present = <T>(kind: ArtefactKind): Map<string, T> => new Map(history.idsOf(kind).flatMap((id) => {
    const release = history.present({ kind, id }, instant);
    if (release === undefined) return [];
    digests.push(`${versionKey(release)}:${release.digest}`);
    return [[id, release.content as T] as const];
  }));
  const items = present<ServiceItem>('item');
  const standards = present<Standard>('standard');
  const flows = present<Flow>('flow');
  const codeLists = present<CodeList>('code-list');
  const commonMessages = present<MessageSpec>('common-messages');
  // What a region or province says itself ends with its withdrawal: no running case uses its names or codes.
  const inForce = <T>(kind: ArtefactKind): Map<string, T> => new Map([...present<T>(kind)].filter(([id]) => history.accepted({ kind, id }, instant).length > 0));
  const codeMappings = inForce<CodeMapping>('code-mapping');
  const profiles = inForce<Profile>('profile');
  const participants = inForce<ParticipantRecord>('participant');
  const isOpen = (kind: ArtefactKind, id: string): boolean => history.accepted({ kind, id }, instant).length > 0;
  const itemFlow = (itemCode: string): ItemFlow => {
    const item = items.get(itemCode);
    if (item === undefined) return 'unknown';
    if (!item.crossProvince.supported) return 'not-cross-province';
    const flow = item.flowId === null ? undefined : flows.get(item.flowId);
    return flow?.itemCodes.includes(itemCode) && isOpen('item', itemCode) && isOpen('flow', flow.flowId) ? flow : 'no-flow';
  };
  return Object.freeze({
    ...base,
    digest: sha256Hex(base.digest, ...digests), items, standards, flows, codeMappings, profiles, participants,
    dictionary: Object.freeze({ ...base.dictionary, codeLists: [...codeLists.values()], commonMessages: [...commonMessages.values()] }),
    lock, holidays: mainland.years, ownCalendars: [...own.values()].flatMap(({ years }) => years), mainlandCalendar: mainland.calendar, calendarOf, itemFlow, floorsOf: (itemCode: string) => floorsThrough(history, itemCode),
    itemsWithoutFlow: Object.freeze([...items.keys()].filter((itemCode) => itemFlow(itemCode) === 'no-flow')),
  });
}
