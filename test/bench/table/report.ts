import type { ContenderKey } from '../contenders/contender';
import { type Spread, spreadOf } from '../measure/percentiles';
import { columns, machineLines } from '../report-lines';
import type { Measurement } from './measurement';
import type { TableResult } from './run-table';

const LOADS = ['full', 'rate'] as const;
const FIGURES: readonly { readonly zh: string; readonly en: string; readonly digits: number; readonly of: (one: Measurement) => number }[] = [
  { zh: '条/秒', en: 'messages/s', digits: 0, of: ({ perSecond }) => perSecond },
  { zh: 'p50 毫秒', en: 'p50 ms', digits: 1, of: ({ latencyMs }) => latencyMs.p50 },
  { zh: 'p99 毫秒', en: 'p99 ms', digits: 1, of: ({ latencyMs }) => latencyMs.p99 },
  { zh: 'CPU 毫秒/条', en: 'CPU ms/message', digits: 2, of: ({ cpuMsPerMessage }) => cpuMsPerMessage },
  { zh: '持久写入/条', en: 'durable writes/message', digits: 1, of: ({ appendsPerMessage }) => appendsPerMessage },
  { zh: '写盘 KiB/条', en: 'disk KiB/message', digits: 1, of: ({ diskKiBPerMessage }) => diskKiBPerMessage },
  { zh: '旁候方案占用核数', en: 'cores taken by those standing by', digits: 2, of: ({ standbyCores }) => standbyCores },
];

/** What a person reads: machine, contenders, figures with their spread, where the CPU and the memory went, ratios, audit, configurations. */
export function linesOfTable(result: TableResult): string[] {
  return [
    ...machineLines(result.machine, result.node), loadLine(result), '', ...contenderLines(result), '', ...LOADS.flatMap((load) => [...figureLines(result, load), '']), ...ratioLines(result), '',
    ...LOADS.slice(0, 1).flatMap((load) => [...breakdownLines(result, load), '']), ...auditLines(result), '', ...factLines(result),
  ];
}

const loadLine = ({ arguments: { rounds, seconds, rate, inFlight } }: TableResult): string =>
  `${rounds} 轮交替，每种负载 ${seconds} 秒：满速 ${inFlight} 条在途，匀速每秒 ${rate} 条 · ${rounds} alternating rounds, ${seconds} s of each load: full rate with ${inFlight} in flight, steady at ${rate} messages/s`;

const contenderLines = ({ contenders, absent }: TableResult): string[] => [
  ...contenders.map(({ key, title }) => `${key.padEnd(3)} ${title.zh} · ${title.en}`), ...absent.map(({ key, zh, en }) => `${key.padEnd(3)} ${zh} · ${en}`),
];

const LOAD_WORDS = { full: '满速 · full rate', rate: '匀速 · steady rate' } as const;
function figureLines(result: TableResult, load: Measurement['load']): string[] {
  const rows = FIGURES.map(({ zh, en, digits, of }) => [`${zh} · ${en}`, ...result.contenders.map(({ key }) => spreadWords(spreadOf(valuesOf(result, key, load, of)), digits))]);
  return [`${LOAD_WORDS[load]}：各轮中位数（最小–最大）· median of the rounds (least–most)`, ...columns([['', ...result.contenders.map(({ key }) => key)], ...rows])];
}

/** Ratios of what was measured in the same round; a number above 1 means the first one has more of it. */
function ratioLines(result: TableResult): string[] {
  const others = result.contenders.map(({ key }) => key).filter((key) => key !== 'b');
  if (!result.contenders.some(({ key }) => key === 'b') || others.length === 0) return [];
  const ratio = (other: ContenderKey, load: Measurement['load'], of: (one: Measurement) => number): string => {
    const [ours, theirs] = [valuesOf(result, 'b', load, of), valuesOf(result, other, load, of)];
    return spreadWords(spreadOf(ours.map((value, round) => value / theirs[round]!)), 2);
  };
  const rows = others.map((other) => [
    `b/${other}`, ratio(other, 'full', ({ perSecond }) => perSecond), ratio(other, 'rate', ({ latencyMs }) => latencyMs.p99), ratio(other, 'full', ({ cpuMsPerMessage }) => cpuMsPerMessage),
  ]);
  return ['比值 · ratios', ...columns([['', '满速条/秒 · messages/s at full rate', '匀速 p99 · p99 at the steady rate', 'CPU/条 · CPU/message'], ...rows])];
}

function breakdownLines(result: TableResult, load: Measurement['load']): string[] {
  return result.contenders.flatMap(({ key }) => {
    const measured = result.measurements.filter((one) => one.contender === key && one.load === load);
    const names = Object.keys(measured[0]?.cpuMsPerMessageByProcess ?? {});
    const kinds = Object.keys(measured[0]?.appendsPerMessageByKind ?? {});
    const median = (of: (one: Measurement) => number | undefined): number => spreadOf(measured.map((one) => of(one) ?? Number.NaN)).median;
    const rows = names.map((name) => [`  ${name}`, median((one) => one.cpuMsPerMessageByProcess[name]).toFixed(2), median((one) => one.rssMiBByProcess[name]).toFixed(0)]);
    const appends = kinds.map((kind) => `${kind} ${median((one) => one.appendsPerMessageByKind[kind]).toFixed(1)}`).join(', ');
    return [...columns([[`${key} ${LOAD_WORDS[load]}`, 'CPU ms/条 · message', 'RSS MiB'], ...rows]), ...(appends ? [`  持久写入 · durable writes: ${appends}`] : [])];
  });
}

const auditLines = ({ audits }: TableResult): string[] => Object.entries(audits).map(([key, { ok, checked, counts }]) =>
  `${key} 审计 · audit: ${ok ? '没有发现缺陷 · no defect found' : '发现缺陷 · DEFECTS FOUND'}; ${JSON.stringify(checked)}; ${JSON.stringify(counts)}`);

const factLines = ({ contenders }: TableResult): string[] => contenders.map(({ key, facts }) => `${key} 服务器回显 · as the servers echo it: ${JSON.stringify(facts)}`);

const valuesOf = ({ measurements }: TableResult, key: ContenderKey, load: Measurement['load'], of: (one: Measurement) => number): number[] =>
  measurements.filter((one) => one.contender === key && one.load === load).sort((a, b) => a.round - b.round).map(of);

const spreadWords = ({ median, min, max }: Spread, digits: number): string => (Number.isNaN(median) ? '–' : `${median.toFixed(digits)} (${min.toFixed(digits)}–${max.toFixed(digits)})`);
