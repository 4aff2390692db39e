import type { Bundle, BundleArtefact } from '@tongban/catalogue';
import { type FieldFault, type RegionCode, TongbanError, counted } from '@tongban/contracts';
import {
  type ArtefactRef, type ArtefactVersionRef, BASELINE_VERSION, type RegionOfDivision, type Release, type Worded, contentDigest, diffOf, ownerOf, parseVersion, sha256Hex, verdictOf, versionKey,
} from '@tongban/domain';

/** An artefact as its draft will have it. */
export interface PlannedArtefact extends ArtefactVersionRef {
  readonly path: string;
  readonly content: unknown;
  readonly change: 'new' | 'changed';
}
/** What goes to one owner's registry: one draft, published whole or not at all. */
export interface PlannedDraft {
  readonly owner: RegionCode;
  readonly draftId: string;
  readonly title: Worded;
  readonly artefacts: readonly PlannedArtefact[];
}
export interface ImportPlan {
  /** In the order of the owners' first artefacts in the bundle; none when everything is published already. */
  readonly drafts: readonly PlannedDraft[];
  readonly unchanged: number;
}

export interface ImportBasis {
  /** Every published version, oldest first, those to come included. */
  readonly releasesOf: (ref: ArtefactRef) => readonly Release[];
  readonly regionOfDivision: RegionOfDivision;
  /** A change that breaks gets the next major version; without it every change gets the next minor one, and the registry refuses those that break. */
  readonly major: boolean;
}

/**
 * What an import asks of which registry: new artefacts become 1.0, changed ones the version after the newest that is published, and what is
 * published already with this very content is left out. A change that breaks may be made a major version, which no other change needs. Ids of drafts follow from what is in them, so that an import that was cut short goes
 * on with its own drafts. @throws TongbanError `catalogue.invalid` for a standard whose owner cannot be told.
 */
export function planImport({ artefacts }: Pick<Bundle, 'artefacts'>, basis: ImportBasis): ImportPlan {
  const faults: FieldFault[] = [];
  const byOwner = new Map<RegionCode, PlannedArtefact[]>();
  let unchanged = 0;
  for (const artefact of artefacts) {
    const owner = ownerOf(artefact, artefact.content, basis.regionOfDivision);
    const planned = plannedArtefact(artefact, basis);
    if (planned === undefined) unchanged += 1;
    else if (owner === undefined) faults.push(unplaced(artefact.path));
    else byOwner.set(owner, [...(byOwner.get(owner) ?? []), planned]);
  }
  if (faults.length > 0) throw new TongbanError('catalogue.invalid', `${counted(faults.length, 'standard')} without an owner`, faults);
  return { drafts: [...byOwner].map(([owner, list]) => ({ owner, draftId: draftIdOf(owner, list), title: titleOf(list), artefacts: list })), unchanged };
}

function plannedArtefact({ kind, id, path, content }: BundleArtefact, { releasesOf, major }: ImportBasis): PlannedArtefact | undefined {
  const newest = releasesOf({ kind, id }).at(-1);
  if (newest === undefined) return { kind, id, version: BASELINE_VERSION, path, content, change: 'new' };
  // What was withdrawn comes back under a new version only.
  if (newest.withdrawnAt === undefined && newest.digest === contentDigest(content)) return undefined;
  const before = parseVersion(newest.version);
  const isMajor = major && verdictOf(diffOf(newest.content, content, kind)).verdict === 'breaking';
  const version = isMajor ? `${before.major + 1}.0` : `${before.major}.${before.minor + 1}`;
  return { kind, id, version, path, content, change: 'changed' };
}

const unplaced = (path: string): FieldFault => ({
  path, code: 'catalogue.invalid', zh: '由层级与区划看不出归口枢纽', en: 'tier and divisions do not say which hub owns it',
});

const draftIdOf = (owner: RegionCode, artefacts: readonly PlannedArtefact[]): string =>
  `import-${sha256Hex(owner, ...artefacts.map((one) => `${versionKey(one)} ${contentDigest(one.content)}`)).slice(0, 16)}`;

/** Named after what people look for first: an item, else whatever comes first. */
function titleOf(artefacts: readonly PlannedArtefact[]): Worded {
  const first = artefacts.find(({ kind }) => kind === 'item') ?? artefacts[0]!;
  const { zh = first.id, en = first.id } = first.content as Partial<Worded>;
  const more = artefacts.length - 1;
  return more === 0 ? { zh, en } : { zh: `${zh}等${artefacts.length}项`, en: `${en} and ${more} more` };
}
