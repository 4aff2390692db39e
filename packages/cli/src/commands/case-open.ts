import type { Command } from 'commander';
import { participantOf } from '@tongban/operator';
import { attachAll, filesGiven } from '../attaching';
import { type Options, type Session, textOption } from '../command-action';
import { fieldsFrom } from '../fields-file';
import { type HubContext, handleWithHub } from '../hub-command';
import { type CommandResult, UsageError } from '../outcome';
import { connectProvince, outcomeOf, patienceOf, sentResult } from '../sending';
import { openBatch } from './case-batch';
import { legalBasisGiven, messageOptions, withMessageOptions } from './case-send';

export function registerCaseOpen(parent: Command, session: Session): void {
  const command = parent.command('open').description('打开办件 / open a case')
    .option('--item <code>', '事项编码 / item').option('--opener <division>', '发起方区划 / opener').option('--counterpart <division>', '对方区划 / counterpart')
    .option('--entry <message-type>', '首条消息类型 / type of the first message').option('--case-no <number>', '办件编号，默认自动生成 / made by default')
    .option('--predecessor <case>', '前序办件 / case it follows').option('--successor-kind <kind>', 'reopening | correction')
    .option('--legal-basis <code>', '个人信息出境的法律依据代码（涉港澳） / ground for personal data across the border').option('--legal-document <number>', '其文件编号 / number of its document')
    .option('--batch <file.ndjson>', '批量：每行一个办件，可续办 / a case a line, resumable');
  handleWithHub(withMessageOptions(command), session, (context) =>
    (textOption(context.options, 'batch') === undefined ? openOne(context, session) : openBatch(context, session)));
}

const required = (options: Options, name: string): string => {
  const value = textOption(options, name);
  if (value === undefined) throw new UsageError(`缺少--${name}`, `--${name} is missing`);
  return value;
};

async function openOne({ setup, options }: HubContext, session: Session): Promise<CommandResult> {
  const patience = patienceOf(options);
  const [item, opener, counterpart] = [required(options, 'item'), required(options, 'opener'), required(options, 'counterpart')];
  const fields = fieldsFrom(session.io, textOption(options, 'file'));
  const successorKind = textOption(options, 'successorKind');
  if (successorKind !== undefined && successorKind !== 'reopening' && successorKind !== 'correction') throw new UsageError('--successor-kind应为reopening或correction', '--successor-kind is reopening or correction');
  const files = filesGiven(session.io, options);
  const province = await connectProvince(setup, participantOf(opener));
  try {
    const caseNo = textOption(options, 'caseNo');
    const attachments = await attachAll(province, { item, opener, counterpart, ...(caseNo !== undefined && { caseNo }) }, files);
    const sent = await province.open({
      item, opener, counterpart, message: textOption(options, 'entry'), fields, caseNo, ...(attachments.length > 0 && { attachments }),
      predecessorCaseNo: textOption(options, 'predecessor'), successorKind, ...legalBasisGiven(textOption(options, 'legalBasis'), textOption(options, 'legalDocument')), ...messageOptions(options),
    });
    return sentResult(await outcomeOf(province, sent, patience));
  } finally {
    await province.close();
  }
}
