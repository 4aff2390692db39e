import type { ArtefactKind } from '../artefact';
import { type Change, ROOT, changeAt } from './change';
import { changesOf, isRecord, isSame } from './compare';
import { diversions } from './diversions';
import { flowShape } from './flow-shape';
import { mappingShape, profileShape } from './harmonised-shapes';
import { codeList, commonMessage } from './message-shapes';
import { participantShape } from './participant-shape';
import type { Shape } from './parts';
import { calendarShape, itemShape, standardShape } from './record-shapes';

const SHAPES: Readonly<Record<ArtefactKind, Shape>> = {
  standard: standardShape, item: itemShape, flow: flowShape, 'code-list': codeList, calendar: calendarShape, 'common-messages': commonMessage, 'code-mapping': mappingShape, profile: profileShape, participant: participantShape,
};

/**
 * What changed from one content of an artefact to another, in the order of its shape. Empty exactly when both are the same by their digest:
 * what is not known here is told as `other`, never left out.
 */
export function diffOf(before: unknown, after: unknown, kind: ArtefactKind): readonly Change[] {
  if (isSame(before, after)) return [];
  const shape = SHAPES[kind];
  if (!isRecord(before) || !isRecord(after)) return [changeAt(ROOT, shape.other, before, after)];
  return [...changesOf(shape, before, after, ROOT), ...(kind === 'flow' ? diversions(before, after) : [])];
}
