import { type CompiledFlow, type Flow, type MessageTypes, compileFlow, compileMessages } from '@tongban/domain';
import type { Catalogue, ItemFlow } from './catalogue';

/** A flow ready to run: its names resolved and its messages compiled. */
export interface CatalogueFlow {
  readonly flow: Flow;
  readonly compiled: CompiledFlow;
  readonly messages: MessageTypes;
}

/** The flows of a catalogue, each compiled on first use and then shared. */
export interface CatalogueFlows {
  get(flowId: string): CatalogueFlow | undefined;
  /** The flow that handles an item, or why there is none. */
  ofItem(itemCode: string): CatalogueFlow | Exclude<ItemFlow, Flow>;
  /** The flow whose exact version a message names (`ce-dataschema`); compiles all flows. */
  byDigest(digest: string): CatalogueFlow | undefined;
  all(): readonly CatalogueFlow[];
}

export function catalogueFlows(catalogue: Catalogue): CatalogueFlows {
  const ready = new Map<string, CatalogueFlow>();
  const compile = (flow: Flow): CatalogueFlow => {
    const known = ready.get(flow.flowId);
    if (known) return known;
    const compiled = Object.freeze({
      flow, compiled: compileFlow(flow, catalogue.dictionary), messages: compileMessages(flow, catalogue.dictionary, catalogue.lock),
    });
    ready.set(flow.flowId, compiled);
    return compiled;
  };
  const all = (): readonly CatalogueFlow[] => [...catalogue.flows.values()].map(compile);
  return {
    get: (flowId) => {
      const flow = catalogue.flows.get(flowId);
      return flow && compile(flow);
    },
    ofItem: (itemCode) => {
      const flow = catalogue.itemFlow(itemCode);
      return typeof flow === 'string' ? flow : compile(flow);
    },
    byDigest: (digest) => all().find(({ messages }) => messages.digest === digest),
    all,
  };
}
