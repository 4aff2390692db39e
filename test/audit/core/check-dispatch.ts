import { type CaseLog, alarmedParties } from './case-log';
import { type Entry, placeOf } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { consumerNames, messageIds, parseMessageId, sentInto } from './published-names';
import { copyMayBeExpired } from './retention';

/** What a log promises goes out: a registered message, and a move to another version, to both sides, a rejection and recorded receipts to the sender, in the order of the log. */
export function checkDispatch(ledger: Ledger, findings: Findings): void {
  for (const log of ledger.cases.values()) {
    const parties = log.parties;
    for (const entry of log.byIndex.values()) {
      for (const recipient of recipientsOf(entry, parties)) checkSent(ledger, findings, log, entry, recipient);
    }
  }
  checkOrder(ledger, findings);
}

function recipientsOf(entry: Entry, parties: readonly string[]): readonly string[] {
  if (entry.kind === 'registered' || entry.kind === 'migrated') return parties;
  if (entry.kind === 'alarmed') return alarmedParties(entry, parties);
  if (entry.kind === 'rejected') return entry.verdict ? [entry.verdict.sender] : [];
  return [...new Set(entry.receipts.map(({ sender }) => sender))];
}

function checkSent(ledger: Ledger, findings: Findings, { caseNo }: CaseLog, entry: Entry, recipient: string): void {
  if (ledger.outbox(entry.region, messageIds.delivery(caseNo, entry.logIndex, recipient)).length > 0) return;
  if (entry.kind === 'registered' && ledger.erasures.of(entry.digest)) return; // looked for there
  const outbox = sentInto(entry.region, ledger.regionOf(recipient));
  if (copyMayBeExpired(ledger.stream(outbox), entry.storedMs)) return;
  const dealtWith = ledger.isDealtWith(entry.stream, consumerNames.dispatcher, entry.seq);
  findings.missing(dealtWith, entry, { zh: `第 ${entry.logIndex} 条没有经 ${outbox} 发给 ${recipient}`, en: `entry ${entry.logIndex} was not sent to ${recipient} in ${outbox}` }, caseNo, outbox);
}

function checkOrder(ledger: Ledger, findings: Findings): void {
  for (const rows of ledger.facts.outbox.values()) {
    const last = new Map<string, { readonly logIndex: number; readonly place: string }>();
    const seen = new Set<string>();
    for (const row of rows) {
      const id = parseMessageId(row.msgId);
      if (id?.kind !== 'delivery' || seen.has(row.msgId)) continue; // a repeat stands where it stands
      seen.add(row.msgId);
      // Set aside, and sent when an operator had it retried.
      const entry = ledger.cases.get(id.caseNo)?.byIndex.get(id.logIndex);
      if (entry && ledger.isSetAside(entry)) continue;
      const lane = `${id.caseNo}|${id.participant}`;
      const before = last.get(lane);
      if (before && id.logIndex < before.logIndex) {
        findings.add('out-of-order', row, { zh: `第 ${id.logIndex} 条在第 ${before.logIndex} 条（${before.place}）之后发出`, en: `sends entry ${id.logIndex} after entry ${before.logIndex} (${before.place})` }, id.caseNo);
      }
      last.set(lane, { logIndex: id.logIndex, place: placeOf(row) });
    }
  }
}
