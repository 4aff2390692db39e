import type { Command } from 'commander';
import { ERASURE_GROUNDS, parseCaseNumber } from '@tongban/domain';
import { reference } from '@tongban/operator';
import type { Session } from '../command-action';
import { textOption } from '../command-action';
import { UsageError } from '../outcome';
import { handleStep } from '../standards/step-command';
import { caseNumberGiven } from './case-show';

/** The grounds; those without an order of a court or an authority wait for the end of the case and of its retention. */
const GROUNDS = ERASURE_GROUNDS.map(({ code, zh, en, byOrder }) => `${code} ${zh} / ${en}${byOrder ? '' : '*'}`).join('; ');
const WAITS = '* 待办结且所载保存期限届满后执行 / * carried out once the case is closed and the retention it states is over';

/** `case erase`: asks for the lawful erasure of a case, for another person to confirm (`standards confirm`). What stands is in the registry of the home of the case. */
export function registerCaseErase(parent: Command, session: Session): void {
  const command = parent.command('erase').description('提请依法删除办件内容，由另一人确认（standards confirm） / ask for the lawful erasure of a case, for another person to confirm (standards confirm)')
    .argument('<case>', '办件编号 / case number').requiredOption('--basis <code>', `依据 / legal basis: ${GROUNDS}. ${WAITS}`).requiredOption('--document <text>', '文书编号，不含个人信息 / number of the document, without personal data')
    .option('--messages <ids>', '只删除这些消息，以逗号分隔；缺省为全部 / these messages alone, with commas; all by default');
  handleStep(command, session, ({ options }, [given = '']) => {
    const caseNo = caseNumberGiven(given);
    const basis = { code: textOption(options, 'basis') ?? '', document: textOption(options, 'document') ?? '' };
    if (!ERASURE_GROUNDS.some(({ code }) => code === basis.code)) throw new UsageError(`--basis应为：${GROUNDS}`, `--basis is one of: ${GROUNDS}`);
    const messageIds = (textOption(options, 'messages') ?? '').split(',').map((id) => id.trim()).filter((id) => id !== '');
    return { owner: reference().divisions.regionOf(parseCaseNumber(caseNo)!.division), command: { type: 'propose-action', action: { action: 'erase', caseNo, messageIds, basis } } };
  });
}
