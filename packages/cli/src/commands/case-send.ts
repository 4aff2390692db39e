import type { OpenRequest } from '@tongban/client';
import type { Command } from 'commander';
import { participantOf } from '@tongban/operator';
import { attachAll, collectFiles, filesGiven } from '../attaching';
import { type Session, textOption } from '../command-action';
import { fieldsFrom } from '../fields-file';
import { handleWithHub } from '../hub-command';
import { connectProvince, outcomeOf, patienceOf, sentResult } from '../sending';
import { caseNumberGiven } from './case-show';

/** Options that `case open` and `case send` share: envelope attributes and how long to wait. */
export const withMessageOptions = (command: Command): Command => command
  .option('--on-behalf-of <actor>', '代表的角色 / actor it is sent for').option('--file <fields.json>', '字段，一个JSON对象 / fields, one JSON object')
  .option('--local-case-no <no>', '省内办件编号 / own case number').option('--message-id <uuid>').option('--occurred-at <time>', 'RFC 3339').option('--expires-at <time>', 'RFC 3339')
  .option('--traceparent <value>', 'W3C Trace Context')
  .option('--attach <file>', '附件，可多次；材料代码=文件 / a file, several times; MATERIAL=FILE', collectFiles)
  .option('--wait <level>', '等待的回执 / receipt to wait for: RECEIVED, REGISTERED, DELIVERED, TAKEN', 'REGISTERED')
  .option('--no-wait', '不等待回执 / wait for no receipt').option('--timeout <seconds>', '等待秒数 / seconds to wait', '30');

export const messageOptions = (options: Parameters<typeof textOption>[0]) => ({
  onBehalfOf: textOption(options, 'onBehalfOf'), localCaseNo: textOption(options, 'localCaseNo'), messageId: textOption(options, 'messageId'),
  occurredAt: textOption(options, 'occurredAt'), expiresAt: textOption(options, 'expiresAt'), traceparent: textOption(options, 'traceparent'),
});

/** A ground is given with the number of its document; the SDK says what is wrong with them. */
export const legalBasisGiven = (code: string | undefined, document: string | undefined): Pick<OpenRequest, 'legalBasis'> =>
  (code === undefined && document === undefined ? {} : { legalBasis: { code: code ?? '', document: document ?? '' } });

export function registerCaseSend(parent: Command, session: Session): void {
  const command = parent.command('send').description('发送消息 / send a message').argument('<case>', '办件编号 / case number').argument('<message-type>', '消息类型 / message type')
    .requiredOption('--as <division>', '哪一方 / which side').option('--entry-id <id>', '首条消息被接收方拒收后重新打开 / opens a case again whose first message the recipient rejected');
  handleWithHub(withMessageOptions(command), session, async ({ setup, options }, [text, message]) => {
    const patience = patienceOf(options);
    const fields = fieldsFrom(session.io, textOption(options, 'file'));
    const caseNo = caseNumberGiven(text ?? '');
    const division = textOption(options, 'as') ?? '';
    const files = filesGiven(session.io, options);
    const province = await connectProvince(setup, participantOf(division));
    try {
      const attachments = await attachAll(province, { caseNo }, files);
      const { messageId } = await province.send(caseNo, { message: message ?? '', division, fields, entryId: textOption(options, 'entryId'), ...(attachments.length > 0 && { attachments }), ...messageOptions(options) });
      return sentResult(await outcomeOf(province, { caseNo, messageId }, patience));
    } finally {
      await province.close();
    }
  });
}
