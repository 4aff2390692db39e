import type { Command } from 'commander';
import { TongbanError } from '@tongban/contracts';
import { DISPOSITIONS, type Disposition, isInstant } from '@tongban/domain';
import { type Session, textOption } from '../../command-action';
import { UsageError } from '../../outcome';
import { draftShown } from '../../standards/show';
import { type StepContext, handleStep, ownerGiven } from '../../standards/step-command';

const DIGEST = /^[0-9a-f]{64}$/;
const DIGEST_BEGINNING = /^[0-9a-f]{8,63}$/;

/** The steps of a draft: consultation, comments and what becomes of them, approval, publication, or giving it up. */
export function registerDraftSteps(parent: Command, session: Session): void {
  handleStep(step(parent, 'consult', '公开征求意见 / open a consultation').requiredOption('--until <instant>', '截止时间 / until'), session, async (context, [draftId = '']) =>
    ({ ...(await ofDraft(context, draftId)), command: { type: 'open-consultation', draftId, until: instant(context, 'until') } }));
  handleStep(step(parent, 'comment', '对条款提出意见 / comment on a clause').argument('<clause>', '条款 / clause').argument('<text>', '意见 / comment'), session,
    async (context, [draftId = '', clause = '', text = '']) => ({ ...(await ofDraft(context, draftId)), command: { type: 'comment', draftId, clause, text } }));
  handleStep(step(parent, 'dispose', '处理意见，须说明理由 / dispose of a comment, with a reason').argument('<number>', '意见序号 / number of the comment').argument('<disposition>', DISPOSITIONS.join(' | ')), session,
    async (context, [draftId = '', number = '', disposition = '']) =>
      ({ ...(await ofDraft(context, draftId)), command: { type: 'dispose-comment', draftId, commentNo: commentNumber(number), disposition: dispositionGiven(disposition) } }));
  handleStep(step(parent, 'approve', '审批草案 / approve a draft').option('--digest <hex>', '所读内容的摘要，默认为现有内容 / digest of what was read, of the present text by default'), session,
    async (context, [draftId = '']) => {
      const { owner, digest } = await draftShown(context.operator, draftId, ownerGiven(context.options));
      return { owner, command: { type: 'approve', draftId, digest: digestGiven(textOption(context.options, 'digest'), digest) } };
    });
  handleStep(step(parent, 'publish', '发布已审批的草案 / publish an approved draft'), session, async (context, [draftId = '']) =>
    ({ ...(await ofDraft(context, draftId)), command: { type: 'publish', draftId } }));
  handleStep(step(parent, 'abandon', '终止草案 / give a draft up'), session, async (context, [draftId = '']) =>
    ({ ...(await ofDraft(context, draftId)), command: { type: 'abandon', draftId } }));
}

const step = (parent: Command, name: string, description: string): Command => parent.command(name).description(description).argument('<draft>', '草案编号 / id of the draft');

async function ofDraft({ operator, options }: StepContext, draftId: string) {
  const owner = ownerGiven(options);
  return { owner: owner ?? (await draftShown(operator, draftId)).owner };
}

function instant({ options }: StepContext, name: string): string {
  const given = textOption(options, name) ?? '';
  if (isInstant(given)) return given;
  throw new UsageError(`--${name}应为带时区的RFC 3339时刻`, `--${name} is an RFC 3339 instant with offset`);
}

function commentNumber(text: string): number {
  if (/^[1-9]\d{0,5}$/.test(text)) return Number(text);
  throw new UsageError('意见序号为从1起的整数', 'the number of a comment is a whole number from 1');
}

function dispositionGiven(text: string): Disposition {
  const found = DISPOSITIONS.find((one) => one === text);
  if (found !== undefined) return found;
  throw new UsageError(`处理意见应为${DISPOSITIONS.join('、')}之一`, `a disposition is one of ${DISPOSITIONS.join(', ')}`);
}

/** A whole digest goes to the hub as it is, which judges it; a beginning stands for the present text or for nothing. */
function digestGiven(given: string | undefined, present: string): string {
  if (given === undefined) return present;
  if (DIGEST.test(given)) return given;
  if (!DIGEST_BEGINNING.test(given)) throw new UsageError('--digest为64位十六进制，或其开头至少8位', '--digest has 64 hexadecimal digits, or at least the first 8 of them');
  if (present.startsWith(given)) return present;
  throw new TongbanError('approval.digest-changed', `the digest of the draft is ${present}`);
}
