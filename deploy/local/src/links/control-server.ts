import { timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type GivenOrder, faultOfOrder } from './link-order';
import type { Orders } from './orders';

const BODY_BYTES_MAX = 1024;
const REQUEST_WITHIN_MS = 5_000;

interface Answer { readonly status: number; readonly body: unknown }
const refusal = (status: number, error: string): Answer => ({ status, body: { error } });

/**
 * Takes orders for the links on a loopback port of its own: `GET /` reports all of them, `PUT /<region>` with a GivenOrder
 * sets one and answers with its report. Only whoever knows the token is heard.
 */
export async function serveControl(orders: Orders, token: string): Promise<{ server: Server; url: string }> {
  const server = createServer({ requestTimeout: REQUEST_WITHIN_MS }, (request, response) => {
    answer(orders, token, request).catch((error: unknown) => refusal(500, error instanceof Error ? error.message : String(error))).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json', connection: 'close' }).end(`${JSON.stringify(body)}\n`);
    }, () => response.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return { server, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

async function answer(orders: Orders, token: string, request: IncomingMessage): Promise<Answer> {
  if (!isToken(request.headers.authorization, token)) return refusal(401, 'the token in links.json is needed');
  const { links } = orders;
  const name = (request.url ?? '/').slice(1);
  if (request.method === 'GET' && name === '') return { status: 200, body: Object.fromEntries([...links].map(([region, link]) => [region, link.report()])) };
  if (request.method !== 'PUT') return refusal(405, 'GET / and PUT /<region> are served');
  const link = links.get(name);
  if (!link) return refusal(404, `there are links of ${[...links.keys()].join(', ')}`);
  const order = parse(await bodyOf(request)) as GivenOrder;
  const fault = faultOfOrder(order);
  if (fault) return refusal(400, fault);
  await orders.give(name, { mode: order.mode, delayMs: order.delayMs }, order.giver);
  return { status: 200, body: link.report() };
}

function isToken(authorization: string | undefined, token: string): boolean {
  const [given, wanted] = [Buffer.from(authorization ?? ''), Buffer.from(`Bearer ${token}`)];
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}
async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of request.setEncoding('utf8') as AsyncIterable<string>) {
    body += chunk;
    if (body.length > BODY_BYTES_MAX) throw new Error('the order is too long');
  }
  return body;
}
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
