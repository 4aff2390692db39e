import { claimOf } from './case-log';
import type { HeldReceipt } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { openerOf, participantOwner } from './published-names';

/** Every receipt that somebody holds is still true: what it acknowledges is there, as it says. */
export function checkHeldReceipts(ledger: Ledger, findings: Findings): void {
  for (const held of ledger.facts.held) {
    if (held.receipt.fault !== undefined) findings.add('unsigned', held.where, { zh: `所持回执的签名不成立：${held.receipt.fault}`, en: `the signature of the held receipt does not hold: ${held.receipt.fault}` }, held.receipt.caseNo);
    else checkHeld(ledger, findings, held);
  }
}

function checkHeld(ledger: Ledger, findings: Findings, { where, participant, receipt }: HeldReceipt): void {
  const { level, about, caseNo, issuer, logIndex } = receipt;
  const log = ledger.cases.get(caseNo);
  const gone = (zh: string, en: string): void => findings.add('lost', where, { zh: `${level}：${zh}`, en: `${level}: ${en}` }, caseNo);
  if (level === 'RECEIVED') {
    const isThere = ledger.submittedDigests.has(about) || ledger.forwardedDigests.has(about) || log?.byDigest.has(about)
      || ledger.facts.regions.some((region) => ledger.hubMailOf(region, about).length > 0 || ledger.rejection(region, about));
    if (!isThere) gone('所确认的消息不在任何流中', 'the message it acknowledges is in no stream');
  } else if (level === 'REGISTERED' || (level === 'REJECTED' && logIndex > 0)) {
    const entry = log?.byIndex.get(logIndex);
    if (!entry) gone(`日志没有第 ${logIndex} 条`, `the log has no entry ${logIndex}`);
    else if (entry.digest !== about || entry.verdict?.id !== receipt.id) {
      findings.add('unexplained', where, { zh: `${level}：日志第 ${logIndex} 条另有内容`, en: `${level}: entry ${logIndex} of the log says something else` }, caseNo);
    }
  } else if (level === 'REJECTED' && !issuer.startsWith('participant:')) {
    const isKept = ledger.facts.regions.some((region) => ledger.rejection(region, about) ?? ledger.isRejectionListFull(region, receipt.sender));
    if (!isKept) gone('被拒收的消息没有留存', 'the rejected message is not kept');
  } else if (level === 'DELIVERED' || level === 'TAKEN' || level === 'REJECTED') {
    if (log?.claims.has(claimOf(receipt))) return;
    // Its own issuer may hold it before it has sent it on.
    const words = { zh: `${level}：没有记入 ${openerOf(caseNo)} 所在区域的日志`, en: `${level}: is not recorded in the log at the home of ${openerOf(caseNo)}` };
    findings.missing(issuer !== participantOwner(participant), where, words, caseNo);
  } else findings.add('unexplained', where, { zh: '回执没有级别', en: 'the receipt says no level' }, caseNo);
}
