import { Redis } from 'ioredis';
import { redisKeys } from '@tongban/contracts';
import { beijingInstant } from '@tongban/domain';
import type { LocalEnvironment } from '@tongban/local';
import type { GrowthArguments } from '../arguments';
import { Hub } from '../contenders/hub';
import { caseDocument, viewLevel } from '../hub-status';
import { type Machine, machineOf } from '../measure/machine';
import { type Latency, latencyOf } from '../measure/percentiles';
import { countersOf } from '../measure/processes';
import { BenchError } from '../words';
import { OPENER } from '../workload';
import type { Workbench } from '../workbench';
import { SEEDED_ENTRIES, seedCases } from './seed-cases';
import { settleDispatcher } from './settle-dispatcher';

/** What a region with so many cases does. Milliseconds are of one run each. */
export interface GrowthStep {
  readonly cases: number;
  /** Cases opened the public way on top of them. */
  readonly messages: number;
  readonly perSecond: number;
  readonly latencyMs: Latency;
  readonly redisRssMiB: number;
  readonly natsRssMiB: number;
  readonly hubRssMiB: number;
  /** From the start of the hub's process until it answers; the view is there already. */
  readonly startMs: number;
  /** From an emptied Redis until the view holds everything again, under no load. */
  readonly rebuildMs: number;
  /** How long the servers took to come up again over the stored streams. */
  readonly serverStartMs: number;
}
export interface GrowthResult { readonly machine: Machine; readonly node: string; readonly arguments: GrowthArguments; readonly steps: readonly GrowthStep[] }

/** Each size in an environment of its own: seed, let the view become level, send through the public path, start again, build the view anew. */
export async function runGrowth(args: GrowthArguments, bench: Workbench): Promise<GrowthResult> {
  const machine = machineOf(bench.directory);
  const steps: GrowthStep[] = [];
  for (const cases of args.sizes) {
    const hub = new Hub(bench);
    bench.onStop(() => hub.stop());
    try {
      steps.push(await grow(hub, cases, args, bench));
    } finally {
      await hub.stop();
    }
  }
  return { machine, node: process.version, arguments: args, steps };
}

async function grow(hub: Hub, cases: number, { messages, inFlight }: GrowthArguments, bench: Workbench): Promise<GrowthStep> {
  const { say } = bench;
  const { region } = OPENER;
  await hub.startServers();
  const { environment } = hub;
  const nc = await hub.exchange.hub(region);
  const seeding = performance.now();
  const sample = await seedCases(environment.setup, bench.catalogue, nc, cases);
  await settleDispatcher(nc, beijingInstant(Date.now()).slice(0, 4));
  say(`已写入 ${cases} 件办件的日志`, `the logs of ${cases} cases are written`, (performance.now() - seeding) / 1_000);
  await hub.startHubs();
  await viewLevel(environment, region);
  await hub.startSystems();
  const result = await hub.run({ kind: 'count', inFlight, messages });
  await viewLevel(environment, region);
  const rss = (name: string): number => (countersOf(hub.processes()).get(name)?.rssBytes ?? Number.NaN) / 2 ** 20;
  const [redisRssMiB, natsRssMiB, hubRssMiB] = [rss('redis'), rss(`nats-${region}`), rss(`hub-${region}`)];
  say(`${cases} 件：${messages} 条已送达`, `${cases} cases: ${messages} messages delivered`);
  await hub.stopSystems();
  const serverStartMs = await restarted(async () => { await environment.stopProcess(`hub-${region}`); await environment.stopProcess(`nats-${region}`); }, () => environment.startNats(region));
  const startMs = await took(() => environment.startHub(region));
  await viewLevel(environment, region);
  const rebuildMs = await took(async () => { await empty(environment.setup.file.regions[region].redisUrl); await viewLevel(environment, region); });
  await requireCases(environment, cases + messages, sample);
  return { cases, messages, perSecond: result.answeredInTime / result.seconds, latencyMs: latencyOf(result.latenciesMs), redisRssMiB, natsRssMiB, hubRssMiB, startMs, rebuildMs, serverStartMs };
}

async function took(work: () => Promise<unknown>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
async function restarted(stop: () => Promise<unknown>, start: () => Promise<unknown>): Promise<number> {
  await stop();
  return took(start);
}
async function empty(url: string): Promise<void> {
  const redis = new Redis(url);
  await redis.flushall();
  await redis.quit();
}

/** The rebuilt view must hold every case, and the hub must find a seeded log whole: else something else was measured. */
async function requireCases(environment: LocalEnvironment, expected: number, sample: string | undefined): Promise<void> {
  const redis = new Redis(environment.setup.file.regions[OPENER.region].redisUrl);
  const there = await redis.zcard(redisKeys.caseIndex(OPENER.region, 'all', ''));
  await redis.quit();
  if (there !== expected) throw new BenchError(`视图有 ${there} 件办件，应有 ${expected} 件`, `The view has ${there} cases and should have ${expected}`);
  if (sample === undefined) return;
  const { chainWhole, logIndex } = await caseDocument(environment, OPENER.region, sample);
  if (!chainWhole || logIndex !== SEEDED_ENTRIES) throw new BenchError('预置的办件日志不完整', 'The log of a seeded case is not whole');
}
