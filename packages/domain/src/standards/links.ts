import type { LinkedContents } from './contents';

/** A relation that can be asked from both ends; ids in the order of the data, each once. */
export interface Link {
  /** Ids at the far end, e.g. the standards of an item. */
  readonly of: (id: string) => readonly string[];
  readonly from: (id: string) => readonly string[];
}
/** Links between what is published, whichever end names the other: standards, documents and laws are all standards here. */
export interface Links {
  /** `of` an item its standards, `from` a standard its items. */
  readonly itemStandards: Link;
  /** `of` an item its flow, `from` a flow its items. */
  readonly itemFlows: Link;
  /** `of` a flow its source documents, `from` a standard the flows that rest on it. */
  readonly flowStandards: Link;
  /** `of` a standard those it replaces, `from` a standard those that replace it. */
  readonly replacements: Link;
  /** Ids that are named somewhere and are not there. */
  readonly dangling: readonly DanglingLink[];
}
type LinkedKind = 'standard' | 'item' | 'flow';
/** `id` of `kind` names `named` of `namedKind`, which is not there. */
export interface DanglingLink { readonly kind: LinkedKind; readonly id: string; readonly namedKind: LinkedKind; readonly named: string }

type Pair = readonly [string, string];

export function linksOf(contents: LinkedContents): Links {
  const { standards, items, flows } = contents;
  const itemStandards: Pair[] = [
    ...items.flatMap(({ itemCode, standardIds }) => standardIds.map((id): Pair => [itemCode, id])),
    ...standards.flatMap(({ id, relatedItemCodes }) => relatedItemCodes.map((code): Pair => [code, id])),
  ];
  const itemFlows: Pair[] = [
    ...items.flatMap(({ itemCode, flowId }): Pair[] => (flowId === null ? [] : [[itemCode, flowId]])),
    ...flows.flatMap(({ flowId, itemCodes }) => itemCodes.map((code): Pair => [code, flowId])),
  ];
  const flowStandards = flows.flatMap(({ flowId, sourceStandardIds }) => sourceStandardIds.map((id): Pair => [flowId, id]));
  const replacements: Pair[] = standards.flatMap(({ id, replaces, replacedBy }) =>
    [...replaces.map((older): Pair => [id, older]), ...(replacedBy === null ? [] : [[replacedBy, id] as const])]);
  return {
    itemStandards: link(itemStandards), itemFlows: link(itemFlows), flowStandards: link(flowStandards), replacements: link(replacements),
    dangling: [
      ...missing('standard', 'item', items.map(({ itemCode }) => itemCode), standards.map(({ id, relatedItemCodes }) => [id, relatedItemCodes])),
      ...missing('standard', 'standard', standards.map(({ id }) => id), standards.map(({ id, replaces, replacedBy }) => [id, replacedBy === null ? replaces : [...replaces, replacedBy]])),
      ...missing('item', 'standard', standards.map(({ id }) => id), items.map(({ itemCode, standardIds }) => [itemCode, standardIds])),
      ...missing('item', 'flow', flows.map(({ flowId }) => flowId), items.map(({ itemCode, flowId }) => [itemCode, flowId === null ? [] : [flowId]])),
      ...missing('flow', 'item', items.map(({ itemCode }) => itemCode), flows.map(({ flowId, itemCodes }) => [flowId, itemCodes])),
      ...missing('flow', 'standard', standards.map(({ id }) => id), flows.map(({ flowId, sourceStandardIds }) => [flowId, sourceStandardIds])),
    ],
  };
}

function link(pairs: readonly Pair[]): Link {
  const [of, from] = [grouped(pairs), grouped(pairs.map(([a, b]) => [b, a] as const))];
  return { of: (id) => of.get(id) ?? [], from: (id) => from.get(id) ?? [] };
}

function grouped(pairs: readonly Pair[]): ReadonlyMap<string, readonly string[]> {
  const groups = new Map<string, Set<string>>();
  for (const [key, value] of pairs) groups.set(key, (groups.get(key) ?? new Set()).add(value));
  return new Map([...groups].map(([key, values]) => [key, [...values]]));
}

function missing(kind: LinkedKind, namedKind: LinkedKind, there: readonly string[], naming: readonly (readonly [string, readonly string[]])[]): DanglingLink[] {
  const known = new Set(there);
  return naming.flatMap(([id, names]) => names.filter((named) => !known.has(named)).map((named) => ({ kind, id, namedKind, named })));
}
