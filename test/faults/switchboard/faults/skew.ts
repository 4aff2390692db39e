import { REPOSITORY_ROOT } from '@tongban/local';
import { join } from 'node:path';
import { durationWords } from '../duration';
import type { Fault } from '../fault';
import type { FaultTarget } from '../target/fault-target';
import { requirePid, takeDown, untilServing } from '../target/processes';
import { FaultUsageError } from '../words';

const LASTS_MS = 60_000;
const PRELOAD = join(REPOSITORY_ROOT, 'test/faults/switchboard/clock-skew.cjs');

/** Ends the hub in order and waits until the next one serves. @returns its process id; undefined when another fault holds it down. */
async function restarted(target: FaultTarget, name: string): Promise<number | undefined> {
  const pid = requirePid(target, name);
  const hold = await takeDown(target, name, 'SIGTERM');
  hold.withdraw();
  return untilServing(target, name, pid);
}

export const skew: Fault = {
  name: 'skew', operands: ['region', 'shift'], lastsMs: LASTS_MS,
  summary: {
    zh: '区域枢纽进程的系统时钟快（或 -5m 慢）这么多；会重启枢纽', en: 'run a region\'s hub with its system clock this much ahead (or behind, -5m); restarts the hub',
  },
  apply: async (target, { region, byMs = 0 }) => {
    if (byMs === 0) throw new FaultUsageError('请给出时钟偏差，如 5m 或 -5m', 'say by how much the clock is wrong, such as 5m or -5m');
    const name = `hub-${region}`;
    requirePid(target, name);
    const preload = target.interventions.ask(name, 'preload', { module: PRELOAD, env: { TONGBAN_FAULT_CLOCK_SKEW_MS: String(byMs) } });
    let pid: number | undefined;
    try {
      pid = await restarted(target, name);
    } catch (error) {
      preload.withdraw();
      throw error;
    }
    const by = durationWords(Math.abs(byMs));
    return {
      did: {
        zh: `${name} 已重启（进程 ${pid}），其系统时钟${byMs > 0 ? '快' : '慢'} ${by}；同区的 nats-server 与 Redis、其他枢纽、省级系统均未改动`,
        en: `${name} was started again (process ${pid}) with its system clock ${by} ${byMs > 0 ? 'ahead' : 'behind'}; the region's nats-server, Redis, the other hubs and the provinces keep theirs`,
        facts: { process: name, pid, skewMs: byMs, notSkewed: [`nats-${region}`, 'redis', 'other hubs', 'provinces'] },
      },
      undo: async () => {
        preload.withdraw(); // whoever starts it from now on starts it right
        const successor = target.pidOf(name) === undefined ? await untilServing(target, name, 0) : await restarted(target, name);
        return { zh: `${name} 已重启（进程 ${successor}），时钟恢复正常`, en: `${name} was started again (process ${successor}) with the machine's clock`, facts: { process: name, pid: successor, skewMs: 0 } };
      },
    };
  },
};
