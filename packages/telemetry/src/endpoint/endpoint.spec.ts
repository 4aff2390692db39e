import { Collectors } from '../metrics/collectors';
import { count, declareMetrics, setGauge } from '../metrics/registry';
import { sample } from '../metrics/collectors';
import { type Endpoint, openEndpoint } from './endpoint';
import { Health } from './health';

let endpoint: Endpoint | undefined;
afterEach(() => endpoint?.close());
const open = async (health: Health, collectors = new Collectors()): Promise<(path: string, method?: string) => Promise<{ status: number; type: string; text: string }>> => {
  const opened = await openEndpoint({ host: '127.0.0.1', port: 0, health, collectors });
  endpoint = opened;
  return async (path, method = 'GET') => {
    const response = await fetch(`http://127.0.0.1:${opened.port}${path}`, { method });
    return { status: response.status, type: response.headers.get('content-type') ?? '', text: await response.text() };
  };
};
const well = async (): Promise<void> => undefined;
const away = async (): Promise<never> => { throw new Error('nobody answers'); };

describe('the endpoint of a process', () => {
  it('lives from the first moment, and has started when it says so', async () => {
    const health = new Health();
    const get = await open(health);
    expect([(await get('/livez')).status, (await get('/startupz')).status, (await get('/readyz')).status]).toEqual([200, 503, 503]);
    health.started();
    expect([(await get('/livez')).status, (await get('/startupz')).status, (await get('/readyz')).status]).toEqual([200, 200, 200]);
  });

  it('is not ready without what is required, and says what that is', async () => {
    const health = new Health();
    health.add({ name: 'nats', required: true, look: away }, { name: 'redis', required: false, look: well });
    health.started();
    const get = await open(health);
    const { status, text } = await get('/readyz');
    expect([status, JSON.parse(text)]).toMatchObject([503, { ok: false, degraded: [], checks: { nats: { ok: false, required: true, detail: 'nobody answers' }, redis: { ok: true } } }]);
    expect((await get('/livez')).status).toBe(200);
  });

  it('is ready without what it can do without, and tells', async () => {
    const health = new Health();
    health.add({ name: 'nats', required: true, look: well }, { name: 'redis', required: false, look: away });
    health.started();
    const { status, text } = await (await open(health))('/readyz');
    expect([status, JSON.parse(text)]).toMatchObject([200, { ok: true, degraded: ['redis'] }]);
  });

  it('is not ready from the moment it is asked to end, and has still started', async () => {
    const health = new Health();
    health.started();
    const get = await open(health);
    expect((await get('/readyz')).status).toBe(200);
    health.draining();
    expect([(await get('/readyz')).status, (await get('/startupz')).status, (await get('/livez')).status]).toEqual([503, 200, 200]);
  });

  it('tells what was counted, and of the process itself', async () => {
    declareMetrics('hub');
    count('tongban_rejections_total', { by: 'home', code: 'case.unknown' });
    setGauge('tongban_failures_open', {}, 3);
    const { status, type, text } = await (await open(new Health()))('/metrics');
    expect([status, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    for (const line of ['tongban_rejections_total{by="home",code="case.unknown"} 1', 'tongban_failures_open 3', 'tongban_ready 0', '# TYPE tongban_message_handling_seconds histogram']) expect(text.split('\n')).toContain(line);
    expect(text).toMatch(/^nodejs_eventloop_lag_seconds \d/m);
  });

  it('tells all the others when one look fails, and what that one knew before is absent', async () => {
    const collectors = new Collectors();
    let fails = false;
    collectors.add({ name: 'store', gauges: ['tongban_store_bytes'], goodForMs: 0, collect: () => (fails ? Promise.reject(new Error('away')) : Promise.resolve([sample('tongban_store_bytes', {}, 7)])) });
    collectors.add({ name: 'links', gauges: ['tongban_link_up'], goodForMs: 0, collect: () => Promise.resolve([sample('tongban_link_up', { peer: 'yrd' }, 1)]) });
    const get = await open(new Health(), collectors);
    expect((await get('/metrics')).text).toMatch(/^tongban_store_bytes 7$/m);
    fails = true;
    const { text } = await get('/metrics');
    expect(text).not.toMatch(/^tongban_store_bytes \d/m);
    expect(text).toMatch(/^tongban_collect_errors_total\{collector="store"\} 1$/m);
    expect(text).toMatch(/^tongban_link_up\{peer="yrd"\} 1$/m);
  });

  it('asks once for all who scrape while what it knows is good, and gives up a look that is overlong', async () => {
    const collectors = new Collectors();
    let asked = 0;
    collectors.add({ name: 'quick', gauges: ['tongban_view_lag_messages'], goodForMs: 60_000, collect: async () => [sample('tongban_view_lag_messages', {}, ++asked)] });
    collectors.add({ name: 'never', gauges: ['tongban_lanes_paused'], withinMs: 1, collect: () => new Promise(() => undefined) });
    const get = await open(new Health(), collectors);
    await Promise.all([get('/metrics'), get('/metrics')]);
    expect((await get('/metrics')).text).toMatch(/^tongban_view_lag_messages 1$/m);
    expect((await get('/metrics')).text).toMatch(/^tongban_collect_errors_total\{collector="never"\} [1-9]/m);
  });

  it('knows nothing else, and does nothing', async () => {
    const get = await open(new Health());
    expect([(await get('/')).status, (await get('/metrics', 'POST')).status, (await get('/livez?verbose')).status]).toEqual([404, 405, 200]);
  });

  it('says where it cannot listen', async () => {
    const health = new Health();
    const first = await openEndpoint({ host: '127.0.0.1', port: 0, health });
    endpoint = first;
    await expect(openEndpoint({ host: '127.0.0.1', port: first.port, health })).rejects.toThrow(`cannot listen for probes at 127.0.0.1:${first.port}: EADDRINUSE`);
  });
});
