import { BUNDLE_KEYS, BUNDLE_KINDS, type BundleKey, type VersionedCatalogue, readBundleInTurns, requireFloors, requireProfiles } from '@tongban/catalogue';
import { TongbanError } from '@tongban/contracts';
import type { DraftText, DraftedArtefact } from '@tongban/domain';
import { checkKeys } from './check-keys';

/**
 * Checks what is to be published together against the catalogue it would change, as of the moment it is to be effective: shapes, references, national floors, and every
 * flow through all it can do, with a turn for others after each. No flow with a fault becomes a draft, and what has become faulty since is not published.
 * @throws TongbanError `catalogue.invalid` with every fault by its path in the command, e.g. `artefacts.0.content.states[2].holder`, `participant.key-unusable`, or `standard.below-floor` or
 * `standard.below-profile` when what a standard sets is all that is wrong.
 */
export async function checkContents(artefacts: readonly DraftedArtefact[], effectiveFrom: string, catalogue: VersionedCatalogue): Promise<void> {
  const bundle: Partial<Record<BundleKey, unknown[]>> = {};
  const places = new Map<string, string>();
  artefacts.forEach(({ kind, content }, at) => {
    const key = BUNDLE_KEYS.find((one) => BUNDLE_KINDS[one].kind === kind);
    if (key === undefined) return;
    const records = (bundle[key] ??= []);
    places.set(`$.${key}[${records.length}]`, `artefacts.${at}.content`);
    records.push(content);
  });
  try {
    await readBundleInTurns(bundle, catalogue.asOf(effectiveFrom), effectiveFrom);
  } catch (cause) {
    if (!(cause instanceof TongbanError) || cause.faults.length === 0) throw cause;
    const faults = cause.faults.map((fault) => ({ ...fault, path: placed(fault.path, places) }));
    throw new TongbanError(cause.code, cause.message, faults, { cause });
  }
  checkFloorsOfDraft({ artefacts, effectiveFrom }, catalogue);
  checkKeys(artefacts);
}

/**
 * Nothing is drafted, approved or published that is below a national floor or worse than the profile of its region; they may have changed since it was drafted, and a
 * content that is published already may be below one since.
 * @throws TongbanError as `requireFloors` and `requireProfiles`, with the faults by path in the draft, e.g. `artefacts.0.content.declares[0].value`.
 */
export const checkFloorsOfDraft = ({ artefacts, effectiveFrom }: Pick<DraftText, 'artefacts' | 'effectiveFrom'>, catalogue: VersionedCatalogue): void => {
  const at = (index: number): string => `artefacts.${index}.content`;
  requireFloors(artefacts, effectiveFrom, catalogue.asOf(effectiveFrom), at);
  requireProfiles(artefacts, effectiveFrom, catalogue.asOf(effectiveFrom), at);
};

function placed(path: string, places: ReadonlyMap<string, string>): string {
  const record = /^\$\.\w+\[\d+\]/.exec(path)?.[0];
  const place = record === undefined ? undefined : places.get(record);
  return record === undefined || place === undefined ? path : place + path.slice(record.length);
}
