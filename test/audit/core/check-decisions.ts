import type { CaseLog } from './case-log';
import { isPassing } from './check-rejections';
import { type Exchange, placeOf } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { consumerNames, messageIds, sentInto, streamNames } from './published-names';
import { causeMayBeExpired, copyMayBeExpired } from './retention';

/** Every message that reached its home is decided on once, and answered each time it came again; every decision is about one. */
export function checkDecisions(ledger: Ledger, findings: Findings): void {
  for (const rows of ledger.facts.hubMail.values()) {
    const seen = new Set<string>();
    for (const { region, kind, digest } of rows) {
      if (kind !== 'message' || seen.has(digest)) continue;
      seen.add(digest);
      checkMail(ledger, findings, region, digest);
    }
  }
  for (const log of ledger.cases.values()) {
    checkCauses(ledger, findings, log);
    checkOrder(ledger, findings, log);
  }
}

const isDealtWith = (ledger: Ledger, { stream, shard, seq }: Exchange): boolean => ledger.isDealtWith(stream, consumerNames.shard(shard), seq);

function checkMail(ledger: Ledger, findings: Findings, region: string, digest: string): void {
  const copies = ledger.hubMailOf(region, digest).filter((row) => !ledger.isSetAside(row));
  const [first] = copies;
  if (!first) return;
  const caseNo = first.message?.caseNo ?? '';
  const entry = ledger.cases.get(caseNo)?.byDigest.get(digest);
  const rejection = ledger.rejection(region, digest);
  if (!entry && !rejection) {
    if (ledger.isKeptBack(region, digest)) return;
    const participant = first.message?.sender ?? '';
    if (!ledger.isRejectionListFull(region, participant)) {
      findings.missing(isDealtWith(ledger, first), first, { zh: '既未登记，也未拒收或搁置', en: 'was neither registered nor rejected nor set aside' }, caseNo);
    }
    return;
  }
  const outbox = ledger.stream(streamNames.outbox(region));
  const unanswered = copies.filter((row) => !isAnswered(ledger, region, row) && !copyMayBeExpired(outbox, row.storedMs));
  // The entry answers one of them. A rejection outside the log is answered for each.
  for (const row of entry ? unanswered.slice(1) : unanswered) {
    findings.missing(isDealtWith(ledger, row), row, { zh: '重复到达，却没有再次得到原回执', en: 'came again and was not given the original receipts again' }, caseNo, sentInto(region, ledger.regionOf(row.message?.sender ?? '')));
  }
}

function isAnswered(ledger: Ledger, region: string, { seq, message }: Exchange): boolean {
  const sender = message?.sender ?? '';
  return ledger.outbox(region, messageIds.repeat(seq, sender)).length > 0 || ledger.outbox(region, messageIds.refusal(region, seq, sender)).length > 0;
}

/** A decision is about a message that came; where its INBOX copy alone is missing, that is a finding of the link. */
function checkCauses(ledger: Ledger, findings: Findings, log: CaseLog): void {
  for (const entry of log.entries) {
    if (entry.digest === undefined || ledger.hubMailOf(entry.region, entry.digest).length > 0) continue;
    const inbox = ledger.stream(streamNames.inbox(entry.region));
    const isNewer = !ledger.facts.settled && inbox !== undefined && entry.storedMs >= inbox.takenMs;
    if (ledger.tracesOf(entry.digest).length > 0) continue; // erased since: looked for there
    if (isNewer || causeMayBeExpired(inbox, entry.storedMs) || ledger.forwardedDigests.has(entry.digest) || ledger.submittedDigests.has(entry.digest)) continue;
    findings.add('unexplained', entry, { zh: '决定所依据的消息从未到来', en: 'decides about a message that never came' }, log.caseNo);
  }
}

/** Messages of a case are decided on in the order they came; one that was refused at first for a reason that passes, in that of a later time. */
function checkOrder(ledger: Ledger, findings: Findings, log: CaseLog): void {
  let before: Exchange | undefined;
  for (const entry of log.inOrder) {
    if (entry.digest === undefined || log.byDigest.get(entry.digest) !== entry) continue;
    // Of what was erased a repeat may be all that is there.
    if (refusedAtFirst(ledger, entry.region, entry.digest) || ledger.erasures.of(entry.digest)) continue;
    const mail = ledger.hubMailOf(entry.region, entry.digest).find((row) => !ledger.isSetAside(row));
    if (!mail) continue;
    if (before && mail.seq < before.seq) {
      findings.add('out-of-order', entry, { zh: `依据的 ${placeOf(mail)} 先于 ${placeOf(before)} 到达，却在其后决定`, en: `decides about ${placeOf(mail)} after ${placeOf(before)}, which came later` }, log.caseNo);
    }
    before = mail;
  }
}

function refusedAtFirst(ledger: Ledger, region: string, digest: string): boolean {
  const rejection = ledger.rejection(region, digest);
  return rejection !== undefined && isPassing(rejection);
}
