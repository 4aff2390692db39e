import type { Command } from 'commander';
import type { ServerStanding } from '@tongban/broker';
import type { Setup } from '@tongban/operator';
import { type Options, type Session, textOption } from '../command-action';
import { type HubContext, handleWithHub } from '../hub-command';
import { readInstant } from '../instant';
import { type CommandResult, EXIT } from '../outcome';
import type { View } from '../view';
import { named } from '../wording';

/** `broker`: the configurations of the servers, which follow from the set-up. */
export function registerBroker(program: Command, session: Session): void {
  const broker = program.command('broker').description('消息服务器：配置的检查与生效 / the servers: checking their configurations and putting them in force');
  handleWithHub(withProgram(broker.command('check').description('生成的配置与现行配置是否一致、能否被服务器接受，不作任何改动 / whether files, set-up and what is in force agree and the servers take them; changes nothing')), session, check);
  handleWithHub(withProgram(broker.command('reload').description('重新生成配置，先检查再生效，不影响其他连接 / write the configurations again, check them, put them in force; nobody else is disturbed')), session, reload);
}

export const withProgram = (command: Command): Command => command.option('--nats-server <path>', '检查所用的nats-server程序，默认为启动时找到的 / the nats-server to check with, by default the one found at the start');

/** The library is loaded here, so that other commands start at once. */
export async function openBroker({ directory }: Setup, options: Options): Promise<import('@tongban/broker').Broker> {
  const { Broker } = await import('@tongban/broker');
  const path = textOption(options, 'natsServer');
  return Broker.open(directory, path === undefined ? undefined : { path });
}

async function check({ setup, options }: HubContext): Promise<CommandResult> {
  const servers = await (await openBroker(setup, options)).check();
  const ok = servers.every(({ written, valid, inForce }) => written && valid && inForce !== false);
  return {
    document: { ok, servers },
    exit: ok ? EXIT.ok : EXIT.negative,
    human: (view) => [
      ok ? view.colours.green(view.say('各服务器的配置与设置一致', 'every configuration is as the set-up says'))
        : view.colours.red(view.say('有配置与设置不一致：运行 tongban broker reload', 'a configuration differs from the set-up: run tongban broker reload')),
      view.table([named('服务器', 'server'), named('文件与设置一致', 'file as set up'), named('检查通过', 'taken'), named('已生效', 'in force'), named('生效于', 'since'), named('原因', 'why')], servers.map((one) => row(one, view))),
    ].join('\n'),
  };
}

function row({ server, written, valid, running, inForce, loadedAt, why }: ServerStanding, view: View): (string | undefined)[] {
  const yes = (value: boolean): string => (value ? view.say('是', 'yes') : view.colours.red(view.say('否', 'no')));
  return [server, yes(written), yes(valid), running ? (inForce === undefined ? '-' : yes(inForce)) : view.say('未运行', 'not running'), readInstant(loadedAt), why];
}

async function reload({ setup, options }: HubContext): Promise<CommandResult> {
  const servers = await (await openBroker(setup, options)).reload();
  return { document: { ok: true, servers }, human: (view) => wordReloaded(view, servers) };
}

export const wordReloaded = (view: View, servers: readonly { readonly server: string; readonly ms: number }[]): string => (servers.length === 0
  ? view.say('没有需要生效的变更', 'nothing had to be put in force')
  : view.say(`已生效：${servers.map(({ server, ms }) => `${server}（${Math.round(ms)}毫秒）`).join('、')}`, `in force: ${servers.map(({ server, ms }) => `${server} (${Math.round(ms)} ms)`).join(', ')}`));
