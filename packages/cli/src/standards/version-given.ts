import { type ArtefactRef, type ArtefactVersionRef, isArtefactId, isArtefactKind, isVersion } from '@tongban/domain';
import { UsageError } from '../outcome';

const malformed = (text: string): UsageError => new UsageError(`${text}不是KIND/ID@VERSION，如item/HRSS-SSI-0201@1.0`, `${text} is not KIND/ID@VERSION, e.g. item/HRSS-SSI-0201@1.0`);

/** `KIND/ID@VERSION`, as every list shows it. @throws UsageError. */
export function versionGiven(text: string): ArtefactVersionRef {
  const [, kind = '', id = '', version = ''] = /^([^/@]+)\/([^/@]+)@([^/@]+)$/.exec(text) ?? [];
  if (!isArtefactKind(kind) || !isArtefactId(id) || !isVersion(version)) throw malformed(text);
  return { kind, id, version };
}

/** `KIND/ID`. @throws UsageError. */
export function artefactGiven(text: string): ArtefactRef {
  const [, kind = '', id = ''] = /^([^/@]+)\/([^/@]+)$/.exec(text) ?? [];
  if (!isArtefactKind(kind) || !isArtefactId(id)) throw new UsageError(`${text}不是KIND/ID，如item/HRSS-SSI-0201`, `${text} is not KIND/ID, e.g. item/HRSS-SSI-0201`);
  return { kind, id };
}
