import type { Command } from 'commander';
import { TongbanError } from '@tongban/contracts';
import { type ArtefactRef, isVersion, versionKey } from '@tongban/domain';
import type { Session } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { type CommandResult, UsageError } from '../../outcome';
import { publishedStandards } from '../../standards/published';
import { RegistryDesk } from '../../standards/registry-desk';
import { type ComparedVersion, diffResult } from '../../standards/version-diff';
import { artefactGiven } from '../../standards/version-given';

/** `standards diff KIND/ID FROM TO`: what changed between two published versions, and whether a sender of the first is still understood under the second. */
export function registerDiff(parent: Command, session: Session): void {
  handleWithHub(parent.command('diff').description('比较两个版本并判断是否兼容；不兼容时退出码为1 / compare two versions and judge whether they are compatible; exits with 1 where not')
    .argument('<artefact>', 'KIND/ID').argument('<from>', '较早的版本，如1.0 / earlier version, e.g. 1.0').argument('<to>', '较晚的版本，如2.0 / later version, e.g. 2.0'), session, compared);
}

async function compared({ setup, operator }: HubContext, [artefact = '', from = '', to = '']: readonly string[]): Promise<CommandResult> {
  const ref = artefactGiven(artefact);
  for (const version of [from, to]) if (!isVersion(version)) throw new UsageError(`${version}不是版本号，如1.0`, `${version} is no version, e.g. 1.0`);
  const { catalogue } = await publishedStandards(setup, operator, new RegistryDesk(setup, operator));
  const releases = catalogue.releasesOf(ref);
  return diffResult(ref, versionOf(ref, releases, from), versionOf(ref, releases, to));
}

function versionOf(ref: ArtefactRef, releases: readonly ComparedVersion[], version: string): ComparedVersion {
  const found = releases.find((one) => one.version === version);
  if (found === undefined) throw new TongbanError('standard.version-unknown', `${versionKey({ ...ref, version })}; published: ${releases.map((one) => one.version).join(' ') || 'none'}`);
  return found;
}
