import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Guard, ManagedProcess, eventually, findFreePortBase } from '@tongban/local';
import { BenchError } from '../../words';
import type { RabbitMq } from './fetch-rabbitmq';

const READY_WITHIN_MS = 120_000;
const STOP_WITHIN_MS = 20_000;
const HOST = '127.0.0.1';

/** One broker in a directory of its own, at free ports of this machine, with nothing of it left running afterwards. */
export class Broker {
  private constructor(private readonly portMapper: ManagedProcess, private readonly server: ManagedProcess, private readonly directory: string, readonly url: string) {}

  /** @throws BenchError when it does not come up. */
  static async start({ scripts, erlang }: RabbitMq, directory: string, guard: Guard): Promise<Broker> {
    const base = await findFreePortBase();
    const [port, mapperPort, distributionPort] = [base, base + 1, base + 2];
    const file = (name: string, text: string): string => { writeFileSync(join(directory, name), text); return join(directory, name); };
    const env = {
      ...process.env, HOME: directory, ERL_ROOTDIR: erlang, PATH: `${join(erlang, 'bin')}:${process.env['PATH'] ?? ''}`, ERL_EPMD_PORT: String(mapperPort), ERL_EPMD_ADDRESS: HOST,
      RABBITMQ_NODENAME: 'bench@localhost', RABBITMQ_CONFIG_FILE: file('rabbitmq.conf', `listeners.tcp.1 = ${HOST}:${port}\n`), RABBITMQ_ENABLED_PLUGINS_FILE: file('enabled_plugins', '[].\n'),
      RABBITMQ_CONF_ENV_FILE: file('rabbitmq-env.conf', ''), RABBITMQ_MNESIA_BASE: join(directory, 'mnesia'), RABBITMQ_LOG_BASE: join(directory, 'log'), RABBITMQ_PID_FILE: join(directory, 'pid'),
      RABBITMQ_DIST_PORT: String(distributionPort), RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1}',
    };
    // Started by us, it ends with us; the broker would start one that stays.
    const portMapper = await ManagedProcess.start({ name: 'epmd', command: join(erlang, 'bin/epmd'), args: ['-port', env.ERL_EPMD_PORT, '-address', HOST], cwd: directory, env }, guard);
    const server = await ManagedProcess.start({ name: 'rabbitmq', command: join(scripts, 'rabbitmq-server'), args: [], cwd: directory, env }, guard);
    const broker = new Broker(portMapper, server, directory, `amqp://guest:guest@${HOST}:${port}`);
    const failed = (): BenchError => new BenchError(`RabbitMQ 启动失败：${server.lastOutput}`, `RabbitMQ did not start: ${server.lastOutput}`);
    const ready = await eventually(async () => ((await listens(port)) ? true : undefined), { withinMs: READY_WITHIN_MS, check: () => { if (!server.running) throw failed(); } })
      .catch(async (error: unknown) => { await broker.stop(); throw error; });
    if (ready) return broker;
    await broker.stop();
    throw failed();
  }

  /** Of the Erlang machine itself; the process that was started is a script. */
  get pid(): number {
    return Number(readFileSync(join(this.directory, 'pid'), 'utf8'));
  }
  async stop(): Promise<void> {
    await this.server.stop(STOP_WITHIN_MS);
    await this.portMapper.stop(STOP_WITHIN_MS);
  }
}

const listens = (port: number): Promise<boolean> => new Promise((resolve) => {
  const socket = connect({ host: HOST, port });
  socket.once('connect', () => { socket.destroy(); resolve(true); }).once('error', () => resolve(false));
});
