import type { Command } from 'commander';
import { type CaseDocument, TongbanError, encode, v1 } from '@tongban/contracts';
import { normaliseCaseNumber } from '@tongban/domain';
import { participantOf, showCase } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { type CommandResult } from '../outcome';
import { askAsParticipant } from '../participant-desk';
import { wordCase } from './case-words';

export function registerCaseShow(parent: Command, session: Session): void {
  handleWithHub(parent.command('show').description('查看办件 / show a case').argument('<case>', '办件编号 / case number')
    .option('--as <division>', '以一方身份，默认为运维方 / as one side, as operator by default'), session, (context, [caseNo]) => show(context, caseNo ?? ''));
}

/** A number as a person may have typed it, in its one true form. @throws TongbanError `case.number-invalid`. */
export function caseNumberGiven(text: string): string {
  const caseNo = normaliseCaseNumber(text);
  if (caseNo === undefined) throw new TongbanError('case.number-invalid', text);
  return caseNo;
}

async function show({ setup, operator, options }: HubContext, text: string): Promise<CommandResult> {
  const caseNo = caseNumberGiven(text);
  const as = textOption(options, 'as');
  const document = as === undefined
    ? await showCase(operator, caseNo)
    : await askAsParticipant<CaseDocument>(setup, participantOf(as), 'case-show', encode(v1.CaseQuery, { caseNo }));
  return { document, human: (view) => wordCase(document, view) };
}
