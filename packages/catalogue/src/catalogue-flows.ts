import type { CompiledFlow, Flow, MessageTypes } from '@tongban/domain';
import type { Catalogue, ItemFlow } from './catalogue';
import { BASELINE_INSTANT, VersionedCatalogue } from './versions/versioned-catalogue';

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

/** The flows of a catalogue to which nothing was published: one version of each, at any time. */
export const catalogueFlows = (catalogue: Catalogue): CatalogueFlows => VersionedCatalogue.of(catalogue).flowsAsOf(BASELINE_INSTANT);
