import { connect } from 'node:net';
import type { FoundServer } from '../find-servers/found-server';
import type { Setup } from '../setup/prepare-setup';
import { TongbanStartError } from '../start-error';
import { eventually } from './eventually';
import type { Guard } from './guard';
import { lastLinesOf } from './log-files';
import { ManagedProcess } from './managed-process';

const READY_WITHIN_MS = 60_000;
const ANSWER_WITHIN_MS = 1_000;

/** Starts our own Redis and waits until it has loaded its snapshot. @throws TongbanStartError with its last words. */
export async function startRedisServer(setup: Setup, binary: FoundServer, guard?: Guard): Promise<ManagedProcess> {
  const { layout, ports } = setup;
  const started = await ManagedProcess.start({
    name: 'redis', command: binary.path, args: [layout.redisConfig], cwd: layout.root, env: { ...process.env, ...binary.env },
  }, guard);
  const failed = (): TongbanStartError => new TongbanStartError(`Redis 启动失败：查看 ${layout.log('redis')}`, `Redis did not start: look at ${layout.log('redis')}`,
    started.lastOutput || lastLinesOf(layout.log('redis')));
  try {
    const ready = await eventually(async () => ((await ping('127.0.0.1', ports.redis)) === '+PONG' ? true : undefined), {
      withinMs: READY_WITHIN_MS, everyMs: 25, check: () => { if (!started.running) throw failed(); },
    });
    if (!ready) throw failed();
    return started;
  } catch (error) {
    started.kill('SIGKILL');
    throw error;
  }
}

/** @throws TongbanStartError when nobody listens at the Redis that the environment names. */
export async function requireRedisAt(url: string): Promise<void> {
  const { hostname, port } = new URL(url);
  // A password or TLS makes the answer something else than +PONG; that somebody answers is enough, the services check the rest.
  if ((await ping(hostname, Number(port || 6379))) !== undefined || url.startsWith('rediss:')) return;
  throw new TongbanStartError(`TONGBAN_REDIS_URL 指定的 Redis（${hostname}:${port || 6379}）无法连接：启动它，或取消该变量`,
    `The Redis named by TONGBAN_REDIS_URL (${hostname}:${port || 6379}) cannot be reached: start it, or unset the variable`);
}

/** First line of the answer to PING; undefined when there is none in time. */
function ping(host: string, port: number): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = connect({ host, port });
    let answer = '';
    const end = (line: string | undefined): void => { socket.destroy(); resolve(line); };
    socket.setTimeout(ANSWER_WITHIN_MS, () => end(undefined));
    socket.on('connect', () => socket.write('PING\r\n'));
    socket.on('data', (chunk) => {
      answer += chunk.toString('utf8');
      const line = answer.indexOf('\r\n');
      if (line >= 0) end(answer.slice(0, line));
    });
    socket.on('error', () => end(undefined));
    socket.on('close', () => resolve(undefined));
  });
}
