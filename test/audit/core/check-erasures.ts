import { type AbsentCarrier, absentCarriers } from './erased-carriers';
import type { Erasure } from './erasures';
import type { Findings } from './findings';
import { GoneNumbers } from './gone-numbers';
import type { Ledger } from './ledger';
import { consumerNames, messageIds, sentInto } from './published-names';
import { copyMayBeExpired, frontMayBeExpired } from './retention';

/**
 * Lawful erasures: each order and each region's word on it verifies, every region concerned was told, and what came back is in the log. Then what is gone for them: a carrier of a message that an order names is
 * erased as long as its region says to have deleted as many; one more, or one of a region that says nothing, is lost.
 */
export function checkErasures(ledger: Ledger, findings: Findings): void {
  for (const { cls, place, words, caseNo } of ledger.erasures.faults) findings.add(cls, place, words, caseNo);
  const { lawful } = ledger.erasures;
  if (lawful.length === 0) return;
  for (const erasure of lawful) checkTold(ledger, findings, erasure);
  checkRecorded(ledger, findings);
  const absent = lawful.flatMap((erasure) => absentCarriers(ledger, erasure)).sort((a, b) => a.sinceMs - b.sinceMs);
  const explain = new Explanation(ledger, findings);
  // Those whose number is known leave the others what is left.
  for (const carrier of absent) if (carrier.seq !== undefined) explain.take(carrier);
  for (const carrier of absent) if (carrier.seq === undefined) explain.take(carrier);
}

function checkTold(ledger: Ledger, findings: Findings, { caseNo, entry, regions }: Erasure): void {
  for (const region of regions) {
    const outbox = sentInto(entry.region, region);
    if (ledger.outbox(entry.region, messageIds.erasure(caseNo, entry.logIndex, region)).length > 0 || copyMayBeExpired(ledger.stream(outbox), entry.storedMs)) continue;
    findings.missing(ledger.isDealtWith(entry.stream, consumerNames.dispatcher, entry.seq), entry, { zh: `删除令没有经 ${outbox} 发给 ${region}`, en: `the order was not sent to ${region} in ${outbox}` }, caseNo, outbox);
  }
}

function checkRecorded(ledger: Ledger, findings: Findings): void {
  for (const rows of ledger.facts.hubMail.values()) {
    for (const row of rows) {
      const { kind, fromRegion, erasureDone: done } = row;
      if (kind !== 'erasure-done' || done === undefined || ledger.isSetAside(row)) continue;
      const erasure = ledger.erasures.find(done.caseNo, done.actionId);
      if (!erasure?.deleted.has(fromRegion) || erasure.recorded.has(fromRegion)) continue;
      findings.missing(ledger.isDealtWith(row.stream, consumerNames.shard(row.shard), row.seq), row, { zh: `${fromRegion} 的删除确认没有记入日志`, en: `the confirmation of ${fromRegion} is not recorded in the log` }, done.caseNo);
    }
  }
}

/** Gives each absent carrier the number of a deleted message, and counts it against what its region says. */
class Explanation {
  private readonly numbers: GoneNumbers;
  private readonly spent = new Map<Erasure, Map<string, number>>();

  constructor(private readonly ledger: Ledger, private readonly findings: Findings) {
    this.numbers = new GoneNumbers(ledger);
  }

  take(carrier: AbsentCarrier): void {
    const { erasure, registered, stream: name, region, seq, sinceMs, wasDue, withOriginal } = carrier;
    const stream = this.ledger.stream(name);
    if (stream === undefined) return; // a finding already
    const mayBeInFront = stream.firstSeq > 1 && frontMayBeExpired(stream);
    let number: number | undefined;
    if (seq !== undefined) {
      if (!this.numbers.take(stream, seq)) return; // expired, or another message is there: found where it is compared
      number = seq;
    } else {
      if (copyMayBeExpired(stream, sinceMs)) return;
      number = this.numbers.takeAny(stream, sinceMs);
      if (number === undefined && withOriginal) return; // its original was deleted before it came over
      if (number === undefined && !mayBeInFront) {
        this.findings.missing(wasDue, registered, { zh: `消息不在 ${name}，也没有从中删除`, en: `the message is not in ${name}, and was not deleted there` }, erasure.caseNo, name);
        return;
      }
    }
    const stated = erasure.deleted.get(region);
    if (stated !== undefined && this.spend(erasure, region) <= stated) return this.findings.erase(name, number);
    if (stated === undefined && erasure.regions.includes(region) && !this.ledger.facts.settled) {
      this.findings.excuse(name, number);
      this.findings.missing(false, registered, { zh: `${name} 中的载体已删除，${region} 的删除确认尚未到来`, en: `its carrier in ${name} was deleted, and the confirmation of ${region} has not come yet` }, erasure.caseNo);
      return;
    }
    const words = stated === undefined ? { zh: `${name} 中的载体已不在，而 ${region} 没有确认删除`, en: `its carrier in ${name} is gone, and ${region} has confirmed no deletion` }
      : { zh: `${name} 中的载体已不在，而 ${region} 只确认删除 ${stated} 条`, en: `its carrier in ${name} is gone, beyond the ${stated} that ${region} has confirmed to have deleted` };
    this.findings.missing(true, registered, words, erasure.caseNo, name);
  }

  /** @returns how many that makes. */
  private spend(erasure: Erasure, region: string): number {
    const spent = this.spent.get(erasure) ?? new Map<string, number>();
    const count = (spent.get(region) ?? 0) + 1;
    spent.set(region, count);
    this.spent.set(erasure, spent);
    return count;
  }
}
