import { columns, machineLines } from '../report-lines';
import { type SealingResult, WAYS, type Way, type WayMeasured } from './run-sealing';

const TITLES: Readonly<Record<Way, string>> = { signed: '只签名 · signatures only', ed25519: 'Ed25519 与密封 · Ed25519 + sealing', sm2: 'SM2 与密封 · SM2 + sealing' };
const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Ratios of one run, since messages a second are of this machine. */
export function linesOfSealing({ machine, node, arguments: { rounds, seconds, inFlight }, measurements, audit }: SealingResult): string[] {
  const of = (way: Way, figure: (one: WayMeasured) => number): number => median(measurements.filter((one) => one.way === way).map(figure));
  const perSecond = ({ perSecond: value }: WayMeasured): number => value;
  const loop = (part: string) => ({ loopP99Ms }: WayMeasured): number => Math.max(...Object.entries(loopP99Ms).filter(([name]) => name.startsWith(part)).map(([, value]) => value));
  return [
    ...machineLines(machine, node),
    `首条跨区消息到 DELIVERED，同时在途 ${inFlight} 条，各 ${rounds} 轮、每轮 ${seconds} 秒，取中位数 · first message of a case to another region, to DELIVERED; ${inFlight} in flight, ${rounds} rounds of ${seconds} s each, medians`,
    '', ...columns([
      ['', '/s', '÷', 'p50 ms', 'p99 ms', 'CPU ms', '枢纽循环 · hub loop p99 ms', '系统循环 · system loop p99 ms'],
      ...WAYS.map((way) => [
        TITLES[way], of(way, perSecond).toFixed(1), (of(way, perSecond) / of('signed', perSecond)).toFixed(2), of(way, ({ latencyMs: { p50 } }) => p50).toFixed(0), of(way, ({ latencyMs: { p99 } }) => p99).toFixed(0),
        of(way, ({ cpuMsPerMessage }) => cpuMsPerMessage).toFixed(1), of(way, loop('hub-')).toFixed(0), of(way, loop('province-')).toFixed(0),
      ]),
    ]),
    '', audit.ok ? '审计：完整 · audit: whole' : '审计：有缺陷 · audit: it found defects',
  ];
}
