import { BUNDLE_KEYS, BUNDLE_KINDS, type BundleKey, type VersionedCatalogue, readBundle } from '@tongban/catalogue';
import { TongbanError } from '@tongban/contracts';
import type { DraftedArtefact } from '@tongban/domain';

/**
 * Checks what is to be published together against the catalogue it would change, as of the moment it is to be effective: shapes, references, and every
 * flow through all it can do. No flow with a fault becomes a draft, and what has become faulty since is not published.
 * @throws TongbanError `catalogue.invalid` with every fault by its path in the command, e.g. `artefacts.0.content.states[2].holder`.
 */
export function checkContents(artefacts: readonly DraftedArtefact[], effectiveFrom: string, catalogue: VersionedCatalogue): void {
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
    readBundle(bundle, catalogue.asOf(effectiveFrom));
  } catch (cause) {
    if (!(cause instanceof TongbanError) || cause.code !== 'catalogue.invalid') throw cause;
    const faults = cause.faults.map((fault) => ({ ...fault, path: placed(fault.path, places) }));
    throw new TongbanError('catalogue.invalid', cause.message, faults, { cause });
  }
}

function placed(path: string, places: ReadonlyMap<string, string>): string {
  const record = /^\$\.\w+\[\d+\]/.exec(path)?.[0];
  const place = record === undefined ? undefined : places.get(record);
  return record === undefined || place === undefined ? path : place + path.slice(record.length);
}
