import { columns, machineLines } from '../report-lines';
import type { FairnessResult } from './run-fairness';

/** What others feel of one that keeps no pace: ratios of one run, since milliseconds are of this machine. */
export function linesOfFairness({ machine, node, arguments: { rate, flood: perSecond, seconds }, pace, calm, flooded, flood, homeBacklog, hubMiB }: FairnessResult): string[] {
  const row = (zh: string, en: string, of: (latency: typeof calm) => number): string[] => [`${zh} · ${en}`, of(calm).toFixed(0), of(flooded).toFixed(0), `×${(of(flooded) / of(calm)).toFixed(2)}`];
  return [
    ...machineLines(machine, node),
    `另一参与方每秒 ${rate} 件，同区域一方每秒发 ${perSecond} 条、不守速率，各 ${seconds} 秒；边界每方每秒收 ${pace} · another participant opens ${rate} cases/s while one of its region sends ${perSecond} messages/s and keeps no pace, ${seconds} s each; the border takes ${pace}/s of each`,
    '', ...columns([['到 DELIVERED · to DELIVERED', '平静 · calm', '泛洪中 · flooded', ''], row('p50 毫秒', 'p50 ms', ({ p50 }) => p50), row('p99 毫秒', 'p99 ms', ({ p99 }) => p99)]),
    '', ...columns([
      ['泛洪 · the flood', ''], ['已存入自己的流 · stored in its own stream', String(flood.stored)], ['流满被拒 · refused, the stream being full', String(flood.refused)],
      ['其中仍在等待 · of these still waiting there', String(flood.waiting)], ['主枢纽待办最多 · most that the home had before it', String(homeBacklog)],
      ['枢纽 RSS MiB，之前与最高 · hub RSS MiB, before and highest', `${hubMiB.before.toFixed(0)} → ${hubMiB.highest.toFixed(0)}`],
    ]),
  ];
}
