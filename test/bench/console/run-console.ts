import { REGION_CODES, consumers, hubInboxPrefix, streams } from '@tongban/contracts';
import { beijingInstant } from '@tongban/domain';
import { type LocalEnvironment, eventually } from '@tongban/local';
import { connectNats } from '@tongban/messaging';
import { AccountsFile } from '@tongban/operator';
import type { NatsConnection } from 'nats';
import type { ConsoleArguments } from '../arguments';
import { preparedCases, seedCases } from '../growth/seed-cases';
import { settleDispatcher } from '../growth/settle-dispatcher';
import { viewLevel } from '../hub-status';
import { type Machine, machineOf } from '../measure/machine';
import { type Latency, latencyOf } from '../measure/percentiles';
import { countersOf } from '../measure/processes';
import { BenchError } from '../words';
import { OPENER } from '../workload';
import type { Workbench } from '../workbench';
import { ConsoleClient, ForwardProxy, openBrowser } from './browser-tools';
import { type FaultDelay, faultDelays } from './fault-delays';
import { LiveClients } from './live-clients';
import { LogWriter } from './log-writer';
import { type RouteLoad, firstUsefulPaint, longTasks, routeLoads, showsTotal, signedInPage, watchLongTasks } from './page-watch';

const DROPPED_MS = 10_000;
const PAINTS = 5;
const ENTRIES_PER_CASE = 2;
const ASKED = ['now', 'cases?limit=50', 'cases?limit=50&order=due&closed=false', 'failures', 'status', 'alerts'] as const;

export interface ConsoleResult {
  readonly machine: Machine;
  readonly node: string;
  readonly arguments: ConsoleArguments;
  /** Entries a second that were really written. */
  readonly perSecond: number;
  readonly written: number;
  readonly events: number;
  /** Clients that were told of exactly what was written, after all of them had been cut off for a while. */
  readonly equalClients: number;
  readonly browserEqual: boolean;
  readonly longTasks: { readonly count: number; readonly longestMs: number };
  readonly consoleRssMiB: { readonly before: number; readonly after: number };
  readonly api: readonly { readonly path: string; readonly asked: number; readonly latencyMs: Latency }[];
  readonly pages: { readonly cases: number; readonly pages: number; readonly firstMs: number; readonly lastMs: number };
  readonly firstUsefulPaintMs: number;
  readonly routes: readonly RouteLoad[];
  readonly faults: readonly FaultDelay[];
}

