import type { Command } from 'commander';
import { REGION_CODES, isRegionCode } from '@tongban/contracts';
import { CLI_ACTOR, type CureName, cureHub } from '@tongban/operator';
import { type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { type CommandResult, UsageError } from '../outcome';

/** `cure`: has a hub do about a stall what it does by itself, now. */
export function registerCure(program: Command, session: Session): void {
  const cure = program.command('cure').description('处置停滞 / cures for stalls');
  const add = (name: string, description: string, kind: CureName, target: readonly [string, string]): void => {
    handleWithHub(cure.command(name).description(description).argument('<region>', '在哪个枢纽 / at which hub').argument(...target)
      .option('--by <who>', `person:<id>或operator:<login>，默认${CLI_ACTOR} / who acts`).option('--reason <text>', '理由，不含个人信息 / the reason, without personal data'), session, (context, given) => cured(context, kind, given));
  };
  add('source', '重新接上停滞的区域间来源；有消息流动时拒绝 / attach a stalled source anew; refused while it is heard', 'attach-source', ['<from>', '来自哪个区域 / from which region']);
  add('consumer', '让枢纽重新取用消费者 / have the hub ask anew at a consumer', 'ask-anew', ['<consumer>', '流/消费者 / stream/consumer']);
}

async function cured({ operator, options }: HubContext, kind: CureName, [region = '', target = '']: readonly string[]): Promise<CommandResult> {
  if (!isRegionCode(region)) throw new UsageError(`区域有${REGION_CODES.join('、')}`, `the regions are ${REGION_CODES.join(', ')}`);
  await cureHub(operator, { region, cure: kind, target }, { by: textOption(options, 'by') ?? CLI_ACTOR, client: 'cli', reason: textOption(options, 'reason') ?? '' });
  return { document: { ok: true, region, cure: kind, target }, human: (view) => view.say(`${region}已执行，结果见tongban status`, `${region} has done it; tongban status shows what came of it`) };
}
