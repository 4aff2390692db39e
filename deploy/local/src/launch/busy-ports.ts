import { createServer } from 'node:net';
import type { Setup } from '../setup/prepare-setup';
import { PORTS_SPAN, namedPorts, portsFrom } from '../setup/ports';
import { TongbanStartError } from '../start-error';

const canListen = (port: number): Promise<boolean> => new Promise((resolve) => {
  const server = createServer();
  server.once('error', () => resolve(false));
  server.listen({ port, host: '127.0.0.1', exclusive: true }, () => server.close(() => resolve(true)));
});

/** @throws TongbanStartError naming the first busy port, what it is for, and the option that moves all of them. */
export async function requireFreePorts({ ports, redisIsOurs, file }: Setup): Promise<void> {
  for (const { port, use } of namedPorts(ports, redisIsOurs)) {
    if (await canListen(port)) continue;
    const elsewhere = file.portBase + 1000;
    throw new TongbanStartError(`端口 ${port}（${use}）已被占用：停止占用它的程序，或换一组端口：npm start -- --port-base ${elsewhere}`,
      `Port ${port} (${use}) is in use: stop the program that holds it, or take other ports: npm start -- --port-base ${elsewhere}`);
  }
}

/** Below the range that systems give to outgoing connections, above the well-known services. */
const SEARCH_FROM = 12_000;
const SEARCH_TO = 30_000;
const ATTEMPTS_MAX = 50;

/** A port base all of whose ports are free at the moment, for environments that run beside each other. */
export async function findFreePortBase(): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const base = SEARCH_FROM + Math.floor(Math.random() * ((SEARCH_TO - SEARCH_FROM) / PORTS_SPAN)) * PORTS_SPAN;
    const free = await Promise.all(namedPorts(portsFrom(base), true).map(({ port }) => canListen(port)));
    if (free.every(Boolean)) return base;
  }
  throw new TongbanStartError('找不到空闲端口', 'No range of free ports was found');
}
