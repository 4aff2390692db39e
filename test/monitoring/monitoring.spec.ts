import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type FoundServer, cacheDirectory, findServer } from '@tongban/local';
import { METRICS, type MetricName } from '@tongban/telemetry';
import { MONITORING, RULES, RULE_TESTS, SCRAPE, metricsIn, metricsInUse, readAlerts, readDashboard } from './metrics-in-use';

describe('the alert rules', () => {
  let tool: FoundServer;
  beforeAll(async () => {
    tool = await findServer('promtool', { cacheDir: cacheDirectory(), env: process.env, say: (zh, en) => void process.stderr.write(`${zh} · ${en}\n`) });
  }, 300_000);
  const promtool = async (...args: string[]): Promise<string> => {
    const { stdout, stderr } = await promisify(execFile)(tool.path, args, { env: { ...process.env, ...tool.env } }).catch((cause: unknown) => {
      const { stdout: out = '', stderr: error = '' } = cause as { stdout?: string; stderr?: string };
      throw new Error(`promtool ${args.join(' ')}\n${out}${error}`);
    });
    return `${stdout}${stderr}`;
  };

  it('are taken by Prometheus, and so is the example that loads them', async () => {
    expect(await promtool('check', 'rules', RULES)).toContain(`SUCCESS: ${readAlerts().length} rules found`);
    expect(await promtool('check', 'config', SCRAPE)).toContain('is valid prometheus config file syntax');
  });

  it('fire when they are to, and only then', async () => expect(await promtool('test', 'rules', RULE_TESTS)).toContain('SUCCESS'));

  it('are each tried both ways', () => {
    const tried = readFileSync(RULE_TESTS, 'utf8');
    expect(readAlerts().filter(({ name }) => !tried.includes(`- name: ${name} fires\n`) || !tried.includes(`- name: ${name} is quiet\n`))).toEqual([]);
  });

  it.each([
    'HubDown', 'LinkDown', 'LinkSilent', 'BacklogGrowing', 'FailuresOpen', 'ConsumerStopped', 'ParticipantNotReading', 'StoreNearLimit', 'ViewsBehind', 'MirrorBehind', 'KeyExpiresSoon', 'Escalations', 'NoReceipts',
    'EventLoopLag', 'ConsoleDown',
  ])('have one for Tongban%s', (name) => expect(readAlerts().map((alert) => alert.name)).toContain(`Tongban${name}`));
});

describe('the dashboard', () => {
  const { uid, schemaVersion, panels, templating } = readDashboard();
  const shown = panels.filter(({ type }) => type !== 'row');

  it('has an id, a schema, and its data source and region as variables', () =>
    expect([uid, schemaVersion, templating.list.map(({ name, type }) => [name, type])]).toEqual(['tongban', 39, [['datasource', 'datasource'], ['region', 'query']]]));
  it('gives every panel an id of its own and a title', () => {
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
    expect(panels.filter(({ title }) => title === '')).toEqual([]);
  });
  it('begins with what is wrong now', () =>
    expect(panels.filter(({ type }) => type === 'row').map(({ title }) => title)).toEqual(['现在有何异常 · Anything wrong now', '流转 · Flow', '链路 · Links', '存储 · Storage', '控制台与进程 · Console and processes']));
  it('lays nothing over another panel', () => {
    const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) => Array.from({ length: w * h }, (_, index) => `${x + (index % w)},${y + Math.floor(index / w)}`));
    expect(new Set(cells).size).toBe(cells.length);
    expect(panels.every(({ gridPos: { x, w } }) => x + w <= 24)).toBe(true);
  });
  it.each(shown.map((panel) => [panel.title, panel] as const))('%s asks the chosen source for something', (_title, { datasource, targets = [] }) => {
    expect([datasource?.uid, targets.every((target) => target.datasource.uid === '${datasource}')]).toEqual(['${datasource}', true]);
    expect(targets.flatMap(({ expr }) => metricsIn(expr).concat(/\bup\{/.test(expr) ? ['up'] : [])).length).toBeGreaterThan(0);
    expect(new Set(targets.map(({ refId }) => refId)).size).toBe(targets.length);
  });
});

describe('what is asked for', () => {
  it('is of the one file of names, where it is ours', () =>
    expect(metricsInUse().filter((name) => name.startsWith('tongban_') && METRICS[name as MetricName] === undefined)).toEqual([]));
  it('has the labels that it is asked by', () => {
    const ofTarget = ['region', 'job', 'instance'];
    const known = new Set([...Object.values(METRICS).flatMap(({ labels }) => [...labels]), ...ofTarget, 'le']);
    const asked = [...readAlerts().map(({ expr }) => expr), ...readDashboard().panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))]
      .flatMap((expr) => [...[...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, names]) => names!.split(',')), ...[...expr.matchAll(/[{,]\s*(\w+)\s*(?:=~|!~|!=|=)/g)].map(([, name]) => name!)].map((name) => name.trim()));
    expect([...new Set(asked)].filter((name) => !known.has(name as never))).toEqual([]);
  });
  it('is described: every metric of ours stands in the page, as the file of names says', () => {
    const page = readFileSync(join(MONITORING, 'README.md'), 'utf8');
    const row = (name: MetricName): string => `| \`${name}\` | ${METRICS[name].type} | ${METRICS[name].labels.map((label) => `\`${label}\``).join(' ')} | ${METRICS[name].at} | ${METRICS[name].help} |`;
    expect((Object.keys(METRICS) as MetricName[]).map(row).filter((line) => !page.includes(line))).toEqual([]);
  });
});
