import type { ServiceItem, Standard, VersionedCatalogue } from '@tongban/catalogue';
import { TongbanError } from '@tongban/contracts';
import { type ArtefactKind, type ArtefactRef, type Flow, type Release, artefactKey, versionKey } from '@tongban/domain';
import { type CompiledContract, compileContract } from './contract';
import { guideOf } from './guide/guide';
import type { Guide } from './guide/guide-shape';

/** Which version is meant, and when: without a version the one present at the instant. */
export interface WhichVersion {
  readonly version?: string | undefined;
  /** Business instant; of items and standards the versions present then are taken, or at the flow's or item's beginning where that is later. */
  readonly at: string;
}

/** The contract of a flow, from what is published. @throws TongbanError `find.nothing` for an unknown flow, `standard.version-unknown`. */
export function contractOf(catalogue: VersionedCatalogue, flowId: string, { version, at }: WhichVersion): CompiledContract {
  const ref: ArtefactRef = { kind: 'flow', id: flowId };
  const release = releaseOf(catalogue, ref, { version, at });
  const parts = catalogue.flowParts(flowId, at, release.version);
  if (parts === undefined) throw new TongbanError('standard.version-unknown', `no case can ever begin with ${versionKey(release)}`);
  const content = release.content as Flow;
  const moment = laterOf(at, release);
  const items = presentOf(catalogue, 'item', content.itemCodes, moment);
  const limits = [...content.deadlines, ...(content.totalDeadline === null ? [] : [content.totalDeadline])];
  const named = [content.sourceStandardIds, ...limits.map(({ sourceStandardIds }) => sourceStandardIds), ...items.map((item) => (item.content as ServiceItem).standardIds)].flat();
  return compileContract({ parts, items, standards: presentOf(catalogue, 'standard', named, moment) });
}

/** The service guide of an item, with or without a flow, from what is published. Throws as `contractOf`. */
export function guideOfItem(catalogue: VersionedCatalogue, itemCode: string, which: WhichVersion): Guide {
  const item = releaseOf(catalogue, { kind: 'item', id: itemCode }, which);
  const { standardIds, flowId } = item.content as ServiceItem;
  const moment = laterOf(which.at, item);
  const flow = flowId === null ? undefined : catalogue.presentRelease({ kind: 'flow', id: flowId }, moment);
  const handles = flow !== undefined && (flow.content as Flow).itemCodes.includes(itemCode);
  const standards = presentOf(catalogue, 'standard', standardIds, moment);
  return guideOf({
    item, standards: new Map(standards.map((standard) => [standard.id, standard.content as Standard])), ...(handles && { flow: { version: flow.version, content: flow.content as Flow } }),
  });
}

function releaseOf(catalogue: VersionedCatalogue, ref: ArtefactRef, { version, at }: WhichVersion): Release {
  const releases = catalogue.releasesOf(ref);
  // What is only to come has no version present; its first one is what there is to prepare for.
  const found = version === undefined ? catalogue.presentRelease(ref, at) ?? releases[0] : releases.find((one) => one.version === version);
  if (found !== undefined) return found;
  if (releases.length === 0) throw new TongbanError('find.nothing', `nothing is published as ${artefactKey(ref)}`);
  throw new TongbanError('standard.version-unknown', `${artefactKey(ref)}@${version}; published: ${releases.map((one) => one.version).join(' ')}`);
}

/** Sorted by id, each once; what is not published, or not installed here, is left out. */
const presentOf = (catalogue: VersionedCatalogue, kind: ArtefactKind, ids: readonly string[], at: string): readonly Release[] =>
  [...new Set(ids)].sort().flatMap((id) => catalogue.presentRelease({ kind, id }, at) ?? []);

const laterOf = (at: string, { effectiveFrom }: Release): string => (effectiveFrom !== undefined && Date.parse(effectiveFrom) > Date.parse(at) ? effectiveFrom : at);
