import type { Fault } from '../fault';
import { requirePid, servesAgain, signal, takeDown, untilServing } from '../target/processes';

/** SIGKILL: no drain, no flush, no goodbye. */
export const kill: Fault = {
  name: 'kill', operands: ['process'], mayLast: true,
  summary: { zh: '强杀一个进程（SIGKILL），由启动器重启；给出时长则期间不重启', en: 'kill a process (SIGKILL); the launcher starts it again, after the time when one is given' },
  apply: async (target, { process: name = '', hold = false }) => {
    const pid = requirePid(target, name);
    const held = hold ? await takeDown(target, name, 'SIGKILL') : undefined;
    if (!held) signal(pid, 'SIGKILL');
    return {
      did: held
        ? { zh: `已强杀 ${name}（进程 ${pid}），暂不重启`, en: `killed ${name} (process ${pid}), and it stays down`, facts: { process: name, pid, held: true } }
        : { zh: `已强杀 ${name}（进程 ${pid}）`, en: `killed ${name} (process ${pid})`, facts: { process: name, pid, held: false } },
      undo: async () => {
        held?.withdraw();
        return servesAgain(name, await untilServing(target, name, pid));
      },
    };
  },
};
