import type { Command } from 'commander';
import { type ArtefactVersionRef, SUSPENSION_SCOPES, type SuspensionScope } from '@tongban/domain';
import { type Session, textOption } from '../../command-action';
import { UsageError } from '../../outcome';
import { actionShown, ownerOfVersions } from '../../standards/show';
import { type Step, type StepContext, handleStep, ownerGiven } from '../../standards/step-command';
import { versionGiven } from '../../standards/version-given';

/** What is in force changes by two persons: one asks for it, another confirms. */
export function registerActions(parent: Command, session: Session): void {
  const asked = (name: string, description: string): Command => parent.command(name).description(description).argument('<version...>', 'KIND/ID@VERSION');
  handleStep(asked('suspend', '提请暂停实施 / ask for a suspension').option('--scope <scope>', SUSPENSION_SCOPES.join(' | ')), session, (context, given) =>
    proposed(context, given, (targets) => ({ action: 'suspend', targets, scope: scopeGiven(context) })));
  handleStep(asked('resume', '提请恢复实施 / ask for the end of a suspension'), session, (context, given) => proposed(context, given, (targets) => ({ action: 'resume', targets })));
  handleStep(asked('withdraw', '提请废止 / ask for a withdrawal'), session, (context, given) => proposed(context, given, (targets) => ({ action: 'withdraw', targets })));

  const pending = (name: string, description: string): Command => parent.command(name).description(description).argument('<action>', '提请的命令号 / id of the command that asked');
  handleStep(pending('confirm', '由另一人确认 / confirm, as another person').option('--digest <hex>', '所读内容的摘要，默认为现有内容 / digest of what was read'), session, async (context, [actionId = '']) => {
    const { owner, digest } = await actionShown(context.operator, actionId, ownerGiven(context.options));
    return { owner, command: { type: 'confirm-action', actionId, digest: textOption(context.options, 'digest') ?? digest } };
  });
  handleStep(pending('drop', '撤回提请 / give up what was asked for'), session, async (context, [actionId = '']) =>
    ({ owner: ownerGiven(context.options) ?? (await actionShown(context.operator, actionId)).owner, command: { type: 'drop-action', actionId } }));
}

type Proposal = Extract<Step['command'], { type: 'propose-action' }>['action'];
async function proposed({ operator, options }: StepContext, given: readonly string[], actionOf: (targets: ArtefactVersionRef[]) => Proposal): Promise<Step> {
  const targets = given.map(versionGiven);
  return { owner: ownerGiven(options) ?? (await ownerOfVersions(operator, targets)), command: { type: 'propose-action', action: actionOf(targets) } };
}

function scopeGiven({ options }: StepContext): SuspensionScope {
  const given = textOption(options, 'scope') ?? 'new-cases';
  const found = SUSPENSION_SCOPES.find((scope) => scope === given);
  if (found !== undefined) return found;
  throw new UsageError(`--scope应为${SUSPENSION_SCOPES.join('或')}`, `--scope is ${SUSPENSION_SCOPES.join(' or ')}`);
}
