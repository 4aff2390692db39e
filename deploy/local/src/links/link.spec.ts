import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type Server, type Socket, connect, createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { eventually } from '../launch/eventually';
import { identityOf } from '../launch/process-identity';
import { newToken } from './control-file';
import { serveControl } from './control-server';
import { Link } from './link';
import { OPEN } from './link-order';
import { Orders } from './orders';

const portOf = (server: Server): number => (server.address() as AddressInfo).port;
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = portOf(server);
  server.close();
  await once(server, 'close');
  return port;
}
/** Collects what arrives, and says when it has all of `text`. */
function reader(socket: Socket): { readonly text: string; has(text: string): Promise<void> } {
  let text = '';
  const wake = new Set<() => void>();
  socket.on('error', () => undefined).on('data', (chunk: Buffer) => {
    text += chunk.toString();
    for (const one of [...wake]) one();
  });
  return {
    get text() { return text; },
    has: (wanted) => new Promise((resolve) => {
      const look = (): void => {
        if (!text.includes(wanted)) return;
        wake.delete(look);
        resolve();
      };
      wake.add(look);
      look();
    }),
  };
}

describe('a link between a region and the backbone', () => {
  const sockets: Socket[] = [];
  let backbone: Server;
  let link: Link;
  let port: number;
  let accepted: Promise<Socket>;

  beforeEach(async () => {
    backbone = createServer();
    accepted = once(backbone, 'connection').then(([socket]) => socket as Socket);
    await once(backbone.listen(0, '127.0.0.1'), 'listening');
    port = await freePort();
    link = new Link({ port, backbonePort: portOf(backbone) });
    await link.open();
  });
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await link.shut();
    backbone.close();
  });
  const dial = async (): Promise<Socket> => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  const both = async (): Promise<{ region: Socket; far: Socket }> => {
    const region = await dial();
    const far = await accepted;
    sockets.push(far.on('error', () => undefined));
    return { region, far };
  };

  it('passes everything on, both ways, and ends with the side that ends', async () => {
    const { region, far } = await both();
    const [atFar, atRegion] = [reader(far), reader(region)];
    region.write('to the backbone');
    far.write('to the region');
    await Promise.all([atFar.has('to the backbone'), atRegion.has('to the region')]);
    expect(link.report()).toMatchObject({ mode: 'open', connections: 1, bytesToBackbone: 15, bytesToRegion: 13 });
    const closed = once(region, 'close');
    far.end();
    await closed;
  });
  it('cut, it resets connections and refuses new ones; open again, it takes them', async () => {
    const { region, far } = await both();
    const resets = Promise.all([region, far].map(async (socket) => ((await once(socket, 'error')) as NodeJS.ErrnoException[])[0]!.code));
    await link.obey({ mode: 'cut', delayMs: 0 });
    expect(await resets).toEqual(['ECONNRESET', 'ECONNRESET']);
    await expect(dial()).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    expect(link.report()).toMatchObject({ mode: 'cut', connections: 0 });
    await link.obey(OPEN);
    await dial();
  });
  it('a black hole, it keeps connections and lets nothing through; open again, what was under way arrives in order', async () => {
    const { region, far } = await both();
    const atFar = reader(far);
    region.write('1');
    await atFar.has('1');
    await link.obey({ mode: 'blackhole', delayMs: 0 });
    region.write('2');
    region.write('3');
    const silent = await dial(); // accepted by nobody, refused by nobody
    expect(link.report()).toMatchObject({ mode: 'blackhole', connections: 1, bytesToBackbone: 1 });
    expect([region.destroyed, far.destroyed, silent.destroyed, atFar.text]).toEqual([false, false, false, '1']);
    const given = once(silent, 'error');
    await link.obey(OPEN);
    await atFar.has('123');
    await given; // it dials again, as after any lost connection
  });
  it('with a delay, it passes everything on later and in order, also when the delay gets shorter', async () => {
    const { region, far } = await both();
    const atFar = reader(far);
    await link.obey({ mode: 'open', delayMs: 150 });
    region.write('slow ');
    region.write('and steady ');
    await link.obey({ mode: 'open', delayMs: 1 });
    region.write('and quick');
    await atFar.has('quick');
    expect(atFar.text).toBe('slow and steady and quick');
  });
  it('passes on nothing to a backbone that is not there', async () => {
    backbone.close();
    const region = await dial();
    await once(region, 'close');
  });
  it('is open again when the one who ordered something else is gone', async () => {
    const giver = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)']);
    await once(giver, 'spawn');
    const orders = new Orders(new Map([['yrd', link]]));
    await orders.give('yrd', { mode: 'cut', delayMs: 0 }, identityOf(giver.pid!));
    expect(link.report().mode).toBe('cut');
    giver.kill('SIGKILL');
    expect(await eventually(() => Promise.resolve(link.report().mode === 'open' ? true : undefined), { withinMs: 10_000 })).toBe(true);
    orders.close();
  });
  it('takes orders only from whoever knows the token, and says what is wrong with one', async () => {
    const token = newToken();
    const orders = new Orders(new Map([['yrd', link]]));
    const { server, url } = await serveControl(orders, token);
    const giver = identityOf(process.pid);
    const ask = async (path: string, method: string, body?: unknown, word = token) => {
      const response = await fetch(`${url}${path}`, { method, headers: { authorization: `Bearer ${word}` }, ...(body !== undefined && { body: JSON.stringify(body) }) });
      return { status: response.status, body: (await response.json()) as { error?: string; mode?: string } };
    };
    expect((await ask('/', 'GET', undefined, 'x'.repeat(token.length))).status).toBe(401);
    expect((await ask('/', 'GET')).body).toMatchObject({ yrd: { mode: 'open', port } });
    expect(await ask('/xyz', 'PUT', { ...OPEN, giver })).toMatchObject({ status: 404, body: { error: 'there are links of yrd' } });
    expect(await ask('/yrd', 'PUT', { mode: 'ajar', delayMs: 0, giver })).toMatchObject({ status: 400, body: { error: expect.stringContaining('mode is one of') } });
    expect(await ask('/yrd', 'PUT', { mode: 'cut', delayMs: 5, giver })).toMatchObject({ status: 400, body: { error: 'only an open link has a delay' } });
    expect(await ask('/yrd', 'PUT', OPEN)).toMatchObject({ status: 400, body: { error: expect.stringContaining('giver is') } });
    expect(await ask('/yrd', 'PUT', { mode: 'open', delayMs: -1, giver })).toMatchObject({ status: 400 });
    expect((await ask('/yrd', 'DELETE')).status).toBe(405);
    expect(await ask('/yrd', 'PUT', { mode: 'cut', delayMs: 0, giver })).toMatchObject({ status: 200, body: { mode: 'cut' } });
    server.close();
    orders.close();
  });
});
