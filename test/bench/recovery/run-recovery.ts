import { setTimeout as delay } from 'node:timers/promises';
import type { RecoveryArguments } from '../arguments';
import type { AuditOutcome } from '../contenders/contender';
import { Hub } from '../contenders/hub';
import { type Machine, machineOf } from '../measure/machine';
import type { Workbench } from '../workbench';
import { DRILLS } from './drills';
import { type Recovery, recoveryOf } from './recovery';
import { FaultTarget, applyFault } from './switchboard';

export interface RecoveryResult {
  readonly machine: Machine;
  readonly node: string;
  readonly arguments: RecoveryArguments;
  readonly recoveries: readonly Recovery[];
  readonly audit: AuditOutcome;
}

const BEFORE_MS = 3_000;
const AFTER_SECONDS = 6;
const WARM_UP_SECONDS = 5;

/** Traffic at a steady rate, each fault in turn, and an audit of everything at the end. `tell` hears each fault. */
export async function runRecovery(args: RecoveryArguments, bench: Workbench, tell: (recovery: Recovery) => void): Promise<RecoveryResult> {
  const machine = machineOf(bench.directory);
  const hub = new Hub(bench, { restart: true });
  bench.onStop(() => hub.stop());
  await hub.start();
  const target = FaultTarget.open(hub.environment.setup.layout.root);
  await hub.run({ kind: 'rate', perSecond: args.rate, seconds: WARM_UP_SECONDS });
  const recoveries: Recovery[] = [];
  for (let round = 1; round <= args.rounds; round++) {
    for (const drill of DRILLS) {
      const load = hub.run({ kind: 'rate', perSecond: args.rate, seconds: BEFORE_MS / 1_000 + drill.lastsSeconds + AFTER_SECONDS });
      load.catch(() => undefined); // told when it is awaited
      await delay(BEFORE_MS);
      const { did, undo } = await applyFault(target, drill.request);
      await delay(drill.lastsSeconds * 1_000);
      const healedAtMs = Date.now();
      await undo();
      const recovery = recoveryOf(drill, round, did.en, await load, healedAtMs);
      recoveries.push(recovery);
      tell(recovery);
    }
  }
  return { machine, node: process.version, arguments: args, recoveries, audit: await hub.audit() };
}
