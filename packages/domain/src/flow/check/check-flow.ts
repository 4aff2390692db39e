import { compileFlow } from '../compile';
import type { Flow, FlowDictionary } from '../model';
import { checkCast, checkDictionaryParts } from './cast-checks';
import { CONFIGURATIONS_MAX, type Exploration, explore } from './exploration';
import { collectFaults, type FlowFault } from './faults';
import type { KnownReferences } from './known';
import { checkLimits } from './limit-checks';
import { checkMoves } from './move-checks';

/** References, types, personal-data marks, producers of every start: cheap enough for every load. The shape is checked before. */
export function checkFlowStatics(flow: Flow, dictionary: FlowDictionary, known: KnownReferences): readonly FlowFault[] {
  const { faults, report } = collectFaults();
  const compiled = compileFlow(flow, dictionary);
  checkCast(compiled, dictionary, known, report);
  checkMoves(compiled, dictionary, report);
  checkLimits(compiled, dictionary, known, report);
  return faults;
}

/** Runs a flow that has no static faults through every reachable configuration. */
export function exploreFlow(
  flow: Flow, dictionary: FlowDictionary, configurationsMax = CONFIGURATIONS_MAX,
): Exploration & { readonly faults: readonly FlowFault[] } {
  const { faults, report } = collectFaults();
  return { ...explore(compileFlow(flow, dictionary), report, configurationsMax), faults };
}

/**
 * The import check: a flow with any fault is refused. All static faults at once; a flow with none is explored as well, since
 * exploring one with dangling names would only repeat them.
 */
export function checkFlow(flow: Flow, dictionary: FlowDictionary, known: KnownReferences): readonly FlowFault[] {
  const faults = checkFlowStatics(flow, dictionary, known);
  return faults.length > 0 ? faults : exploreFlow(flow, dictionary).faults;
}

/** The shared dictionary itself; checked once, before the flows that use it. */
export function checkDictionary(dictionary: FlowDictionary, personalNames: readonly string[] = []): readonly FlowFault[] {
  const { faults, report } = collectFaults();
  checkDictionaryParts(dictionary, personalNames, report);
  return faults;
}
