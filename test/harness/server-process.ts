import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { connect, createServer } from 'node:net';
import { eventually } from './eventually';

/** The servers that the set-up of the tests chose, each a command that takes the arguments of the real one. */
export const natsServer = (): string => process.env['TONGBAN_NATS_SERVER_BIN'] ?? 'nats-server';
export const redisServer = (): string => process.env['TONGBAN_REDIS_SERVER_BIN'] ?? 'redis-server';

export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as { port: number };
  server.close();
  await once(server, 'close');
  return port;
}

/** kill -9, and waits until nobody answers at its port: a server in a container dies a moment after what stands for it. */
export async function killServer(child: ChildProcess | undefined, port: number, signal: NodeJS.Signals = 'SIGKILL'): Promise<void> {
  if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  child.kill(signal);
  await ended;
  await eventually(`nobody listens at port ${port}`, async () => !(await listens(port)) || undefined, { everyMs: 20 });
}

function listens(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => { socket.destroy(); resolve(true); }).once('error', () => resolve(false));
  });
}
