import type { Command } from 'commander';
import { type CaseDocument, type ResponsibilityDocument, encode, v1 } from '@tongban/contracts';
import { isPlacedInstant, parseCaseNumber, responsibleAt } from '@tongban/domain';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, UsageError } from '../outcome';
import { askAsParticipant, participantOf } from '../participant-desk';
import { reference } from '../reference';
import type { View } from '../view';
import { codeWords, named } from '../wording';
import { caseNumberGiven } from './case-show';

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
      view.table([named('自', 'from'), named('至', 'to'), named('轨道', 'track'), named('状态', 'state'), named('当值', 'turn of'), named('负责机构', 'accountable agency'), named('一方', 'side'), named('参与方', 'participant'), named('区划', 'division')],
        chain.map((one) => [readInstant(one.from), readInstant(one.to), one.track, one.wording && view.words(one.wording), view.words(one.holder.wording), view.words(one.agency.wording), view.words(codeWords(one.side)), nameOf(one, view), one.division])),
    ].join('\n'),
  };
}

const nameOf = ({ participant }: ResponsibilityDocument, view: View): string => {
  const known = reference().divisions.participantOf(participant);
  return known === undefined ? participant : `${view.words(known)} ${participant}`;
};
