import type { FieldFault } from '@tongban/contracts';
import { type Flow, type FlowDictionary, type KnownReferences, checkDictionary, checkFlowStatics } from '@tongban/domain';
import { dataFault, dataPath } from './data-files';

/** The static checks of the shared dictionary and of every flow, placed in the file they lie in. */
export function flowFaults(flows: readonly Flow[], dictionary: FlowDictionary, known: KnownReferences): FieldFault[] {
  const file = dataPath('case-flows');
  return [
    ...checkDictionary(dictionary, known.personalNames).map(({ path, zh, en }) => dataFault(file, path, zh, en)),
    ...flows.flatMap((flow, i) => checkFlowStatics(flow, dictionary, known).map(({ path, zh, en }) => dataFault(file, path.replace(/^\$/, `$.records[${i}]`), zh, en))),
  ];
}
