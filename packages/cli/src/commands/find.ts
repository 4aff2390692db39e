import type { Command } from 'commander';
import type { FindMatch } from '@tongban/contracts';
import { findEverywhere } from '@tongban/operator';
import type { Session } from '../command-action';
import { type HubContext, handleWithHub, unreachableLine } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT } from '../outcome';
import type { Worded } from '../view';

/** `find X`: wherever a case number, message id, a province's own number or a trace id leads, in every region. */
export function registerFind(program: Command, session: Session): void {
  handleWithHub(program.command('find').description('查找办件编号、消息号、省内办件号或追踪号 / find a case number, message id, own number or trace id').argument('<value>'),
    session, (context, [value]) => found(context, value ?? ''));
}

const KIND: Record<FindMatch['kind'], Worded> = {
  case: { zh: '办件', en: 'case' }, message: { zh: '消息', en: 'message' }, rejected: { zh: '拒收', en: 'rejected' },
};

async function found({ operator }: HubContext, value: string): Promise<CommandResult> {
  const document = await findEverywhere(operator, value);
  const { matches, unreachableRegions: unreachable = [] } = document;
  return {
    document,
    exit: unreachable.length > 0 ? EXIT.unreachable : EXIT.ok,
    human: (view) => (matches.length === 0 ? view.say('已答复的区域没有找到', 'the regions that answered know nothing of it') : view.table(
      [{ zh: '种类', en: 'kind' }, { zh: '区域', en: 'region' }, { zh: '办件编号', en: 'case' }, { zh: '序号', en: 'no.' }, { zh: '消息号', en: 'message' }, { zh: '发送方', en: 'sender' }, { zh: '时间', en: 'time' }, { zh: '代码', en: 'code' }, { zh: '原文', en: 'original' }],
      matches.map((match) => [
        view.words(KIND[match.kind]), match.region, match.caseNo, match.logIndex, match.messageId, match.participant, readInstant(match.at), match.code,
        match.stream ? `${match.stream}#${match.streamSequence}` : match.digest?.slice(0, 12),
      ]))) + unreachableLine(view, unreachable),
  };
}
