import type { Worded } from '../flow/model';
import type { ArtefactKind } from './artefact';
import type { FlowContent, ItemContent, LinkedContents, StandardContent } from './contents';
import { csvOf } from './csv';
import { linksOf } from './links';
import { STANDARD_TIERS, type StandardTier, tierOf } from './owner';
import type { RegistryState } from './registry';
import { type Release, type ReleaseStatus, releaseStatus, releasesForNewCases } from './release';

/** An artefact as it stands: the version in force, or the newest one where none is. */
export interface Standing { readonly release: Release; readonly status: ReleaseStatus }

/** Every artefact of a kind in the registries of all owners, at a business instant; in the order of ids. */
export function standingOf(registries: readonly RegistryState[], kind: ArtefactKind, at: string): readonly Standing[] {
  const standing = registries.flatMap(({ releases }) => [...releases.values()].flatMap((list) => {
    const release = releasesForNewCases(list, at)[0] ?? list.at(-1);
    return release?.kind === kind ? [{ release, status: releaseStatus(list, release, at) }] : [];
  }));
  return standing.sort((a, b) => byCodeUnit(a.release.id, b.release.id));
}

/** The contents that links and gaps are asked of, without what is withdrawn; their shapes were checked when they were imported. */
export const linkedContents = (registries: readonly RegistryState[], at: string): LinkedContents => contentsOf(registries, at, ({ status }) => status !== 'withdrawn');

function contentsOf(registries: readonly RegistryState[], at: string, counts: (standing: Standing) => boolean): LinkedContents {
  const contents = (kind: ArtefactKind): unknown[] => standingOf(registries, kind, at).filter(counts).map(({ release }) => release.content);
  return { standards: contents('standard') as StandardContent[], items: contents('item') as ItemContent[], flows: contents('flow') as FlowContent[] };
}

/** One row of the 标准体系表: a standard with one item it serves, or alone where it serves none. */
export interface SystemTableRow {
  readonly tier: StandardTier;
  /** Category of the item; null for a standard of no item. */
  readonly field: string | null;
  readonly itemCode: string | null;
  readonly item: Worded | null;
  readonly standardId: string;
  readonly number: string;
  readonly title: Worded;
  /** A standard, a normative document or a law: never mixed. */
  readonly kind: StandardContent['kind'];
  readonly version: string;
  readonly status: ReleaseStatus;
  readonly replaces: readonly string[];
}
export interface SystemTableFilter { readonly tier?: StandardTier; readonly field?: string; readonly itemCode?: string }

/** The standard system at a business instant, by tier, field, item and number. */
export function systemTable(registries: readonly RegistryState[], at: string, filter: SystemTableFilter = {}): readonly SystemTableRow[] {
  const contents = contentsOf(registries, at, () => true);
  const { itemStandards } = linksOf(contents);
  const items = new Map(contents.items.map((item) => [item.itemCode, item]));
  const rows = standingOf(registries, 'standard', at).flatMap(({ release, status }): SystemTableRow[] => {
    const standard = release.content as StandardContent;
    const row = {
      tier: tierOf(standard), standardId: standard.id, number: standard.number, title: { zh: standard.zh, en: standard.en }, kind: standard.kind,
      version: release.version, status, replaces: standard.replaces,
    };
    const served = itemStandards.from(standard.id).flatMap((code) => items.get(code) ?? []);
    if (served.length === 0) return [{ ...row, field: null, itemCode: null, item: null }];
    return served.map((item) => ({ ...row, field: item.category, itemCode: item.itemCode, item: { zh: item.zh, en: item.en } }));
  });
  return rows
    .filter((row) => (filter.tier ?? row.tier) === row.tier && (filter.field ?? row.field) === row.field && (filter.itemCode ?? row.itemCode) === row.itemCode)
    .sort((a, b) => STANDARD_TIERS.indexOf(a.tier) - STANDARD_TIERS.indexOf(b.tier) || byCodeUnit(a.field ?? '', b.field ?? '')
      || byCodeUnit(a.itemCode ?? '', b.itemCode ?? '') || byCodeUnit(a.number, b.number));
}

/** The same order on every machine, whatever its language. */
const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

const TIER_WORDS: Readonly<Record<StandardTier, Worded>> = {
  national: { zh: '国家', en: 'national' }, industry: { zh: '行业', en: 'industry' }, regional: { zh: '区域协同', en: 'regional coordination' },
  local: { zh: '地方', en: 'local' }, internal: { zh: '内部', en: 'internal' },
};
const KIND_WORDS: Readonly<Record<StandardContent['kind'], Worded>> = {
  standard: { zh: '标准', en: 'standard' }, 'normative-document': { zh: '规范性文件', en: 'normative document' }, 'law-regulation': { zh: '法律法规', en: 'law or regulation' },
};
export const STATUS_WORDS: Readonly<Record<ReleaseStatus, Worded>> = {
  published: { zh: '已发布', en: 'published' }, effective: { zh: '实施', en: 'effective' }, superseded: { zh: '被代替', en: 'superseded' },
  suspended: { zh: '暂停实施', en: 'suspended' }, withdrawn: { zh: '废止', en: 'withdrawn' },
};
const HEADER: Readonly<Record<keyof Worded, readonly string[]>> = {
  zh: ['层级', '领域', '事项编码', '事项名称', '编号', '名称', '类别', '版本', '状态', '代替'],
  en: ['Tier', 'Field', 'Item code', 'Item', 'Number', 'Title', 'Kind', 'Version', 'Status', 'Replaces'],
};

/** @param fieldName name of an item category in the language; its code by default. */
export const systemTableCsv = (rows: readonly SystemTableRow[], language: keyof Worded, fieldName: (field: string) => string = (field) => field): string =>
  csvOf(HEADER[language], rows.map((row) => [
    TIER_WORDS[row.tier][language], row.field === null ? '' : fieldName(row.field), row.itemCode ?? '', row.item?.[language] ?? '', row.number, row.title[language],
    KIND_WORDS[row.kind][language], row.version, STATUS_WORDS[row.status][language], row.replaces.join('; '),
  ]));
