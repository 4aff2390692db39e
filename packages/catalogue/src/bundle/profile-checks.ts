import { type ErrorCode, type FieldFault, TongbanError } from '@tongban/contracts';
import {
  type DraftedArtefact, type FieldRef, type FieldSpec, type Flow, type FlowDictionary, type MessageSpec, type Profile, type ProfilesOf, type ScopedProfile, beijingDateOf, contentDigest, floorFaults, limitFaults, parseFieldType, profileFaults, profileIdOf,
} from '@tongban/domain';
import type { Catalogue } from '../catalogue';
import type { ServiceItem } from '../shapes/service-items';
import type { Standard } from '../shapes/standards';
import type { BundleFaults } from './bundle-faults';
import type { ShapedBundle } from './bundle-shape';
import type { Overlay } from './overlay';

/** Before every day that a profile can name. */
const FIRST_DAY = '0001-01-01';

/**
 * A profile is of an item and a region that exist, is not below the national floors itself, and names what is there; and no local standard of the bundle is worse
 * than the profile that binds it. What is published with this very content is not judged again.
 */
export function checkProfiles({ records: { profiles, standards }, idsOfUnread }: ShapedBundle, overlay: Overlay, from: string | undefined, faults: BundleFaults): void {
  for (const { record, path, isSound } of profiles) if (isSound) checkProfile(record, path, overlay, idsOfUnread.items, faults);
  const profilesOf = scopedProfiles(overlay.base, [...overlay.profiles.values()].map(({ record }) => record));
  for (const { record, path, isSound } of standards) {
    if (!isSound) continue;
    checkGuides(record, path, overlay.known.items, faults);
    const published = overlay.base.standards.get(record.id);
    if (published !== undefined && contentDigest(published) === contentDigest(record)) continue;
    for (const fault of profileFaults(record, profilesOf, from ?? FIRST_DAY)) faults.add(placed(fault, path));
  }
}

/** Profiles as they are asked for, each with the scope of its region. One of a region that is not known binds nobody. */
export function scopedProfiles({ regions }: Pick<Catalogue, 'regions'>, profiles: readonly Profile[]): ProfilesOf {
  const scopes = new Map(regions.map((region) => [region.id, region]));
  return (itemCode) => profiles.flatMap((profile): ScopedProfile[] => {
    const scope = profile.itemCode === itemCode ? scopes.get(profile.region) : undefined;
    return scope === undefined ? [] : [{ profile, scope }];
  });
}

/**
 * Faults of a draft's standards, shaped already, by the profiles as they are published now, and as the draft itself brings them; `at` says where an artefact stands.
 * @throws TongbanError `standard.below-profile`, or `catalogue.invalid` where units no longer let a value be compared.
 */
export function requireProfiles(artefacts: readonly DraftedArtefact[], effectiveFrom: string, catalogue: Catalogue, at: (index: number) => string): void {
  const brought = artefacts.filter(({ kind }) => kind === 'profile').map(({ content }) => content as Profile);
  const profilesOf = scopedProfiles(catalogue, [...new Map([...catalogue.profiles.values(), ...brought].map((profile) => [profile.profileId, profile])).values()]);
  const faults = artefacts.flatMap(({ kind, content }, index) => (kind === 'standard' ? profileFaults(content as Standard, profilesOf, beijingDateOf(effectiveFrom)) : []).map((fault) => placed(fault, at(index))));
  const [first] = faults;
  if (first === undefined) return;
  const code: ErrorCode = faults.every((fault) => fault.code === first.code) ? first.code : 'catalogue.invalid';
  throw new TongbanError(code, `${faults.length} terms against the profile of the region, first: ${first.path} ${first.en}`, faults);
}

