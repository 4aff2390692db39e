import type { Command } from 'commander';
import { type CaseDocument, encode, v1 } from '@tongban/contracts';
import { isPlacedInstant, parseCaseNumber, responsibleAt } from '@tongban/domain';
import { participantOf, reference } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { type CommandResult, UsageError } from '../outcome';
import { askAsParticipant } from '../participant-desk';
import { caseNumberGiven } from './case-show';
import { responsibilityTable } from './responsibility-words';

/** `case responsible`: the chain of responsibility of a case, or who answers for it at one moment (T6-C4). */
export function registerCaseResponsible(parent: Command, session: Session): void {
  handleWithHub(parent.command('responsible').description('责任链：各环节由哪个经办机构负责 / which agency answers for the case, step by step').argument('<case>', '办件编号 / case number')
    .option('--at <instant>', '某一时刻，默认列出全部 / at one moment, all by default').option('--as <division>', '以一方身份，默认为运维方 / as one side, as operator by default'),
  session, (context, [caseNo]) => responsible(context, caseNo ?? ''));
}

async function responsible({ setup, operator, options }: HubContext, text: string): Promise<CommandResult> {
  const caseNo = caseNumberGiven(text);
  const [as, at] = [textOption(options, 'as'), textOption(options, 'at')];
  if (at !== undefined && !isPlacedInstant(at)) throw new UsageError('--at应为带时区的RFC 3339时刻', '--at is an RFC 3339 instant with offset');
  const request = encode(v1.CaseQuery, { caseNo });
  const document = as === undefined
    ? await operator.askJson<CaseDocument>(reference().divisions.regionOf(parseCaseNumber(caseNo)!.division), 'cases.show', request)
    : await askAsParticipant<CaseDocument>(setup, participantOf(as), 'case-show', request);
  return responsibleResult(document, at);
}

export function responsibleResult({ caseNo, item, itemCode, closed, responsibility = [] }: Pick<CaseDocument, 'caseNo' | 'item' | 'itemCode' | 'closed' | 'responsibility'>, at: string | undefined): CommandResult {
  const chain = at === undefined ? responsibility : responsibleAt(responsibility, at);
  return {
    document: { caseNo, itemCode, ...(at !== undefined && { at }), closed, responsibility: chain },
    human: (view) => [
      `${view.colours.bold(caseNo)}  ${view.words(item)}  ${itemCode}`,
      responsibilityTable(chain, view),
    ].join('\n'),
  };
}
