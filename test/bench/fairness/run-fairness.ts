import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { consumers, streams } from '@tongban/contracts';
import { laneConsumers } from '@tongban/messaging';
import type { FairnessArguments } from '../arguments';
import { Hub } from '../contenders/hub';
import { type Machine, machineOf } from '../measure/machine';
import { type Latency, latencyOf } from '../measure/percentiles';
import { countersOf } from '../measure/processes';
import type { FloodAnswer, FlooderSettings } from '../sides/flooder';
import { SideProcess } from '../sides/side-process';
import type { Workbench } from '../workbench';
import { OPENER } from '../workload';

/** Floods from the region of the opener, so that both go through one border and one home. */
const FLOODER = { participant: '320000', division: '320100' } as const;
const WARM_UP_SECONDS = 5;
const SAMPLE_MS = 500;

/** What one participant that keeps no pace costs another one of its region, in one run. */
export interface FairnessResult {
  readonly machine: Machine;
  readonly node: string;
  readonly arguments: FairnessArguments;
  /** Messages a second that a border takes of each participant. */
  readonly pace: string;
  readonly calm: Latency;
  readonly flooded: Latency;
  readonly flood: FloodAnswer & { /** Messages of it that still waited in its own stream when the other one was done. */ readonly waiting: number };
  /** Most messages that the home had before it and had not decided. */
  readonly homeBacklog: number;
  readonly hubMiB: { readonly before: number; readonly highest: number };
}

export async function runFairness(args: FairnessArguments, bench: Workbench): Promise<FairnessResult> {
  const machine = machineOf(bench.directory);
  const hub = new Hub(bench);
  bench.onStop(() => hub.stop());
  await hub.startServers();
  await hub.startHubs();
  await hub.startSystems();
  const { layout } = hub.environment.setup;
  const settings: FlooderSettings = { credentials: layout.participant(FLOODER.participant), division: FLOODER.division };
  const flooder = await SideProcess.start({ name: 'flooder', module: join(__dirname, '../sides/flooder.js'), settings, logFile: join(layout.logs, 'flooder.log'), guard: bench.guard });
  bench.onStop(() => flooder.stop());

  const others = { kind: 'rate', perSecond: args.rate, seconds: args.seconds } as const;
  await hub.run({ ...others, seconds: WARM_UP_SECONDS });
  const calm = latencyOf((await hub.run(others)).latenciesMs);
  bench.say(`平静时 p99 ${calm.p99.toFixed(0)} 毫秒`, `calm: p99 ${calm.p99.toFixed(0)} ms`);
  const before = hubMiB(hub);
  const watch = new Watch(hub);
  const flooding = flooder.run({ kind: 'rate', perSecond: args.flood, seconds: args.seconds });
  flooding.catch(() => undefined); // told when it is awaited
  const flooded = latencyOf((await hub.run(others)).latenciesMs);
  const waiting = await waitingOf(hub);
  const { highestMiB, homeBacklog } = await watch.end();
  await flooding;
  return {
    machine, node: process.version, arguments: args, pace: process.env['TONGBAN_SUBMIT_RATE'] ?? 'default', calm, flooded, flood: { ...(await flooder.ask<FloodAnswer>({})), waiting }, homeBacklog,
    hubMiB: { before, highest: highestMiB },
  };
}

const hubMiB = (hub: Hub): number => (countersOf(hub.processes()).get(`hub-${OPENER.region}`)?.rssBytes ?? Number.NaN) / 2 ** 20;

async function waitingOf(hub: Hub): Promise<number> {
  const jsm = await (await hub.exchange.hub(OPENER.region)).jetstreamManager();
  const { num_pending: stored, num_ack_pending: inHand } = await jsm.consumers.info(streams.submit(FLOODER.participant), consumers.border);
  return stored + inHand;
}

/** What a flood does to the hub of the region, looked at until it is ended. */
class Watch {
  private highestMiB = 0;
  private homeBacklog = 0;
  private ending = false;
  private readonly watching: Promise<void>;
  constructor(private readonly hub: Hub) {
    this.watching = this.watch();
  }

  async end(): Promise<{ readonly highestMiB: number; readonly homeBacklog: number }> {
    this.ending = true;
    await this.watching;
    return { highestMiB: this.highestMiB, homeBacklog: this.homeBacklog };
  }

  private async watch(): Promise<void> {
    const jsm = await (await this.hub.exchange.hub(OPENER.region)).jetstreamManager();
    const lanes = laneConsumers({});
    while (!this.ending) {
      const infos = await Promise.all(lanes.map(({ consumer }) => jsm.consumers.info(streams.inbox(OPENER.region), consumer)));
      this.homeBacklog = Math.max(this.homeBacklog, infos.reduce((sum, { num_pending: pending, num_ack_pending: inHand }) => sum + pending + inHand, 0));
      this.highestMiB = Math.max(this.highestMiB, hubMiB(this.hub));
      await delay(SAMPLE_MS);
    }
  }
}
