import type { ArtefactRef, Flow, MessageSpec, RecordType, Release } from '@tongban/domain';
import type { ServiceItem } from '../shapes/service-items';
import type { ReleaseParts } from './flow-release';
import type { ReleaseHistory } from './release-history';
import { usedCodeLists } from './used-code-lists';

/** Before everything: what was always in effect began then. */
const ALWAYS = Number.NEGATIVE_INFINITY;
const beginOf = ({ effectiveFrom }: Release): number => (effectiveFrom === undefined ? ALWAYS : Date.parse(effectiveFrom));

/** Why no new case of an item can begin. */
export type NoRelease = 'unknown' | 'not-cross-province' | 'no-flow' | 'suspended' | 'withdrawn';

/**
 * What new cases of an item may begin with at a moment, newest first, or why there is nothing.
 *
 * Item, flow, code lists and common messages have versions of their own. They are combined as they were in force together: for each moment at
 * which one of them began, the newest accepted version of each that had begun by then. Because only accepted versions take part (see
 * `releasesForNewCases`), a combination is left out as soon as the transition window of any of its parts is over.
 */
export function acceptedParts(history: ReleaseHistory, recordTypes: readonly RecordType[], itemCode: string, at: string): readonly ReleaseParts[] | NoRelease {
  const itemRef: ArtefactRef = { kind: 'item', id: itemCode };
  const items = history.accepted(itemRef, at);
  if (items.length === 0) return whyNone(history, itemRef, at) ?? 'unknown';
  const parts = combined(history, recordTypes, at, items, (item) => {
    const { crossProvince, flowId } = item.content as ServiceItem;
    return crossProvince.supported && flowId !== null ? history.accepted({ kind: 'flow', id: flowId }, at).filter(({ content }) => (content as Flow).itemCodes.includes(itemCode)) : [];
  });
  if (parts.length > 0) return parts;
  const { crossProvince, flowId } = items[0]!.content as ServiceItem;
  if (!crossProvince.supported) return 'not-cross-province';
  return (flowId === null ? undefined : whyNone(history, { kind: 'flow', id: flowId }, at)) ?? 'no-flow';
}

/** The same for a flow whatever its items. */
export function acceptedPartsOfFlow(history: ReleaseHistory, recordTypes: readonly RecordType[], flowId: string, at: string): readonly ReleaseParts[] {
  const flows = history.accepted({ kind: 'flow', id: flowId }, at);
  return combined(history, recordTypes, at, flows, (flow) => [flow]);
}

function whyNone(history: ReleaseHistory, ref: ArtefactRef, at: string): 'suspended' | 'withdrawn' | undefined {
  const accepted = history.accepted(ref, at);
  const newest = history.newestBegun(ref, at);
  if (accepted.length > 0 || newest === undefined) return undefined;
  const isWithdrawn = newest.withdrawnAt !== undefined && Date.parse(newest.withdrawnAt) <= Date.parse(at);
  return isWithdrawn ? 'withdrawn' : 'suspended';
}

/** `heads` decide, newest first, which flow versions each allows. */
function combined(history: ReleaseHistory, recordTypes: readonly RecordType[], at: string, heads: readonly Release[], flowsOf: (head: Release) => readonly Release[]): ReleaseParts[] {
  const shared = sharedParts(history, at);
  const moments = new Set([...heads, ...heads.flatMap(flowsOf), ...shared.codeLists.values(), ...shared.commonMessages.values()].flat().map(beginOf));
  const found = new Map<string, ReleaseParts>();
  for (const moment of [...moments].sort((a, b) => b - a)) {
    const head = begunBy(heads, moment);
    const flow = head && begunBy(flowsOf(head), moment);
    const parts = flow && partsAt(shared, recordTypes, flow, moment);
    if (parts === undefined) continue;
    const key = [parts.flow, ...parts.codeLists, ...parts.commonMessages].map(({ digest, version }) => `${version}:${digest}`).join();
    if (!found.has(key)) found.set(key, parts);
  }
  return [...found.values()];
}

const begunBy = (newestFirst: readonly Release[], moment: number): Release | undefined => newestFirst.find((release) => beginOf(release) <= moment);

interface SharedParts {
  /** Accepted versions, newest first, by id; in the order of the dictionary. */
  readonly codeLists: ReadonlyMap<string, readonly Release[]>;
  readonly commonMessages: ReadonlyMap<string, readonly Release[]>;
  /** When an artefact first began: before that it is no part of the dictionary. */
  firstBegan(ref: ArtefactRef): number;
}

function sharedParts(history: ReleaseHistory, at: string): SharedParts {
  const usable = (kind: 'code-list' | 'common-messages'): ReadonlyMap<string, readonly Release[]> => new Map(history.idsOf(kind).map((id) => {
    const accepted = history.accepted({ kind, id }, at);
    const newest = history.newestBegun({ kind, id }, at);
    // A suspended list goes on being read: only a flow or an item is stopped by suspension.
    return [id, accepted.length > 0 || newest === undefined ? accepted : [newest]] as const;
  }));
  return {
    codeLists: usable('code-list'), commonMessages: usable('common-messages'),
    firstBegan: (ref) => Math.min(Number.POSITIVE_INFINITY, ...history.all(ref).map(beginOf)),
  };
}

/** Undefined when a part that was there at the moment is accepted no more. */
function partsAt(shared: SharedParts, recordTypes: readonly RecordType[], flow: Release, moment: number): ReleaseParts | undefined {
  const pick = (kind: 'code-list' | 'common-messages', entries: Iterable<readonly [string, readonly Release[]]>): Release[] | undefined => {
    const picked: Release[] = [];
    for (const [id, releases] of entries) {
      const release = begunBy(releases, moment);
      if (release !== undefined) picked.push(release);
      else if (shared.firstBegan({ kind, id }) <= moment) return undefined;
    }
    return picked;
  };
  const commonMessages = pick('common-messages', shared.commonMessages);
  if (commonMessages === undefined) return undefined;
  const used = usedCodeLists(flow.content as Flow, commonMessages.map(({ content }) => content as MessageSpec), recordTypes);
  const codeLists = pick('code-list', [...shared.codeLists].filter(([id]) => used.has(id)));
  return codeLists && { flow, codeLists, commonMessages };
}
