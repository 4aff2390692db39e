import type { Catalogue, ServiceItem, Standard } from '@tongban/catalogue';
import type { ArtefactVersionRef } from '@tongban/domain';

export type VersionToDraft = ArtefactVersionRef & { readonly content: unknown };

/** So that a registry of many versions has many artefacts, as a real one has, and none with a history that nobody would write. */
export const VERSIONS_PER_ARTEFACT = 10;
/** Artefacts that a registry of so many versions has. */
export const artefactsOf = (versions: number): number => Math.max(1, Math.ceil(versions / VERSIONS_PER_ARTEFACT));
/** No registry that is measured has as many: what is published while it runs begins here. */
export const FIRST_LIVE_ARTEFACT = 1_000_000;
const AREAS = ['EMP', 'TAL', 'SKL', 'SSI', 'CRD', 'LAB', 'CON'] as const;
/** No number of the reference items is as high. */
const FIRST_ITEM_NUMBER = 5_000;

/**
 * Standards and items by turns, made from those of the reference catalogue under ids of their own; each version is worded otherwise than the one before, so that
 * every one is a content of its own. They name what the templates name, so that all of them could be drafted; one owner has them all.
 */
export class SyntheticVersions {
  private readonly standards: readonly Standard[];
  private readonly items: readonly ServiceItem[];

  constructor({ standards, items }: Catalogue) {
    this.standards = [...standards.values()].filter(({ tier, declares }) => (tier === 'national' || tier === 'industry') && declares === undefined);
    this.items = [...items.values()];
  }

  /** All first versions, then all second ones, and so on, as many as asked for. */
  *all(versions: number): IterableIterator<VersionToDraft> {
    const artefacts = artefactsOf(versions);
    for (let index = 0; index < versions; index++) yield this.version(index % artefacts, Math.floor(index / artefacts));
  }

  /** Version `1.<revision>` of an artefact. */
  version(artefact: number, revision: number): VersionToDraft {
    return artefact % 2 === 0 ? this.standard(artefact / 2, revision) : this.item((artefact - 1) / 2, revision);
  }

  private standard(number: number, revision: number): VersionToDraft {
    const template = this.standards[number % this.standards.length]!;
    const id = `SYN-BENCH-${number}`;
    const content: Standard = {
      ...template, id, number: `SYN ${number}`, en: `${template.en} (${number}, revision ${revision})`, synthetic: true, replaces: [], replacedBy: null, references: [], jointFamilyId: null,
    };
    return { kind: 'standard', id, version: `1.${revision}`, content };
  }

  private item(number: number, revision: number): VersionToDraft {
    const template = this.items[number % this.items.length]!;
    const itemCode = itemCodeOf(number);
    return { kind: 'item', id: itemCode, version: `1.${revision}`, content: { ...template, itemCode, en: `${template.en} (${number}, revision ${revision})`, flowId: null } satisfies ServiceItem };
  }
}

const itemCodeOf = (number: number): string => `HRSS-${AREAS[number % AREAS.length]!}-${FIRST_ITEM_NUMBER + Math.floor(number / AREAS.length)}`;
