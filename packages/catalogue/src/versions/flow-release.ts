import { type CodeList, type FieldNumberLock, type Flow, type FlowDictionary, type MessageSpec, type Release, compileFlow, compileMessages } from '@tongban/domain';
import type { CatalogueFlow } from '../catalogue-flows';
import { type NumberPart, lockOfRelease } from './publish-lock';

/**
 * A flow as cases run it: one version of the flow with the versions of the shared messages and code lists it was in force with. Named by
 * `messages.digest`, for ever.
 */
export interface FlowRelease extends CatalogueFlow {
  readonly flowId: string;
  /** Version of the flow; two releases with the same differ in what they share with other flows. */
  readonly version: string;
}

/** Field numbers as a version was published with them; `digest` names the numbers, not the version. */
export interface PublishedNumbers extends NumberPart { readonly digest: string }

/** What one release is made of. */
export interface ReleaseParts {
  readonly flow: Release;
  readonly codeLists: readonly Release[];
  readonly commonMessages: readonly Release[];
}

/** What every release of one catalogue shares. */
export interface ReleaseFrame {
  readonly dictionary: Pick<FlowDictionary, 'enums' | 'recordTypes'>;
  readonly lock: FieldNumberLock;
}

/**
 * Releases compiled on first use and kept: compiling one takes some ten milliseconds, and a case may ask for any at any time. Shared by the
 * successive states of one catalogue.
 */
export class CompiledReleases {
  private readonly byParts = new Map<string, FlowRelease>();
  private readonly byDigest = new Map<string, FlowRelease>();

  constructor(private readonly frame: ReleaseFrame) {}

  compile({ flow, codeLists, commonMessages }: ReleaseParts, numbersOf: (release: Release) => PublishedNumbers): FlowRelease {
    const numbers = { flow: numbersOf(flow), commonMessages: commonMessages.map(numbersOf) };
    // By content: two catalogues may know different texts under one version.
    const key = [flow, ...codeLists, ...commonMessages].map(({ digest }) => digest).concat(numbers.flow.digest, ...numbers.commonMessages.map(({ digest }) => digest)).concat(flow.version).join();
    const known = this.byParts.get(key);
    if (known !== undefined) return known;
    const content = flow.content as Flow;
    const dictionary: FlowDictionary = {
      ...this.frame.dictionary, codeLists: codeLists.map((one) => one.content as CodeList), commonMessages: commonMessages.map((one) => one.content as MessageSpec),
    };
    const lock = lockOfRelease(this.frame.lock, content.flowId, numbers.flow, numbers.commonMessages);
    const release = Object.freeze({
      flowId: content.flowId, version: flow.version, flow: content, compiled: compileFlow(content, dictionary), messages: compileMessages(content, dictionary, lock),
    });
    this.byParts.set(key, release);
    // A version that restores an earlier one may have its digest too: then the digest names the first.
    if (!this.byDigest.has(release.messages.digest)) this.byDigest.set(release.messages.digest, release);
    return release;
  }

  /** A release that was compiled for any state of the catalogue: a digest names its content for ever. */
  withDigest(digest: string): FlowRelease | undefined {
    return this.byDigest.get(digest);
  }
}
