import { type RegionCode, TongbanError, subjects } from '@tongban/contracts';
import { type Intervention, eventually } from '@tongban/local';
import { QueryClient } from '@tongban/messaging';
import { FaultError, type Told } from '../words';
import type { FaultTarget } from './fault-target';

/** A hub drains before it ends; then it is made to end. */
const ENDS_BY_ITSELF_WITHIN_MS = 20_000;
const DOWN_WITHIN_MS = 10_000;
const SERVES_WITHIN_MS = 120_000;
const ASK_WITHIN_MS = 2_000;

/** Sends a signal; a process that has just ended is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** The id of a process that has to run. @throws FaultError naming what runs. */
export function requirePid(target: FaultTarget, name: string): number {
  const pid = target.pidOf(name);
  if (pid !== undefined) return pid;
  const there = Object.keys(target.run().processes).sort().join(', ');
  throw new FaultError(`进程 ${name} 没有运行；正在运行：${there}`, `process ${name} is not running; these are: ${there}`);
}

/**
 * Ends a process and keeps it down until the returned wish is withdrawn. `SIGTERM` lets it end in order first. The launcher
 * says in run.json that it holds it, so a process that was being started again meanwhile is ended too.
 */
export async function takeDown(target: FaultTarget, name: string, how: 'SIGTERM' | 'SIGKILL'): Promise<Intervention> {
  const hold = target.interventions.ask(name, 'hold', true);
  try {
    if (!(how === 'SIGTERM' && (await isDown(target, name, how, ENDS_BY_ITSELF_WITHIN_MS))) && !(await isDown(target, name, 'SIGKILL', DOWN_WITHIN_MS))) {
      throw new FaultError(`启动器没有按住 ${name}：环境须由 npm start 启动（自动重启）`, `the launcher does not hold ${name} down: the environment must be one that starts its processes again, such as npm start's`);
    }
    return hold;
  } catch (error) {
    hold.withdraw();
    throw error;
  }
}

/** Each process id of that name gets the signal once. */
async function isDown(target: FaultTarget, name: string, how: NodeJS.Signals, withinMs: number): Promise<boolean> {
  const told = new Set<number>();
  return Boolean(await eventually(async () => {
    const { held, processes: { [name]: pid } } = target.run();
    if (pid === undefined && held.includes(name)) return true;
    if (pid !== undefined && !told.has(pid)) {
      told.add(pid);
      signal(pid, how);
    }
    return undefined;
  }, { withinMs }));
}

/** Waits until the process runs under another id than `formerPid` and serves. @returns its id; undefined when another fault holds it down. */
export async function untilServing(target: FaultTarget, name: string, formerPid: number): Promise<number | undefined> {
  const outcome = await eventually(async () => {
    if (target.interventions.isHeld(name)) return { pid: undefined };
    const pid = target.pidOf(name);
    return pid !== undefined && pid !== formerPid && (await serves(target, name)) ? { pid } : undefined;
  }, { withinMs: SERVES_WITHIN_MS });
  if (!outcome) throw new FaultError(`${name} 没有恢复服务：查看日志`, `${name} does not serve again: look at its log`);
  return outcome.pid;
}

/** What there is to say after that. */
export const servesAgain = (name: string, pid: number | undefined): Told => (pid === undefined
  ? { zh: `${name} 仍被另一个故障按住`, en: `${name} is still held down by another fault`, facts: { process: name, held: true } }
  : { zh: `${name} 重新服务（进程 ${pid}）`, en: `${name} serves again (process ${pid})`, facts: { process: name, pid } });

/** The launcher lists other processes once they serve; a hub, once it is started. */
async function serves(target: FaultTarget, name: string): Promise<boolean> {
  if (!name.startsWith('hub-')) return true;
  const region = name.slice('hub-'.length) as RegionCode;
  try {
    await target.withOperator(region, (nc) => new QueryClient(nc, ASK_WITHIN_MS).request(subjects.service(target.environment, region, 'hub.status'), new Uint8Array()));
    return true;
  } catch (error) {
    if (error instanceof TongbanError) return false; // silent, or says that it is starting
    throw error;
  }
}
