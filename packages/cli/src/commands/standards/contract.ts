import type { Command } from 'commander';
import { type CompiledContract, type Guide, contractOf, guideFiles, guideOfItem, guideText } from '@tongban/compiled-contract';
import { isArtefactId, isVersion } from '@tongban/domain';
import { type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, UsageError } from '../../outcome';
import { writeFiles } from '../../standards/file-tree';
import { publishedStandards } from '../../standards/published';
import { RegistryDesk } from '../../standards/registry-desk';
import { named } from '../../wording';

/** `standards contract FLOW [VERSION]` and `standards guide ITEM [VERSION]`: what is published, compiled for other systems and for people. */
export function registerContract(parent: Command, session: Session): void {
  handleWithHub(parent.command('contract').description('编译流程的契约：.proto、JSON Schema、AsyncAPI、办事指南、操作规程 / compile the contract of a flow: .proto, JSON Schema, AsyncAPI, service guides, operating procedure')
    .argument('<flow>', '流程编码 / flow id').argument('[version]', '版本，默认现行版本 / version, the one in force by default')
    .requiredOption('--out <dir>', '写入的空目录 / an empty directory to write to'), session, (context, given) => contract(context, session, given));
  handleWithHub(parent.command('guide').description('办事指南：显示，或写为JSON、Markdown、HTML / the service guide of an item: shown, or written as JSON, Markdown and HTML')
    .argument('<item>', '事项编码 / item code').argument('[version]', '版本，默认现行版本 / version, the one in force by default')
    .option('--out <dir>', '写入的空目录 / an empty directory to write to'), session, (context, given) => guide(context, session, given));
}

interface Asked { readonly id: string; readonly version: string | undefined }
function asked([id = '', version]: readonly string[]): Asked {
  if (!isArtefactId(id)) throw new UsageError(`${id}不是编码`, `${id} is no id`);
  if (version !== undefined && !isVersion(version)) throw new UsageError(`${version}不是版本号，如1.0`, `${version} is no version, e.g. 1.0`);
  return { id, version };
}

async function publishedNow({ setup, operator }: HubContext) {
  const desk = new RegistryDesk(setup, operator);
  const at = await desk.now('nat');
  return { at, catalogue: (await publishedStandards(setup, operator, desk)).catalogue };
}

async function contract(context: HubContext, { io }: Session, given: readonly string[]): Promise<CommandResult> {
  const { id, version } = asked(given);
  const out = textOption(context.options, 'out') ?? '';
  const { at, catalogue } = await publishedNow(context);
  const compiled = contractOf(catalogue, id, { version, at });
  writeFiles(io, out, compiled.files);
  return contractResult(compiled, out);
}

/** What was compiled, in numbers. */
export function contractResult({ manifest: { flowId, version, digest, schemaDigest, contractVersion }, counts }: CompiledContract, out: string): CommandResult {
  return {
    document: { flowId, version, digest, schemaDigest, contractVersion, out, counts },
    human: (view) => [
      `${view.heading('契约', 'contract')} ${flowId}@${version} → ${out}`,
      view.facts([
        [named('契约摘要', 'digest'), digest], [named('消息模式摘要', 'schema digest'), schemaDigest], [named('文件', 'files'), counts.files], [named('消息', 'messages'), counts.messages],
        [named('字段', 'fields'), counts.fields], [named('步骤', 'steps'), counts.steps], [named('时限', 'deadlines'), counts.deadlines], [named('办事指南', 'service guides'), counts.guides],
      ]),
    ].join('\n'),
  };
}

async function guide(context: HubContext, { io }: Session, given: readonly string[]): Promise<CommandResult> {
  const { id, version } = asked(given);
  const out = textOption(context.options, 'out');
  const { at, catalogue } = await publishedNow(context);
  const made = guideOfItem(catalogue, id, { version, at });
  if (out === undefined) return guideResult(made);
  const files = guideFiles(made, '');
  writeFiles(io, out, files);
  return {
    document: { itemCode: made.itemCode, version: made.version, digest: made.digest, out, files: files.map(({ path }) => path) },
    human: (view) => `${view.heading('办事指南', 'service guide')} ${made.itemCode}@${made.version} → ${out}  ${view.say(`${files.length}个文件`, `${files.length} files`)}`,
  };
}

/** The guide itself, in the language asked for. */
export const guideResult = (made: Guide): CommandResult => ({ document: made, human: (view) => guideText(made, view.language).trimEnd() });
