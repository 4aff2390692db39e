import { canonicalJson, sha256Hex } from '../schema/canonical-json';

/** What a registry keeps in versions. Standards are metadata and our own structured rules; normative documents and laws are standards of another kind. */
export const ARTEFACT_KINDS = ['standard', 'item', 'flow', 'code-list', 'calendar', 'common-messages', 'code-mapping', 'profile', 'participant'] as const;
export type ArtefactKind = (typeof ARTEFACT_KINDS)[number];

/** The id is the artefact's own: standard id, item code, flow id, code list id, year of a calendar, `YEAR.PARTICIPANT` of a participant's own, `LIST.PARTICIPANT` of a mapping, `ITEM.REGION` of a profile, six digits of a participant's record. */
export interface ArtefactRef { readonly kind: ArtefactKind; readonly id: string }
export interface ArtefactVersionRef extends ArtefactRef {
  /** `MAJOR.MINOR`, see `isVersion`. */
  readonly version: string;
}
export interface ArtefactVersion extends ArtefactVersionRef {
  /** See `contentDigest`. */
  readonly digest: string;
  /** Plain JSON in the shape of the reference data. */
  readonly content: unknown;
}

/** Version of everything that is shipped with the catalogue package. */
export const BASELINE_VERSION = '1.0';

const VERSION_FORM = /^([1-9]\d{0,5})\.(0|[1-9]\d{0,5})$/;
const ID_FORM = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

export const isArtefactKind = (text: string): text is ArtefactKind => (ARTEFACT_KINDS as readonly string[]).includes(text);
export const isArtefactId = (text: string): boolean => ID_FORM.test(text);
/** `MAJOR.MINOR`, decimal without leading zeros, major from 1: `1.0`, `2.13`. */
export const isVersion = (text: string): boolean => VERSION_FORM.test(text);

export interface VersionNumber { readonly major: number; readonly minor: number }
/** @throws RangeError when the text is no version; ask `isVersion` first for text from outside. */
export function parseVersion(text: string): VersionNumber {
  const parts = VERSION_FORM.exec(text);
  if (parts === null) throw new RangeError('not a version of the form MAJOR.MINOR');
  return { major: Number(parts[1]), minor: Number(parts[2]) };
}

/** Negative when `a` is older, by number and not by text: 1.9 is older than 1.10. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [parseVersion(a), parseVersion(b)];
  return left.major - right.major || left.minor - right.minor;
}

/** SHA-256 of the canonical JSON, lower-case hex: the same content has the same digest whatever the order of its keys. */
export const contentDigest = (content: unknown): string => sha256Hex(canonicalJson(content));

export const artefactVersion = (ref: ArtefactRef, version: string, content: unknown): ArtefactVersion =>
  ({ kind: ref.kind, id: ref.id, version, digest: contentDigest(content), content });

/** The reference alone, without what a longer value brings along. */
export const versionRef = ({ kind, id, version }: ArtefactVersionRef): ArtefactVersionRef => ({ kind, id, version });

/** One text per artefact; no kind has a slash. */
export const artefactKey = ({ kind, id }: ArtefactRef): string => `${kind}/${id}`;
/** One text per version; no version has an at sign, and neither has an id. */
export const versionKey = ({ kind, id, version }: ArtefactVersionRef): string => `${kind}/${id}@${version}`;
