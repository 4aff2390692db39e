import type { FlowParts, ServiceItem, Standard } from '@tongban/catalogue';
import { CONTRACT_VERSION } from '@tongban/contracts';
import { type Flow, type NamedSource, type Release, compileFlow, compileMessages, versionRef, vocabularyOf } from '@tongban/domain';
import { type ContractFile, type ListedFile, digestOf, jsonFile, listed } from './contract-file';
import { guideOf } from './guide/guide';
import { guideFiles } from './guide/guide-files';
import { guideJsonSchema } from './guide/guide-shape';
import { procedureOf } from './procedure/procedure';
import { procedureFiles } from './procedure/procedure-files';
import { procedureJsonSchema } from './procedure/procedure-shape';
import { wireFiles } from './wire/wire-files';

/** What a contract is compiled from, all of it published: one version of a flow with what it shares, its items, and the standards they name. */
export interface ContractInput {
  readonly parts: FlowParts;
  /** A version of each item the flow handles. */
  readonly items: readonly Release[];
  /** A version of each standard that flow and items name. */
  readonly standards: readonly Release[];
}

/** What is compiled, from what, with the digest of every file: `contract.json`. */
export interface ContractManifest {
  readonly format: 'tongban-contract/1';
  /** Version of the static contract: envelope, receipts, seal. */
  readonly contractVersion: string;
  readonly flowId: string;
  readonly version: string;
  /** What `ce-dataschema` says of messages of this version. */
  readonly schemaDigest: string;
  readonly artefacts: readonly { readonly kind: string; readonly id: string; readonly version: string; readonly digest: string }[];
  readonly files: readonly ListedFile[];
  /** SHA-256 (hex) of the canonical JSON of all the above: names the contract. */
  readonly digest: string;
}
export interface CompiledContract {
  readonly manifest: ContractManifest;
  /** The manifest's own file among them, last. */
  readonly files: readonly ContractFile[];
  readonly counts: { readonly files: number; readonly messages: number; readonly fields: number; readonly steps: number; readonly deadlines: number; readonly guides: number };
}

export const MANIFEST_PATH = 'contract.json';

/**
 * The contract of one published version of a flow: what its messages are for every language and tool, and the guide and procedure for people. Pure and
 * deterministic: the same published versions give the same bytes in every hub and SDK of a build, so that a digest names what all of them mean.
 * @throws TongbanError `catalogue.invalid` for a version that does not compile, which none that was published is.
 */
export function compileContract({ parts, items, standards }: ContractInput): CompiledContract {
  const content = parts.flow.content as Flow;
  const { version } = parts.flow;
  const flow = compileFlow(content, parts.dictionary);
  const vocabulary = vocabularyOf(content, parts.dictionary);
  const { digest: schemaDigest } = compileMessages(content, parts.dictionary, parts.lock);
  const known = new Map(standards.map((release) => [release.id, release.content as Standard]));
  const procedure = procedureOf({ flow, release: parts.flow, items: new Map(items.map((item) => [item.id, item.content as ServiceItem])), sources: sourcesOf(content, known) });
  const guides = items.map((item) => guideOf({ item, standards: known, flow: { version, content } }));
  const files = [
    ...wireFiles({ flow, vocabulary, lock: parts.lock, version, schemaDigest, sources: sourcesOf(content, known) }),
    ...procedureFiles(procedure), ...guides.flatMap((guide) => guideFiles(guide, 'guide/')),
    jsonFile('guide.schema.json', 'application/schema+json', guideJsonSchema()), jsonFile('procedure.schema.json', 'application/schema+json', procedureJsonSchema()),
  ];
  const artefacts = [parts.flow, ...parts.codeLists, ...parts.commonMessages, ...items, ...standards].map((release) => ({ ...versionRef(release), digest: release.digest }));
  const named = { format: 'tongban-contract/1', contractVersion: CONTRACT_VERSION, flowId: content.flowId, version, schemaDigest, artefacts, files: listed(files) } as const;
  const manifest: ContractManifest = { ...named, digest: digestOf(named) };
  return {
    manifest, files: [...files, jsonFile(MANIFEST_PATH, 'application/json', manifest)],
    counts: {
      files: files.length + 1, messages: vocabulary.messages.size, fields: [...vocabulary.messages.values()].reduce((sum, { spec }) => sum + spec.fields.length, 0),
      steps: procedure.steps.length, deadlines: procedure.deadlines.length, guides: guides.length,
    },
  };
}

function sourcesOf(flow: Flow, standards: ReadonlyMap<string, Standard>): readonly NamedSource[] {
  return flow.sourceStandardIds.flatMap((id): NamedSource[] => {
    const standard = standards.get(id);
    return standard ? [{ id, number: standard.number, zh: standard.zh, en: standard.en }] : [];
  });
}
