import type { Facts } from './core/facts';
import { FINDING_CLASSES, type Finding, type FindingClass, type Findings } from './core/findings';

export interface Report {
  /** No finding but such as are pending. */
  readonly ok: boolean;
  /** Nothing was under way: nothing can be pending. */
  readonly settled: boolean;
  readonly checked: {
    readonly submissions: number; readonly outbox: number; readonly inbox: number; readonly cases: number; readonly entries: number; readonly rejected: number; readonly failed: number;
    /** Distinct ones. */
    readonly receipts: number;
    readonly signatures: number;
    readonly promises: number;
  };
  /** Stored messages that were erased lawfully 依法删除, as their regions' signed words say: no defect. */
  readonly erased: number;
  /** All findings; `findings` holds at most 1,000 of each class. */
  readonly counts: Readonly<Record<FindingClass, number>>;
  readonly findings: readonly Finding[];
  readonly seconds: number;
}

export function reportOf(facts: Facts, findings: Findings, { receipts, signatures, seconds }: { readonly receipts: number; readonly signatures: number; readonly seconds: number }): Report {
  const total = (rows: ReadonlyMap<string, readonly unknown[]>): number => [...rows.values()].reduce((sum, { length }) => sum + length, 0);
  return {
    ok: findings.clean, settled: facts.settled,
    checked: {
      submissions: facts.submissions.length, outbox: total(facts.outbox), inbox: total(facts.arrivals), cases: new Set(facts.entries.map(({ caseNo }) => caseNo)).size,
      entries: facts.entries.length, rejected: facts.rejections.length, failed: facts.failures.length, receipts, signatures, promises: facts.held.length,
    },
    erased: findings.erased, counts: findings.counts, findings: findings.kept, seconds: Math.round(seconds * 100) / 100,
  };
}

const PRINTED_PER_CLASS_MAX = 20;
const CLASS_WORDS: Readonly<Record<FindingClass, string>> = {
  lost: '丢失 · lost', doubled: '重复 · doubled', 'out-of-order': '乱序 · out of order', unsigned: '签名不成立 · unsigned', unexplained: '来历不明 · unexplained', unused: '空号 · unused numbers', pending: '在途 · pending',
};

/** What a person reads: what was looked at, then the findings class by class, Chinese first. */
export function linesOf({ ok, settled, checked, erased, counts, findings, seconds }: Report): string[] {
  const lines = [
    `已核对 ${checked.submissions} 份提交、${checked.outbox} 条发件、${checked.inbox} 条收件、${checked.cases} 件办件的 ${checked.entries} 条日志、${checked.receipts} 份回执、${checked.signatures} 个签名、${checked.promises} 份所持回执，用时 ${seconds} 秒`,
    `Checked ${checked.submissions} submissions, ${checked.outbox} messages sent, ${checked.inbox} arrived, ${checked.entries} log entries of ${checked.cases} cases, ${checked.receipts} receipts, ${checked.signatures} signatures, ${checked.promises} held receipts in ${seconds} s`,
  ];
  if (erased > 0) lines.push(`依法删除 · erased lawfully: ${erased}`);
  if (!settled) lines.push('仍有消息在途：缺少的后续记为在途 · Messages are still under way: what is missing yet is pending');
  for (const cls of FINDING_CLASSES) {
    if (counts[cls] === 0) continue;
    lines.push('', `${CLASS_WORDS[cls]}: ${counts[cls]}`);
    const ofClass = findings.filter((finding) => finding.class === cls);
    for (const { where, case: caseNo, what, zh } of ofClass.slice(0, PRINTED_PER_CLASS_MAX)) lines.push(`  ${where}${caseNo ? `  ${caseNo}` : ''}  ${zh} · ${what}`);
    if (counts[cls] > PRINTED_PER_CLASS_MAX) lines.push(`  … 另有 ${counts[cls] - PRINTED_PER_CLASS_MAX} 条 · ${counts[cls] - PRINTED_PER_CLASS_MAX} more`);
  }
  lines.push('', ok ? '没有发现缺陷 · No defect found' : '发现缺陷 · Defects found');
  return lines;
}
