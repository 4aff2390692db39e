import type { Command } from 'commander';
import type { KeyChange } from '@tongban/broker';
import { participantOf } from '@tongban/operator';
import { type Session, textOption } from '../../command-action';
import { type HubContext, handleWithHub } from '../../hub-command';
import type { CommandResult } from '../../outcome';
import { openBroker, withProgram, wordReloaded } from '../broker';

/**
 * `participant new-broker-key` and `revoke-broker-key`: the key a participant signs on to the broker with, which proves who is connected; messages are signed with another (`new-key`). The new one is
 * taken beside the old until that is revoked, and neither needs a restart.
 */
export function registerBrokerKeys(parent: Command, session: Session): void {
  const as = (command: Command): Command => withProgram(command.requiredOption('--as <division>', '参与方 / participant'));
  handleWithHub(as(parent.command('new-broker-key').description('增加连接密钥，与原密钥同时有效 / a further key to sign on with, valid beside the old one'))
    .option('--public-key <key>', '参与方自己生成的公钥；不给则生成并写入其凭据 / of a key that its owner made; without it one is made and put into its credentials'), session, added);
  handleWithHub(as(parent.command('revoke-broker-key').description('吊销连接密钥，立即断开其连接；默认吊销最新以外的全部 / revoke keys and drop whoever is connected with them; by default all but the newest'))
    .option('--key <key>', '要吊销的公钥 / the public key to revoke'), session, revoked);
}

async function added({ setup, options }: HubContext): Promise<CommandResult> {
  const { addBrokerKey } = await import('@tongban/broker');
  return resultOf(await addBrokerKey(setup.directory, await openBroker(setup, options), participantOf(textOption(options, 'as') ?? ''), textOption(options, 'publicKey')));
}

async function revoked({ setup, options }: HubContext): Promise<CommandResult> {
  const { revokeBrokerKeys } = await import('@tongban/broker');
  const key = textOption(options, 'key');
  return resultOf(await revokeBrokerKeys(setup.directory, await openBroker(setup, options), participantOf(textOption(options, 'as') ?? ''), key === undefined ? undefined : [key]));
}

const resultOf = ({ participant, keys, reloaded }: KeyChange): CommandResult => ({
  document: { participant, keys, servers: reloaded },
  human: (view) => [
    wordReloaded(view, reloaded),
    view.say(`${participant}现行的连接密钥：${keys.join('、')}`, `${participant} may sign on with: ${keys.join(', ')}`),
    ...(keys.length > 1 ? [view.say('各系统改用新密钥后：tongban participant revoke-broker-key', 'once every system uses the new one: tongban participant revoke-broker-key')] : []),
  ].join('\n'),
});
