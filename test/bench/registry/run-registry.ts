import { REGION_CODES } from '@tongban/contracts';
import { participantsOf } from '@tongban/local';
import type { RegistryArguments } from '../arguments';
import { type Machine, machineOf } from '../measure/machine';
import type { Workbench } from '../workbench';
import { OPENER } from '../workload';
import { heldBy } from './copies';
import { type RegistryStep, growRegistry } from './grow-registry';
import { OWNER } from './log-writer';
import { type CatchUpResult, measureCatchUp } from './measure-catch-up';
import { type FanOutResult, measureFanOut } from './measure-fan-out';
import { type ImportResult, measureImport } from './measure-import';
import { RegistrySetting } from './setting';
import { SyntheticVersions } from './synthetic-versions';

export interface RegistryResult {
  readonly machine: Machine;
  readonly node: string;
  readonly natsServer: string;
  readonly arguments: RegistryArguments;
  readonly fanOut: FanOutResult;
  readonly catalogue: ImportResult;
  readonly catchUp: CatchUpResult;
  readonly steps: readonly RegistryStep[];
}

/**
 * In one environment with all hubs: subscribers connected, deltas and suspensions to them, the import of the whole catalogue, and a subscriber that was away.
 * Then registries of growing size, each in an environment of its own.
 */
export async function runRegistry(args: RegistryArguments, bench: Workbench): Promise<RegistryResult> {
  const machine = machineOf(bench.directory);
  const { catalogue: base, say } = bench;
  const setting = await RegistrySetting.open(bench, 'registry');
  let live: Pick<RegistryResult, 'fanOut' | 'catalogue' | 'catchUp'>;
  try {
    await Promise.all(REGION_CODES.map((region) => setting.startHub(region)));
    const subscribers = await setting.subscribers(chosen(participantsOf(base).map(({ participant }) => participant), args.subscribers));
    say(`${args.subscribers} 个订阅方已连接`, `${args.subscribers} subscribers are connected`);
    const fanOut = await measureFanOut(setting.stewards, subscribers, new SyntheticVersions(base), args.rounds, say);
    const catalogue = await measureImport(setting, base, bench.folder('import'));
    say('整个目录已导入并发布', 'the whole catalogue is imported and published', catalogue.importMs / 1_000);
    // What it was told before is none of what it is to catch up with.
    await subscribers.told(await heldBy(setting.environment, OWNER));
    await subscribers.stop();
    live = { fanOut, catalogue, catchUp: await measureCatchUp(setting, base, args.deltas, say) };
  } finally {
    await setting.close();
  }
  const steps: RegistryStep[] = [];
  for (const versions of args.versions) steps.push(await growRegistry(bench, base, versions));
  return { machine, node: process.version, natsServer: bench.binaries['nats-server'].version, arguments: args, ...live, steps };
}

/** So many participants, the one whose catching up is measured among them. */
const chosen = (participants: readonly string[], count: number): string[] => [OPENER.participant, ...participants.filter((one) => one !== OPENER.participant)].slice(0, count);
