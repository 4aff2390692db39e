import type { MessageFact, ReceiptFact } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { HUB } from './published-names';

/**
 * Every signature in the records holds under a public key of whom it names. Submissions are not looked at: a border exists to
 * refuse what does not verify, and what it refused or set aside promises nothing.
 */
export function checkSignatures(ledger: Ledger, findings: Findings): void {
  const { outbox, entries, rejections } = ledger.facts;
  for (const rows of outbox.values()) {
    for (const row of rows) {
      const receipts = [row.received, row.registered, ...(row.batch?.receipts ?? [])];
      if (row.watermark?.fault !== undefined) findings.add('unsigned', row, { zh: `水位的签名不成立：${row.watermark.fault}`, en: `the signature of the watermark does not hold: ${row.watermark.fault}` });
      report(findings, row, row.message?.caseNo ?? row.batch?.caseNo, row.from === HUB ? undefined : row.message, receipts);
    }
  }
  for (const entry of entries) report(findings, entry, entry.caseNo, entry.message, [entry.received, entry.verdict, ...entry.receipts]);
  for (const rejection of rejections) report(findings, rejection, rejection.rejected?.caseNo, undefined, [rejection.rejected]);
}

function report(
  findings: Findings, place: { readonly stream: string; readonly seq: number }, caseNo: string | undefined, message: MessageFact | undefined, receipts: readonly (ReceiptFact | undefined)[],
): void {
  if (message?.fault !== undefined) findings.add('unsigned', place, { zh: `消息的签名不成立：${message.fault}`, en: `the signature of the message does not hold: ${message.fault}` }, caseNo);
  for (const receipt of receipts) {
    if (receipt?.fault === undefined) continue;
    findings.add('unsigned', place, { zh: `${receipt.issuer} 的 ${receipt.level} 签名不成立：${receipt.fault}`, en: `the signature of ${receipt.level} by ${receipt.issuer} does not hold: ${receipt.fault}` }, caseNo);
  }
}
