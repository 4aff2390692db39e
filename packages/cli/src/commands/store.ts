import type { Command } from 'commander';
import { REGION_CODES, encode, isRegionCode, v1 } from '@tongban/contracts';
import type { StreamLoss } from '@tongban/messaging';
import { CLI_ACTOR, audited } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { type CommandResult, UsageError } from '../outcome';

/** `store settle`: somebody answers for what a region's store lost. */
export function registerStore(program: Command, session: Session): void {
  const store = program.command('store').description('区域的存储 / the store of a region');
  handleWithHub(store.command('settle').description('了结已核实的存储丢失（store.lost），理由记录在案 / settle a loss that was accounted for, with the reason on record')
    .requiredOption('--region <region>', '区域 / region').option('--stream <stream>', '流；缺省为全部 / one stream; all by default')
    .requiredOption('--by <office>', '由何岗位负责，如security-administrator / the office that answers for it').requiredOption('--reason <text>', '理由，不含个人信息 / the reason, without personal data'), session, (context) => settle(context));
}

async function settle({ operator, options }: HubContext): Promise<CommandResult> {
  const region = textOption(options, 'region') ?? '';
  if (!isRegionCode(region)) throw new UsageError(`区域有${REGION_CODES.join('、')}`, `the regions are ${REGION_CODES.join(', ')}`);
  const [stream = '', by = '', reason = ''] = ['stream', 'by', 'reason'].map((name) => textOption(options, name));
  const { settled } = await audited(operator, { regions: [region], actor: CLI_ACTOR, client: 'cli', action: 'store.settle', target: stream, reason }, () =>
    operator.askJson<{ settled: { stream: string; loss: StreamLoss }[] }>(region, 'store.settle', encode(v1.LossSettlement, { stream, by, reason })));
  return {
    document: { ok: true, region, settled },
    human: (view) => view.say(`已了结并记录：${settled.map(({ stream }) => stream).join('、')}`, `settled and on record: ${settled.map(({ stream }) => stream).join(', ')}`),
  };
}