/** One console over hubs with many cases: what it costs to be looked at by many while the logs go on, and how soon it shows what went wrong. */
export async function runConsole(args: ConsoleArguments, bench: Workbench): Promise<ConsoleResult> {
  const machine = machineOf(bench.directory);
  const { say } = bench;
  const environment = await bench.environment('console', true);
  await environment.startServers();
  await environment.ensureStreams();
  const year = beijingInstant(Date.now()).slice(0, 4);
  const { setup } = environment;
  const nc = await connectAsHub(environment, bench);
  await seedCases(setup, bench.catalogue, nc, args.cases);
  await settleDispatcher(nc, year);
  const prepared = await preparedCases(setup, bench.catalogue, Math.ceil((args.rate * (args.seconds + DROPPED_MS / 1_000 + 10)) / ENTRIES_PER_CASE));
  say(`已写入 ${args.cases} 件办件，备好 ${prepared.length} 件`, `${args.cases} cases are written and ${prepared.length} are ready`);
  await Promise.all(REGION_CODES.map((region) => environment.startHub(region)));
  await viewLevel(environment, OPENER.region);
  // What follows from the entries that are written now is no matter of the console: nothing is sent because of them.
  await (await nc.jetstreamManager()).consumers.pause(streams.cases(OPENER.region, year), consumers.dispatcher, new Date(Date.now() + 3_600_000));

  const password = await new AccountsFile(setup.layout.root, setup.file.environment).add({ login: 'bench', name: 'Bench', roles: ['operator'], scope: null });
  await environment.startConsole();
  const url = `http://127.0.0.1:${setup.ports.console}`;
  const client = new ConsoleClient(url);
  if ((await client.signIn('bench', password, '/cases')) !== '/cases') throw new BenchError('无法登录控制台', 'Nobody can sign in at the console');
  const pages = await everyPage(client, args.cases);
  say(`已逐页读完 ${pages.cases} 件`, `all ${pages.cases} cases are read page by page`);

  const proxy = await ForwardProxy.start();
  bench.onStop(() => proxy.stop());
  const browser = await openBrowser(proxy.url);
  bench.onStop(() => browser.close());
  const page = await signedInPage(browser, url, 'bench', password);
  const routes = await routeLoads(page, url);
  const firstUsefulPaintMs = await firstUsefulPaint(page, url, PAINTS);

  const clients = await LiveClients.join(client, args.clients);
  const consolePid = environment.process('console')?.pid;
  const rss = (): number => countersOf(new Map([['console', consolePid ?? 0]])).get('console')!.rssBytes / 2 ** 20;
  const before = rss();
  await watchLongTasks(page);
  const writer = new LogWriter(nc, prepared, args.rate);
  const asking = new Asking(client);
  const began = performance.now();
  writer.start();
  asking.start();
  await passed(args.seconds * 1_000);
  const [steady, tasks] = [writer.written, await longTasks(page)];
  const perSecond = steady / ((performance.now() - began) / 1_000);
  await asking.stop();
  await clients.drop();
  proxy.cut();
  await passed(DROPPED_MS);
  proxy.restore();
  await clients.again();
  await writer.stop();
  const after = rss();
  const isEqual = async (): Promise<true | undefined> => (clients.equalTo(writer.written) === args.clients ? true : undefined);
  await eventually(isEqual, { withinMs: 60_000, everyMs: 200 });
  const total = (await (await nc.jetstreamManager()).streams.info(streams.cases(OPENER.region, year))).state.last_seq;
  const browserEqual = (await eventually(async () => ((await showsTotal(page, total)) ? true : undefined), { withinMs: 60_000, everyMs: 500 })) === true;
  const equalClients = clients.equalTo(writer.written);
  await clients.drop();
  say('跟随者已比对', 'those who follow are compared');
  const faults = await faultDelays(setup.layout.root, client);
  return {
    machine, node: process.version, arguments: args, perSecond, written: writer.written, events: clients.events, equalClients, browserEqual, longTasks: { count: tasks.length, longestMs: Math.max(0, ...tasks) }, consoleRssMiB: { before, after },
    api: asking.results(), pages, firstUsefulPaintMs, routes, faults,
  };
}

async function connectAsHub(environment: LocalEnvironment, bench: Workbench): Promise<NatsConnection> {
  const { servers, nkeySeed, tls } = environment.setup.identities.hubs[OPENER.region];
  const nc = await connectNats({ servers, nkeySeed, tls, name: 'bench-console', inboxPrefix: hubInboxPrefix(OPENER.region) });
  bench.onStop(() => nc.close());
  return nc;
}

/** Every case once, a page at a time. @throws BenchError when one is lacking or comes twice. */
async function everyPage(client: InstanceType<typeof ConsoleClient>, expected: number): Promise<ConsoleResult['pages']> {
  const seen = new Set<string>();
  const took: number[] = [];
  for (let after: string | undefined = ''; after !== undefined;) {
    const began = performance.now();
    const page: { rows: { caseNo: string }[]; next?: string } = await client.json(`cases?limit=500&after=${encodeURIComponent(after)}`);
    took.push(performance.now() - began);
    for (const { caseNo } of page.rows) {
      if (seen.has(caseNo)) throw new BenchError(`办件${caseNo}出现两次`, `case ${caseNo} comes twice`);
      seen.add(caseNo);
    }
    after = page.next;
  }
  if (seen.size !== expected) throw new BenchError(`读到 ${seen.size} 件，应有 ${expected} 件`, `${seen.size} cases are read and there are ${expected}`);
  return { cases: seen.size, pages: took.length, firstMs: took[0]!, lastMs: took.at(-1)! };
}

/** Asks the interface for one document after the other, as somebody who turns pages. */
class Asking {
  private readonly took = new Map<string, number[]>(ASKED.map((path) => [path, []]));
  private stopped = false;
  private running: Promise<void> = Promise.resolve();
  constructor(private readonly client: InstanceType<typeof ConsoleClient>) {}

  start(): void {
    this.running = this.run();
  }
  async stop(): Promise<void> {
    this.stopped = true;
    await this.running;
  }
  results(): ConsoleResult['api'] {
    return [...this.took].map(([path, took]) => ({ path, asked: took.length, latencyMs: latencyOf(took) }));
  }

  private async run(): Promise<void> {
    while (!this.stopped) {
      for (const [path, took] of this.took) {
        const began = performance.now();
        await this.client.json(path);
        took.push(performance.now() - began);
        await passed(50);
      }
    }
  }
}

const passed = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
