import { type Spread, spreadOf } from '../measure/percentiles';
import { columns, machineLines } from '../report-lines';
import { DRILLS } from './drills';
import type { Recovery } from './recovery';
import type { RecoveryResult } from './run-recovery';

const seconds = (ms: number | undefined): string => (ms === undefined ? '–' : (ms / 1_000).toFixed(2));
export const recoveryWords = ({ drill, round, firstMs, caughtUpMs, longestMs }: Recovery): string =>
  `${round} ${drill.name}  first ${seconds(firstMs)}  caught up ${seconds(caughtUpMs)}  longest ${seconds(longestMs)} s`;

export function linesOfRecovery({ machine, node, arguments: { rate, rounds }, recoveries, audit }: RecoveryResult): string[] {
  const rows = DRILLS.map((drill) => {
    const of = recoveries.filter((one) => one.drill.name === drill.name);
    const cell = (pick: (recovery: Recovery) => number | undefined): string => words(of.flatMap((one) => pick(one) ?? []));
    return [drill.name, `${drill.lastsSeconds} s`, cell(({ firstMs }) => firstMs), cell(({ caughtUpMs }) => caughtUpMs), cell(({ longestMs }) => longestMs), drill.bare ?? ''];
  });
  return [
    ...machineLines(machine, node),
    `每秒 ${rate} 件跨区办件，每种故障 ${rounds} 次；中位数（最小–最大），秒，自开始撤销故障起算 · ${rate} cross-region cases/s, ${rounds} of each fault; median (least–most) in seconds from the moment the fault began to be undone`,
    '', ...columns([['fault', 'lasts', 'first DELIVERED', 'caught up', 'longest message', 'bare durable sources'], ...rows]),
    '', `审计 · audit: ${audit.ok ? '没有发现缺陷 · no defect found' : '发现缺陷 · DEFECTS FOUND'}; ${JSON.stringify(audit.checked)}; ${JSON.stringify(audit.counts)}`,
  ];
}

function words(milliseconds: readonly number[]): string {
  if (milliseconds.length === 0) return '–';
  const { median, min, max }: Spread = spreadOf(milliseconds);
  return milliseconds.length === 1 ? seconds(median) : `${seconds(median)} (${seconds(min)}–${seconds(max)})`;
}
