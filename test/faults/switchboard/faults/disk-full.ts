import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { Fault } from '../fault';
import { requirePid, servesAgain, takeDown, untilServing } from '../target/processes';
import { FaultError } from '../words';

const run = promisify(execFile);
const LASTS_MS = 30_000;

/**
 * The soft limit on the size of files a running process may write (setrlimit(2), RLIMIT_FSIZE), which its owner may raise
 * again. @returns what it was. @throws FaultError where there is no prlimit.
 */
async function limitFileSize(pid: number, soft: string): Promise<string> {
  try {
    const { stdout } = await run('prlimit', ['--pid', String(pid), '--fsize', '--output', 'SOFT', '--noheadings', '--raw']);
    await run('prlimit', ['--pid', String(pid), `--fsize=${soft}:`]);
    return stdout.trim();
  } catch (cause) {
    throw new FaultError('无法限制进程写文件：需要 Linux 与 prlimit（util-linux）', 'the process cannot be kept from writing files: Linux and prlimit (util-linux) are needed', { cause });
  }
}

/**
 * No room for a region's JetStream. Measured on nats-server 2.15.1 beside a disk that was really full: the same. A write that
 * fails is never acknowledged, nothing that was is lost, reads go on; the stream refuses writes until the server starts anew.
 */
export const diskFull: Fault = {
  name: 'disk-full', operands: ['region'], lastsMs: LASTS_MS,
  summary: { zh: '区域的 JetStream 存储写不进去（prlimit，不占用真实磁盘）', en: 'let a region\'s JetStream store take no more bytes (prlimit; no real disk is filled)' },
  apply: async (target, { region }) => {
    const name = `nats-${region}`;
    const pid = requirePid(target, name);
    const former = await limitFileSize(pid, '0');
    return {
      did: {
        zh: `${name}（进程 ${pid}）不能再写任何文件：JetStream 不再确认写入，日志也不再增长`, en: `${name} (process ${pid}) cannot write any file: JetStream acknowledges no write, and its log does not grow`,
        facts: { process: name, pid, fileSizeLimit: 0 },
      },
      undo: async () => {
        const present = target.pidOf(name);
        if (present === pid) {
          await limitFileSize(pid, former);
          // A stream that failed to write once refuses until its server has read the store again.
          const hold = await takeDown(target, name, 'SIGTERM');
          hold.withdraw();
        }
        const { zh, en, facts } = servesAgain(name, await untilServing(target, name, pid));
        return { zh: `限制已取消，${name} 已重启：${zh}`, en: `the limit is gone and ${name} was started again: ${en}`, facts: { ...facts, restarted: present === pid } };
      },
    };
  },
};
