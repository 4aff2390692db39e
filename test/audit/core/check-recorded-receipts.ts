import { claimOf } from './case-log';
import { type Exchange, type ReceiptFact } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { consumerNames, participantOwner, streamNames } from './published-names';
import { causeMayBeExpired } from './retention';

/** Every receipt of a recipient that reached the home of its case is in the log, and every one in the log was sent by somebody. */
export function checkRecordedReceipts(ledger: Ledger, findings: Findings): void {
  const arrived = new Set<string>();
  for (const rows of ledger.facts.hubMail.values()) {
    for (const row of rows) {
      for (const receipt of row.batch?.receipts ?? []) arrived.add(receipt.id);
      if (row.kind !== 'receipts') continue;
      if (ledger.isSetAside(row)) checkSetAside(ledger, findings, row);
      else checkBatch(ledger, findings, row);
    }
  }
  for (const log of ledger.cases.values()) {
    for (const entry of log.entries) {
      const inbox = ledger.stream(streamNames.inbox(entry.region));
      const isNewer = !ledger.facts.settled && inbox !== undefined && entry.storedMs >= inbox.takenMs;
      if (entry.receipts.length === 0 || isNewer || causeMayBeExpired(inbox, entry.storedMs)) continue;
      if (entry.receipts.some(({ id }) => !arrived.has(id) && !ledger.forwardedReceipts.has(id))) {
        findings.add('unexplained', entry, { zh: '所记回执从未到来', en: 'records a receipt that never came' }, log.caseNo);
      }
    }
  }
}

function checkBatch(ledger: Ledger, findings: Findings, row: Exchange): void {
  const caseNo = row.batch?.caseNo ?? '';
  const log = ledger.cases.get(caseNo);
  const dealtWith = ledger.isDealtWith(row.stream, consumerNames.shard(row.shard), row.seq);
  const told = new Set<string>();
  for (const receipt of row.batch?.receipts ?? []) {
    if (log?.claims.has(claimOf(receipt)) || told.has(receipt.level)) continue;
    told.add(receipt.level);
    const about = log?.byDigest.get(receipt.about);
    if (about?.kind === 'registered' && isBySender(receipt)) continue; // asked for by nobody, recorded by nobody
    if (about?.kind === 'registered') {
      findings.missing(dealtWith, row, { zh: `${receipt.issuer} 的 ${receipt.level} 没有记入日志`, en: `${receipt.level} by ${receipt.issuer} is not recorded in the log` }, caseNo);
    } else if (dealtWith || ledger.facts.settled) {
      findings.add('unexplained', row, { zh: `${receipt.level} 所指的消息不在日志中`, en: `${receipt.level} is about a message that the log does not have` }, caseNo);
    }
  }
}

/** A hub may set aside what is nobody's business; what a party says about a message it was sent belongs into the log. */
function checkSetAside(ledger: Ledger, findings: Findings, row: Exchange): void {
  const log = ledger.cases.get(row.batch?.caseNo ?? '');
  for (const receipt of row.batch?.receipts ?? []) {
    const isOfRecipient = log?.byDigest.get(receipt.about)?.kind === 'registered' && !isBySender(receipt) && log.parties.some((party) => participantOwner(party) === receipt.issuer);
    if (!isOfRecipient || receipt.fault !== undefined || receipt.issuer !== participantOwner(row.from) || log.claims.has(claimOf(receipt))) continue;
    findings.add('lost', row, { zh: `${receipt.issuer} 的 ${receipt.level} 被搁置，没有记入日志`, en: `${receipt.level} by ${receipt.issuer} was set aside and is not recorded in the log` }, log.caseNo);
  }
}

const isBySender = ({ issuer, sender }: ReceiptFact): boolean => issuer === participantOwner(sender);
