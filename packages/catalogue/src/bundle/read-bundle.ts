import { beijingDateOf, contentDigest } from '@tongban/domain';
import type { Catalogue } from '../catalogue';
import { deepFreeze } from '../deep-freeze';
import { BUNDLE_KEYS, BUNDLE_KINDS, type Bundle, type BundleArtefact, type BundleRecords } from './bundle';
import { BundleFaults } from './bundle-faults';
import { type PlacedRecords, idOf, shapeBundle } from './bundle-shape';
import { checkCalendars } from './calendar-checks';
import { checkCodes } from './code-checks';
import { checkFloors } from './floor-checks';
import { checkFlows } from './flow-imports';
import { type Steps, atOnce, inTurns } from './in-turns';
import { valueOfJsonText } from './json-text';
import { layOver } from './overlay';
import { isSoundJson } from './plain-json';
import { checkParticipants } from './participant-checks';
import { checkProfiles } from './profile-checks';
import { checkReferences } from './reference-checks';

/** `readBundle` for the text of a file. @throws as that; a syntax fault names line and column. */
export function bundleFromText(text: string, base: Catalogue, effectiveFrom?: string): Bundle {
  const faults = new BundleFaults();
  const value = valueOfJsonText(text, faults);
  faults.refuse();
  return readBundle(value, base, effectiveFrom);
}

/**
 * Reads a bundle `{standards, items, flows, codeLists, calendars, commonMessages, codeMappings, profiles, participants}` (each optional) against the catalogue it would
 * change. All or nothing: any fault refuses the whole.
 *
 * Values that standards declare are held against the national floors of every day they are valid on, those to come included, from the day of the
 * business instant `effectiveFrom` on; without it from the beginning of their validity.
 *
 * What is found at once: every fault of every shape; the references of every record, the agreement of both ends, and the static checks and
 * patterns of flows, also where a record has a fault of shape elsewhere; calendars. A flow without any fault is explored as well. Three things hide
 * others: JSON that is not plain hides all else; a record that lacks what the checks hold on to is judged by its shape only; a
 * code list or common message of the wrong shape hides the checks of flows, which would only repeat it.
 * @throws TongbanError `catalogue.invalid` with every fault by JSON path of the bundle, or `standard.below-floor` or `standard.below-profile` when nothing else is wrong.
 */
export const readBundle = (value: unknown, base: Catalogue, effectiveFrom?: string): Bundle => atOnce(bundleSteps(value, base, effectiveFrom));

/** `readBundle` for a process that serves others meanwhile: the whole catalogue takes a second or two. Throws as that. */
export const readBundleInTurns = (value: unknown, base: Catalogue, effectiveFrom?: string): Promise<Bundle> => inTurns(bundleSteps(value, base, effectiveFrom));

function* bundleSteps(value: unknown, base: Catalogue, effectiveFrom: string | undefined): Steps<Bundle> {
  const faults = new BundleFaults();
  if (!isSoundJson(value, faults)) faults.refuse();
  const shapedBundle = shapeBundle(value, faults);
  if (shapedBundle === undefined) faults.refuse();
  yield;
  const { records, idsOfUnread } = shapedBundle!;
  const overlay = layOver(base, shapedBundle!);
  checkReferences(shapedBundle!, overlay, faults);
  yield;
  const from = effectiveFrom === undefined ? undefined : beijingDateOf(effectiveFrom);
  checkFloors(records, overlay, from, faults);
  checkCodes(records, overlay, from, faults);
  checkProfiles(shapedBundle!, overlay, from, faults);
  checkParticipants(records, overlay, faults);
  checkCalendars(records.calendars, overlay, faults);
  yield;
  const isDictionarySound = idsOfUnread.codeLists.size + idsOfUnread.commonMessages.size === 0;
  const explored = isDictionarySound ? yield* checkFlows(records, overlay, faults) : new Map<string, number>();
  faults.refuse();
  return deepFreeze({ ...recordsOf(records), artefacts: artefactsOf(records, base), explored });
}

const recordsOf = (placed: PlacedRecords): BundleRecords =>
  Object.fromEntries(BUNDLE_KEYS.map((key) => [key, placed[key].map(({ record }) => record)])) as unknown as BundleRecords;

function artefactsOf(placed: PlacedRecords, base: Catalogue): BundleArtefact[] {
  const before: { readonly [key: string]: ReadonlyMap<string, unknown> } = {
    standards: base.standards, items: base.items, flows: base.flows,
    codeLists: new Map(base.dictionary.codeLists.map((one) => [one.id, one])),
    calendars: new Map([...base.holidays, ...base.ownCalendars].map((one) => [idOf('calendars', one)!, one])),
    commonMessages: new Map(base.dictionary.commonMessages.map((one) => [one.messageId, one])),
    codeMappings: base.codeMappings, profiles: base.profiles, participants: base.participants,
  };
  return BUNDLE_KEYS.flatMap((key) => placed[key].map(({ path, record }): BundleArtefact => {
    const id = idOf(key, record)!;
    const known = before[key]?.get(id);
    const change = known === undefined ? 'new' : contentDigest(known) === contentDigest(record) ? 'none' : 'changed';
    return { kind: BUNDLE_KINDS[key].kind, id, path, content: record, change };
  }));
}