function checkProfile(profile: Profile, path: string, { base, items, flows, dictionary, known }: Overlay, unreadItems: ReadonlySet<string>, faults: BundleFaults): void {
  const { report } = faults;
  const { profileId, region, itemCode, validFrom, validTo, basisStandardIds, materials = [], values = [] } = profile;
  if (profileId !== profileIdOf(itemCode, region)) report(`${path}.profileId`, `须为${profileIdOf(itemCode, region)}`, `it must be ${profileIdOf(itemCode, region)}`);
  if (!base.regions.some(({ id }) => id === region)) report(`${path}.region`, `没有区域${region}`, `there is no region ${region}`);
  if (!known.items.has(itemCode)) report(`${path}.itemCode`, `没有事项${itemCode}`, `there is no item ${itemCode}`);
  if (validTo !== undefined && validTo < validFrom) report(`${path}.validTo`, '失效日早于生效日', 'it ends before it begins');
  basisStandardIds.forEach((id, at) => { if (!known.standards.has(id)) report(`${path}.basisStandardIds[${at}]`, `没有标准${id}`, `there is no standard ${id}`); });
  const repeated = (ids: readonly string[], at: string): void => ids.forEach((id, index) => { if (ids.indexOf(id) !== index) report(`${path}.${at}[${index}]`, `${id}重复`, `${id} is given twice`); });
  repeated(materials.map(({ code }) => code), 'materials');
  repeated(values.map(({ metricId, condition }) => (condition === undefined ? metricId : `${metricId} ${JSON.stringify(condition)}`)), 'values');
  repeated(profile.modes ?? [], 'modes');
  const item = items.get(itemCode)?.record;
  if (item === undefined || unreadItems.has(itemCode)) return;
  const flow = item.flowId === null ? undefined : flows.get(item.flowId)?.record;
  checkPromises(profile, path, flow, dictionary, faults);
  checkAsking(profile, path, flow, dictionary, faults);
  checkFloorsOfProfile(profile, path, item, faults);
}

/** What a region harmonises is better than the national floor, or the same. */
function checkFloorsOfProfile({ itemCode, validFrom, validTo, values = [], limit }: Profile, path: string, item: ServiceItem, faults: BundleFaults): void {
  const declares = values.map((value) => ({ ...value, itemCode, validFrom, ...(validTo !== undefined && { validTo }) }));
  for (const fault of floorFaults({ declares }, () => item.floors, validFrom)) faults.add({ ...placed(fault, path), path: `${path}.${fault.path.replace(/^declares/, 'values')}` });
  // A limit in months is compared with none in days.
  if (limit !== undefined && limit.unit === 'working-day') {
    for (const fault of limitFaults({ ...item, processingLimit: limit }, validFrom, validTo)) faults.add({ ...placed(fault, path), path: `${path}.${fault.path.replace(/^processingLimit/, 'limit')}` });
  }
}

/** The fields of promises are open dates of messages that the item's flow has: the hub reads them. */
function checkPromises({ limit }: Profile, path: string, flow: Flow | undefined, { commonMessages }: FlowDictionary, { report }: BundleFaults): void {
  limit?.promisedIn?.forEach(({ message, field }, at) => {
    const spec = fieldOf({ message, field }, flow, commonMessages);
    const type = spec === undefined ? undefined : parseFieldType(spec.type);
    const isOpenDate = spec?.personalData !== true && type?.kind === 'scalar' && type.scalar === 'date' && !type.list;
    if (!isOpenDate) report(`${path}.limit.promisedIn[${at}]`, `事项的流程中没有公开的日期字段${message}.${field}`, `the flow of the item has no open date ${message}.${field}`);
  });
}

/** Materials are asked for in lists of records that name them. */
function checkAsking({ materialsAskedIn }: Profile, path: string, flow: Flow | undefined, { commonMessages, recordTypes }: FlowDictionary, { report }: BundleFaults): void {
  materialsAskedIn?.forEach(({ member, ...ref }, at) => {
    const type = parseFieldType(fieldOf(ref, flow, commonMessages)?.type ?? '');
    const record = type?.kind === 'record' && type.list ? [...recordTypes, ...(flow?.recordTypes ?? [])].find(({ id }) => id === type.record) : undefined;
    if (!record?.fields.some(({ id }) => id === member)) report(`${path}.materialsAskedIn[${at}]`, `事项的流程中没有记录列表${ref.message}.${ref.field}，或其中没有${member}`, `the flow of the item has no list of records ${ref.message}.${ref.field} with ${member}`);
  });
}

const fieldOf = ({ message, field }: FieldRef, flow: Flow | undefined, commonMessages: readonly MessageSpec[]): FieldSpec | undefined =>
  [...(flow?.messages ?? []), ...commonMessages].find(({ messageId }) => messageId === message)?.fields.find(({ id }) => id === field);

function checkGuides({ tier, localGuides = [] }: Standard, path: string, items: ReadonlySet<string>, { report }: BundleFaults): void {
  if (localGuides.length > 0 && (tier === 'national' || tier === 'industry')) report(`${path}.localGuides`, '国家和行业标准不写地方办事规定，写在事项中', 'a national or industry standard has no local guides: it is the item that says it');
  localGuides.forEach(({ itemCode }, at) => {
    if (!items.has(itemCode)) report(`${path}.localGuides[${at}].itemCode`, `没有事项${itemCode}`, `there is no item ${itemCode}`);
  });
}

const placed = ({ path, code, zh, en }: FieldFault, above: string): FieldFault => ({ path: `${above}.${path}`, code, zh, en });
