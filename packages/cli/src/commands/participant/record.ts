import type { Command } from 'commander';
import type { ParticipantRow } from '@tongban/contracts';
import { modeWords } from '@tongban/domain';
import { participantOf } from '@tongban/operator';
import type { Session } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import { readInstant } from '../../instant';
import { type CommandResult, EXIT } from '../../outcome';
import { participantRow, presentRecord } from '../../standards/participant-record';
import type { View } from '../../view';
import { named } from '../../wording';

/** `participant show`: who a participant is to all others, by its record in force. `--bundle`: in the form that `standards import` takes, for the next version of it. */
export function registerRecord(parent: Command, session: Session): void {
  handleWithHub(parent.command('show').description('参与方登记：密钥、开通事项、值守岗位 / the record of a participant: keys, enabled items, duty desks').argument('<division>', '区划 / division')
    .option('--bundle', '输出可供standards import修改后导入的文件 / print it as a file for standards import'), session, shown);
}

async function shown({ setup, operator, options }: HubContext, [division = '']: readonly string[]): Promise<CommandResult> {
  const participant = participantOf(division);
  if (options['bundle'] === true) {
    const bundle = { participants: [await presentRecord(setup, operator, participant)] };
    return { document: bundle, human: () => JSON.stringify(bundle, null, 2) };
  }
  const row = await participantRow(operator, participant);
  return { document: row, exit: row.record?.ended ? EXIT.negative : EXIT.ok, human: (view) => wordRecord(row, view) };
}

export function wordRecord({ participant, name, region, enabledItems, record }: ParticipantRow, view: View): string {
  const head = `${view.colours.bold(`${participant} ${view.words(name)}`)}  ${region}`;
  if (record === undefined) return `${head}\n${view.say('尚未发布登记：按环境建立时的密钥，开通全部事项', 'No record is published: the keys it was set up with count, all items are enabled')}`;
  const { version, ended, keys, itemCodes, modes, desks } = record;
  const all = view.say('全部', 'all');
  const lines = [
    `${head}  ${view.say('版本', 'version')} ${version}${ended ? `  ${view.colours.red(view.say('已暂停或废止，其签名和事项均不再有效', 'suspended or withdrawn: none of its keys and items counts'))}` : ''}`,
    `${view.say('开通事项', 'enabled items')}  ${itemCodes === undefined ? all : itemCodes.join(' ')}  ${view.colours.dim(view.say(`现可办${enabledItems.length}项`, `${enabledItems.length} can be opened now`))}`,
    `${view.say('开通方式', 'enabled modes')}  ${modes === undefined ? all : modes.map((mode) => view.words(modeWords(mode))).join(view.say('、', ', '))}`,
    view.table([named('密钥', 'key'), named('用途', 'use'), named('算法', 'algorithm'), named('自', 'from'), named('至', 'until')], keys.map(({ keyId, use, algorithm, validFrom, validTo }) =>
      [keyId, view.words(use === 'signing' ? named('签名', 'signing') : named('密封', 'sealing')), algorithm, readInstant(validFrom), readInstant(validTo)])),
  ];
  if (desks.length > 0) {
    lines.push(view.table([named('值守岗位', 'duty desk'), named('事项', 'items'), named('时间', 'hours'), named('联系', 'contact'), named('升级', 'escalation')], desks.map((desk) =>
      [view.words(desk), desk.itemCodes?.join(' ') ?? all, desk.hours, desk.contact, desk.escalation])));
  }
  return lines.join('\n');
}
