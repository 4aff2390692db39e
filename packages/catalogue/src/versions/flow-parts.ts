import { type ArtefactRef, type FieldNumberLock, type FlowDictionary, type RecordType, beijingInstant } from '@tongban/domain';
import type { ReleaseParts } from './flow-release';
import { acceptedPartsOfFlow } from './flow-releases';
import type { ReleaseHistory } from './release-history';

/** One version of a flow with everything its messages are compiled from. */
export interface FlowParts extends ReleaseParts {
  readonly dictionary: FlowDictionary;
  /** The numbers the parts were published with. */
  readonly lock: FieldNumberLock;
}

/**
 * A version of a flow with the shared parts it goes with at an instant. Where new cases cannot begin with it then, with those it last went with before, or will
 * first go with: a version to come can be prepared for, and one of the past explained. Undefined when no case ever could begin with it.
 */
export function partsOfVersion(history: ReleaseHistory, recordTypes: readonly RecordType[], flowId: string, version: string, instant: string): ReleaseParts | undefined {
  const partsAt = (at: string): ReleaseParts | undefined => acceptedPartsOfFlow(history, recordTypes, flowId, at).find(({ flow }) => flow.version === version);
  const shared = (['code-list', 'common-messages'] as const).flatMap((kind) => history.idsOf(kind).map((id): ArtefactRef => ({ kind, id })));
  const moments = [...new Set([{ kind: 'flow', id: flowId } as ArtefactRef, ...shared].flatMap((ref) => [...history.changes(ref)]))].sort((a, b) => a - b);
  const at = Date.parse(instant);
  // Just before a change: what held until then.
  const before = moments.filter((moment) => moment <= at).map((moment) => moment - 1).reverse();
  const after = moments.filter((moment) => moment > at);
  for (const one of [instant, ...before.map(beijingInstant), ...after.map(beijingInstant)]) {
    const parts = partsAt(one);
    if (parts !== undefined) return parts;
  }
  return undefined;
}
