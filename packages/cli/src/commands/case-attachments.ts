import { resolve } from 'node:path';
import type { Command } from 'commander';
import { type AttachmentDocument, type CaseDocument, TongbanError, encode, v1 } from '@tongban/contracts';
import { parseCaseNumber } from '@tongban/domain';
import { participantOf, reference } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { handleWithHub } from '../hub-command';
import { UsageError } from '../outcome';
import { askAsParticipant } from '../participant-desk';
import { connectProvince } from '../sending';
import { caseNumberGiven } from './case-show';

const named = (zh: string, en: string) => ({ zh, en });

/** Files of a case: what everybody who may see the case may know of them. */
export function registerCaseAttachments(parent: Command, session: Session): void {
  handleWithHub(parent.command('attachments').description('办件的附件 / files of a case').argument('<case>', '办件编号 / case number')
    .option('--as <division>', '以一方身份，默认为运维方 / as one side, as operator by default'), session, async ({ setup, operator, options }, [text]) => {
    const caseNo = caseNumberGiven(text ?? '');
    const as = textOption(options, 'as');
    const request = encode(v1.CaseQuery, { caseNo });
    const { entries } = as === undefined
      ? await operator.askJson<CaseDocument>(reference().divisions.regionOf(parseCaseNumber(caseNo)!.division), 'cases.show', request)
      : await askAsParticipant<CaseDocument>(setup, participantOf(as), 'case-show', request);
    const attachments = entries.flatMap(({ messageId, messageType, attachments: files = [] }) => files.map((file: AttachmentDocument) => ({ messageId, messageType, ...file })));
    return {
      document: { caseNo, attachments },
      human: (view) => view.table(
        [named('消息', 'message'), named('附上方', 'attached by'), named('材料', 'material'), named('类型', 'type'), named('字节', 'bytes'), named('摘要', 'digest'), named('保存至', 'kept until')],
        attachments.map(({ messageType, participant, materialCode, mediaType, size, digest, keepUntil }) => [messageType, participant, materialCode, mediaType, size, digest, keepUntil]),
      ),
    };
  });
}

/** Fetches one of them, as a party of the case; nobody else may, the operator neither. */
export function registerCaseFetch(parent: Command, session: Session): void {
  handleWithHub(parent.command('fetch').description('取附件 / fetch a file of a case').argument('<case>', '办件编号 / case number').argument('<digest>', '摘要或其开头 / digest or its beginning')
    .requiredOption('--as <division>', '哪一方 / which side').requiredOption('--out <file>', '存为 / where to'), session, async ({ setup, options }, [text, given = '']) => {
    const caseNo = caseNumberGiven(text ?? '');
    const out = resolve(session.io.cwd, textOption(options, 'out') ?? '');
    const wanted = given.startsWith('sha256:') ? given : `sha256:${given}`;
    if (wanted.length < 'sha256:'.length + 8) throw new UsageError('摘要至少给出8位', 'give at least 8 digits of the digest');
    const province = await connectProvince(setup, participantOf(textOption(options, 'as') ?? ''));
    try {
      const file = (await province.attachments(caseNo)).find(({ digest }) => digest.startsWith(wanted));
      if (!file) throw new TongbanError('find.nothing', `the case has no file ${wanted}`);
      await file.save(out);
      const { digest, size, mediaType } = file;
      return { document: { ok: true, caseNo, digest, size, mediaType, out }, human: (view) => `${view.colours.green(view.say('已取回，摘要相符', 'fetched, its digest is right'))}  ${digest}  ${size}  ${out}` };
    } finally {
      await province.close();
    }
  });
}
