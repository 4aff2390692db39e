import { type IncomingMessage, type Server, type ServerResponse, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type Collectors, collectors as ofProcess } from '../metrics/collectors';
import { EXPOSITION_TYPE, exposition } from '../metrics/registry';
import type { Health } from './health';

const JSON_TYPE = 'application/json; charset=utf-8';
const ANSWERS_WITHIN_MS = 10_000;

interface Answer { readonly status: number; readonly type: string; readonly body: string }
const json = (status: number, body: object): Answer => ({ status, type: JSON_TYPE, body: JSON.stringify(body) });

/** What each path says. `/livez` is of the process alone: that it answers at all is the answer, whatever else is away. Undefined for any other path. */
export async function answerHealth(path: string, health: Health): Promise<Answer | undefined> {
  switch (path) {
    case '/livez': return json(200, { ok: true });
    case '/startupz': return json(health.hasStarted ? 200 : 503, { ok: health.hasStarted });
    case '/readyz': {
      const readiness = await health.readiness();
      return json(readiness.ok ? 200 : 503, readiness);
    }
    default: return undefined;
  }
}

export interface EndpointOptions {
  readonly host: string;
  /** 0: any free one. */
  readonly port: number;
  readonly health: Health;
  readonly collectors?: Collectors;
}
export interface Endpoint {
  readonly port: number;
  close(): Promise<void>;
}

/** `/livez`, `/readyz`, `/startupz` and `/metrics` of a process, in plain HTTP for whoever watches it beside it. @throws Error when it cannot listen there. */
export async function openEndpoint({ host, port, health, collectors = ofProcess }: EndpointOptions): Promise<Endpoint> {
  const server = createServer((request, response) => void answer(request, response, health, collectors));
  server.requestTimeout = ANSWERS_WITHIN_MS;
  server.keepAliveTimeout = ANSWERS_WITHIN_MS;
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause) => reject(new Error(`cannot listen for probes at ${host}:${port}: ${(cause as NodeJS.ErrnoException).code ?? cause.message}`, { cause })));
    server.listen(port, host, () => resolve());
  });
  return { port: (server.address() as AddressInfo).port, close: () => closed(server) };
}

async function answer(request: IncomingMessage, response: ServerResponse, health: Health, collectors: Collectors): Promise<void> {
  const { status, type, body } = request.method === 'GET' || request.method === 'HEAD'
    ? await replyTo((request.url ?? '').split('?')[0] ?? '', health, collectors).catch(() => json(500, { ok: false }))
    : json(405, { ok: false });
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' });
  response.end(request.method === 'HEAD' ? undefined : body);
}

async function replyTo(path: string, health: Health, collectors: Collectors): Promise<Answer> {
  if (path !== '/metrics') return (await answerHealth(path, health)) ?? json(404, { ok: false });
  await Promise.all([collectors.collect(), health.readiness()]);
  return { status: 200, type: EXPOSITION_TYPE, body: await exposition() };
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
