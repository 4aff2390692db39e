import { columns, machineLines } from '../report-lines';
import type { AttackKind } from '../sides/attacker';
import type { AttackCost, AttacksResult } from './run-attacks';

const WORDS: Readonly<Record<AttackKind, string>> = {
  refused: '向无权主题发布 · publications where it may not', queries: '查询洪泛 · a flood of queries', connections: '反复连接 · connections made and closed',
};

/** What others feel of one that attacks: ratios of one run, since milliseconds are of this machine. */
export function linesOfAttacks({ machine, node, arguments: { rate, flood, seconds }, costs }: AttacksResult): string[] {
  const row = ({ kind, calm, attacked, attack, listed }: AttackCost): string[] => [
    WORDS[kind], `${attack.done} / ${attack.failed}`, `${calm.p50.toFixed(0)} → ${attacked.p50.toFixed(0)}`, `×${(attacked.p50 / calm.p50).toFixed(2)}`, `${calm.p99.toFixed(0)} → ${attacked.p99.toFixed(0)}`, `×${(attacked.p99 / calm.p99).toFixed(2)}`, listed.join(', '),
  ];
  return [
    ...machineLines(machine, node),
    `另一参与方每秒 ${rate} 件，同区域一方每秒攻击 ${flood} 次，各 ${seconds} 秒 · another participant opens ${rate} cases/s while one of its region attacks ${flood} times/s, ${seconds} s each`,
    '', ...columns([['攻击 · attack', '成 / 败 · done / failed', 'p50 ms', '', 'p99 ms', '', '已列出 · listed'], ...costs.map(row)]),
  ];
}
