import { columns, machineLines } from '../report-lines';
import { spreadOf } from '../measure/percentiles';
import type { SoakMinute, SoakResult } from './run-soak';

const total = (values: Readonly<Record<string, number>>): number => Object.values(values).reduce((sum, one) => sum + one, 0);
export const minuteWords = ({ minute, perSecond, latencyMs: { p50, p99 }, rssMiB, openFiles, lag, loopP99Ms }: SoakMinute): string =>
  `${minute} min  ${perSecond.toFixed(0)}/s  p50 ${p50.toFixed(0)}  p99 ${p99.toFixed(0)} ms  RSS ${total(rssMiB).toFixed(0)} MiB  files ${total(openFiles)}  lag ${lag}  loop p99 ${loopP99Ms.toFixed(1)} ms`;

const EDGE_MINUTES = 5;

/** Minute by minute, then the first minutes against the last by process: what is flat and what grows. */
export function linesOfSoak({ machine, node, arguments: { share, inFlight }, fullPerSecond, perSecond, minutes, audit }: SoakResult): string[] {
  const processes = Object.keys(minutes[0]?.rssMiB ?? {});
  const rows = minutes.map(({ minute, perSecond: rate, latencyMs, rssMiB, openFiles, lag, loopP99Ms }) => [
    String(minute), rate.toFixed(0), latencyMs.p50.toFixed(0), latencyMs.p99.toFixed(0), ...processes.map((name) => rssMiB[name]?.toFixed(0) ?? '–'), String(total(openFiles)), String(lag), loopP99Ms.toFixed(1),
  ]);
  const edge = (of: (minute: SoakMinute) => number, from: readonly SoakMinute[]): number => spreadOf(from.map(of)).median;
  const change = (of: (minute: SoakMinute) => number): string => `${edge(of, minutes.slice(0, EDGE_MINUTES)).toFixed(0)} → ${edge(of, minutes.slice(-EDGE_MINUTES)).toFixed(0)}`;
  return [
    ...machineLines(machine, node),
    `满速（${inFlight} 条在途）每秒 ${fullPerSecond.toFixed(0)} 条，保持其 ${(share * 100).toFixed(0)} %：每秒 ${perSecond} 条 · full rate ${fullPerSecond.toFixed(0)}/s with ${inFlight} in flight, held at ${(share * 100).toFixed(0)} %: ${perSecond}/s`,
    '', ...columns([['min', '/s', 'p50 ms', 'p99 ms', ...processes.map((name) => `${name} MiB`), 'files', 'lag', 'loop p99 ms'], ...rows]),
    '', `前 ${EDGE_MINUTES} 分钟与后 ${EDGE_MINUTES} 分钟的中位数 · medians of the first and the last ${EDGE_MINUTES} minutes:`,
    ...columns([['p99 ms', change(({ latencyMs }) => latencyMs.p99)], ['files', change(({ openFiles }) => total(openFiles))], ['lag', change(({ lag }) => lag)], ['loop p99 ms', change(({ loopP99Ms }) => loopP99Ms)],
      ...processes.map((name) => [`${name} MiB`, change(({ rssMiB }) => rssMiB[name] ?? Number.NaN)])]),
    '', `审计 · audit: ${audit.ok ? '没有发现缺陷 · no defect found' : '发现缺陷 · DEFECTS FOUND'}; ${JSON.stringify(audit.checked)}; ${JSON.stringify(audit.counts)}`,
  ];
}
