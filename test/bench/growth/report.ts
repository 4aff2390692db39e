import { columns, machineLines } from '../report-lines';
import type { GrowthResult, GrowthStep } from './run-growth';

const FIGURES: readonly { readonly zh: string; readonly en: string; readonly digits: number; readonly of: (step: GrowthStep) => number }[] = [
  { zh: '条/秒', en: 'messages/s', digits: 0, of: ({ perSecond }) => perSecond },
  { zh: 'p50 毫秒', en: 'p50 ms', digits: 0, of: ({ latencyMs }) => latencyMs.p50 },
  { zh: 'p99 毫秒', en: 'p99 ms', digits: 0, of: ({ latencyMs }) => latencyMs.p99 },
  { zh: 'Redis RSS MiB', en: 'Redis RSS MiB', digits: 0, of: ({ redisRssMiB }) => redisRssMiB },
  { zh: 'NATS RSS MiB', en: 'NATS RSS MiB', digits: 0, of: ({ natsRssMiB }) => natsRssMiB },
  { zh: '枢纽 RSS MiB', en: 'hub RSS MiB', digits: 0, of: ({ hubRssMiB }) => hubRssMiB },
  { zh: 'NATS 启动毫秒', en: 'NATS start ms', digits: 0, of: ({ serverStartMs }) => serverStartMs },
  { zh: '枢纽启动毫秒', en: 'hub start ms', digits: 0, of: ({ startMs }) => startMs },
  { zh: '视图重建毫秒', en: 'view rebuild ms', digits: 0, of: ({ rebuildMs }) => rebuildMs },
  // A view holds something of every case, so these two can only be flat by case.
  { zh: '重建毫秒/件', en: 'rebuild ms per case', digits: 2, of: ({ rebuildMs, cases, messages }) => rebuildMs / (cases + messages) },
  { zh: 'Redis KiB/件', en: 'Redis KiB per case', digits: 1, of: ({ redisRssMiB, cases, messages }) => (redisRssMiB * 1024) / (cases + messages) },
];

/** One column per size, and how much the last one has of the first. */
export function linesOfGrowth({ machine, node, arguments: { messages, inFlight }, steps }: GrowthResult): string[] {
  const [first, last] = [steps[0]!, steps.at(-1)!];
  const rows = FIGURES.map(({ zh, en, digits, of }) => [zh === en ? zh : `${zh} · ${en}`, ...steps.map((step) => of(step).toFixed(digits)), `×${(of(last) / of(first)).toFixed(2)}`]);
  return [
    ...machineLines(machine, node),
    `每个规模经公开路径 ${messages} 条，${inFlight} 条在途；已有办件的日志直接写入流中 · ${messages} messages the public way at each size, ${inFlight} in flight; the cases before are written straight into the stream`,
    '', ...columns([['办件 · cases', ...steps.map(({ cases }) => String(cases)), `×${(last.cases / Math.max(1, first.cases)).toFixed(0)}`], ...rows]),
  ];
}
