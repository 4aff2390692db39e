import { join } from 'node:path';
import { type SecurityEventsDocument, decode, encode, subjects, v1 } from '@tongban/contracts';
import { QueryClient } from '@tongban/messaging';
import type { AttacksArguments } from '../arguments';
import { Hub } from '../contenders/hub';
import { type Machine, machineOf } from '../measure/machine';
import { type Latency, latencyOf } from '../measure/percentiles';
import type { AttackAnswer, AttackKind, AttackerSettings } from '../sides/attacker';
import { SideProcess } from '../sides/side-process';
import type { Workbench } from '../workbench';
import { OPENER } from '../workload';

/** Attacks from the region of the opener, so that both go through one server and one hub. */
const ATTACKER = '320000';
const KINDS: readonly AttackKind[] = ['refused', 'queries', 'connections'];
const WARM_UP_SECONDS = 5;

export interface AttackCost { readonly kind: AttackKind; readonly calm: Latency; readonly attacked: Latency; readonly attack: AttackAnswer; /** Entries of `security events` about it. */ readonly listed: readonly string[] }
/** What attacks of one participant cost another one of its region; calm and attacked alternate in one run. */
export interface AttacksResult { readonly machine: Machine; readonly node: string; readonly arguments: AttacksArguments; readonly costs: readonly AttackCost[] }

export async function runAttacks(args: AttacksArguments, bench: Workbench): Promise<AttacksResult> {
  const machine = machineOf(bench.directory);
  const hub = new Hub(bench);
  bench.onStop(() => hub.stop());
  await hub.startServers();
  await hub.startHubs();
  await hub.startSystems();
  const { layout } = hub.environment.setup;
  const others = { kind: 'rate', perSecond: args.rate, seconds: args.seconds } as const;
  await hub.run({ ...others, seconds: WARM_UP_SECONDS });
  const costs: AttackCost[] = [];
  for (const kind of KINDS) {
    const settings: AttackerSettings = { credentials: layout.participant(ATTACKER), kind };
    const attacker = await SideProcess.start({ name: `attacker-${kind}`, module: join(__dirname, '../sides/attacker.js'), settings, logFile: join(layout.logs, `attacker-${kind}.log`), guard: bench.guard });
    bench.onStop(() => attacker.stop());
    const calm = latencyOf((await hub.run(others)).latenciesMs);
    const since = new Date().toISOString();
    const attacking = attacker.run({ kind: 'rate', perSecond: args.flood, seconds: args.seconds });
    attacking.catch(() => undefined); // told when it is awaited
    const attacked = latencyOf((await hub.run(others)).latenciesMs);
    await attacking;
    costs.push({ kind, calm, attacked, attack: await attacker.ask<AttackAnswer>({}), listed: await listedSince(hub, since) });
    await attacker.stop();
    bench.say(`${kind}：p99 ${calm.p99.toFixed(0)} → ${attacked.p99.toFixed(0)} 毫秒`, `${kind}: p99 ${calm.p99.toFixed(0)} → ${attacked.p99.toFixed(0)} ms`);
  }
  return { machine, node: process.version, arguments: args, costs };
}

async function listedSince(hub: Hub, since: string): Promise<string[]> {
  const { environment } = hub.environment.setup.file;
  const reply = await new QueryClient(await hub.environment.operator(OPENER.region)).request(subjects.service(environment, OPENER.region, 'security.events'), encode(v1.SecurityQuery, { since, by: ATTACKER }));
  const { events } = JSON.parse(Buffer.from(decode(v1.JsonDocument, reply).json).toString('utf8')) as SecurityEventsDocument;
  return [...new Set(events.map(({ kind }) => kind))].sort();
}
