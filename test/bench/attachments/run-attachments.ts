import { randomFillSync } from 'node:crypto';
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { AttachmentsArguments } from '../arguments';
import { Exchange } from '../contenders/exchange';
import { type Machine, machineOf } from '../measure/machine';
import { countersOf } from '../measure/processes';
import type { AttachAnswer, AttachQuestion, SavedAnswer, SavedQuestion, SavingSettings } from '../sides/attachment-sides';
import { SideProcess } from '../sides/side-process';
import { BenchError } from '../words';
import { COUNTERPART, OPENER } from '../workload';
import type { Workbench } from '../workbench';

/** Resident memory of one process, MiB. */
export interface MemoryOf { readonly name: string; readonly before: number; readonly highest: number; readonly after: number }
export interface AttachmentsResult {
  readonly machine: Machine;
  readonly node: string;
  readonly arguments: AttachmentsArguments;
  readonly attachedMs: number;
  readonly takenMs: number;
  readonly savedMs: number;
  readonly memory: readonly MemoryOf[];
}

const LOOK_EVERY_MS = 200;
/** Before the first look and before the last one, so that start-up and what was just used up are over. */
const SETTLED_MS = 10_000;
const MIB = 2 ** 20;

/** One file of that size from Shanghai to Sichuan, with the memory of everything that touches it. The digest is checked at both borders and by the one who saves it; a wrong one ends the bench. */
export async function runAttachments(args: AttachmentsArguments, bench: Workbench): Promise<AttachmentsResult> {
  const machine = machineOf(bench.directory);
  const environment = await bench.environment('attachments');
  const exchange = new Exchange(environment);
  bench.onStop(() => exchange.close());
  await environment.startServers();
  await environment.ensureStreams();
  await Promise.all([OPENER.region, COUNTERPART.region, 'nat' as const].map((region) => environment.startHub(region)));
  const side = async (name: string, participant: string, more: Partial<SavingSettings> = {}): Promise<SideProcess> => {
    const { layout } = environment.setup;
    const settings = { credentials: layout.participant(participant), trust: layout.trust, store: join(layout.root, 'bench-sdk', participant), ...more };
    const started = await SideProcess.start({ name, module: join(__dirname, `../sides/${name}.js`), settings, logFile: join(layout.logs, `${name}.log`), guard: bench.guard });
    bench.onStop(() => started.stop());
    return started;
  };
  const counterpart = await side('attachment-counterpart', COUNTERPART.participant, { folder: bench.folder('saved') });
  const opener = await side('attachment-opener', OPENER.participant);
  const path = fileOf(join(bench.directory, 'attached.zip'), args.mib);
  bench.say(`文件 ${args.mib} MiB`, `a file of ${args.mib} MiB`);

  const processes = exchange.processes([`hub-${OPENER.region}`, `hub-${COUNTERPART.region}`]).set('opener', opener.pid).set('counterpart', counterpart.pid);
  const rss = (): Map<string, number> => new Map([...countersOf(processes)].map(([name, { rssBytes }]) => [name, rssBytes / MIB]));
  await delay(SETTLED_MS);
  const before = rss();
  const highest = new Map(before);
  const looking = setInterval(() => rss().forEach((mib, name) => highest.set(name, Math.max(mib, highest.get(name) ?? 0))), LOOK_EVERY_MS);
  const { caseNo, attachedMs, takenMs } = await opener.ask<AttachAnswer>({ path } satisfies AttachQuestion).finally(() => clearInterval(looking));
  const { size, savedMs } = await counterpart.ask<SavedAnswer>({ caseNo } satisfies SavedQuestion);
  if (size !== args.mib * MIB) throw new BenchError(`收到 ${size} 字节`, `${size} bytes came`);
  await delay(SETTLED_MS);
  const after = rss();
  const memory = [...before].map(([name, mib]): MemoryOf => ({ name, before: mib, highest: highest.get(name)!, after: after.get(name)! }));
  return { machine, node: process.version, arguments: args, attachedMs, takenMs, savedMs, memory };
}

/** Random bytes, so that nothing on the way can make them fewer. */
function fileOf(path: string, mib: number): string {
  const descriptor = openSync(path, 'w', 0o600);
  const block = Buffer.alloc(MIB);
  for (let count = 0; count < mib; count++) writeSync(descriptor, randomFillSync(block));
  fsyncSync(descriptor);
  closeSync(descriptor);
  return path;
}
