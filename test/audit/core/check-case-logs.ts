import { type CaseLog, claimOf } from './case-log';
import { type Entry, type ReceiptFact, placeOf } from './facts';
import type { Findings } from './findings';
import type { Ledger } from './ledger';
import { hubOwner, openerOf, participantOwner, shardOf, streamNames, yearOf } from './published-names';

/** Each case log by itself: one place, positions without gap, one chain, nothing taken twice, receipts about what they stand beside. */
export function checkCaseLogs(ledger: Ledger, findings: Findings): void {
  for (const log of ledger.cases.values()) {
    checkPlace(ledger, findings, log);
    checkPositions(findings, log);
    checkChain(findings, log);
    checkOnce(findings, log);
    checkVersions(findings, log);
    for (const entry of log.entries) {
      const first = log.byIndex.get(entry.logIndex);
      if (entry === first || entry.hash !== first?.hash) checkEntry(ledger, findings, log, entry);
    }
  }
}

function checkPlace(ledger: Ledger, findings: Findings, { caseNo, entries }: CaseLog): void {
  const [first] = entries;
  if (!first) return;
  const home = ledger.regionOf(openerOf(caseNo));
  for (const entry of entries) {
    const isAtHome = entry.region === home && entry.year === yearOf(caseNo) && entry.shard === shardOf(caseNo) && entry.stream === streamNames.cases(entry.region, entry.year);
    if (!isAtHome) findings.add('unexplained', entry, { zh: '不在该办件应在的流与主题', en: 'is not under the stream and subject of its case' }, caseNo);
    if (entry.kind !== 'unreadable' && entry.statedCaseNo !== caseNo) findings.add('unexplained', entry, { zh: `条目自称属于 ${entry.statedCaseNo}`, en: `says it belongs to ${entry.statedCaseNo}` }, caseNo);
    if (entry.stream !== first.stream) findings.add('doubled', entry, { zh: `同一办件另有日志于 ${first.stream}`, en: `the case has another log in ${first.stream}` }, caseNo);
  }
}

function checkPositions(findings: Findings, log: CaseLog): void {
  const { caseNo, entries, byIndex } = log;
  let before: Entry | undefined;
  for (const entry of entries) {
    if (entry.kind === 'unreadable') {
      findings.add('unexplained', entry, { zh: '无法读作日志条目', en: 'cannot be read as an entry' }, caseNo);
      continue;
    }
    const taken = byIndex.get(entry.logIndex);
    if (taken && taken !== entry) {
      const words = taken.hash === entry.hash ? { zh: `与 ${placeOf(taken)} 相同`, en: `is ${placeOf(taken)} again` }
        : { zh: `与 ${placeOf(taken)} 同占第 ${entry.logIndex} 条`, en: `claims position ${entry.logIndex}, as ${placeOf(taken)} does` };
      findings.add('doubled', entry, words, caseNo);
      continue;
    }
    if (before && entry.logIndex < before.logIndex) {
      findings.add('out-of-order', entry, { zh: `第 ${entry.logIndex} 条排在第 ${before.logIndex} 条之后`, en: `entry ${entry.logIndex} stands after entry ${before.logIndex}` }, caseNo);
    }
    before = entry;
  }
  const highest = Math.max(0, ...byIndex.keys());
  if (highest > entries.length + MISSING_NAMED_MAX) {
    findings.add('unexplained', entries[0]!, { zh: `第 ${highest} 条的序号远多于条目数`, en: `claims position ${highest}, far beyond the number of entries` }, caseNo);
    return;
  }
  const { inOrder } = log;
  for (let index = 1; index < highest; index++) {
    if (byIndex.has(index)) continue;
    const next = inOrder.find(({ logIndex }) => logIndex > index)!;
    findings.add('lost', next, { zh: `第 ${index} 条不在日志中`, en: `entry ${index} is not in the log` }, caseNo);
  }
}
/** Positions beyond the entries that are there are named one by one up to this many. */
const MISSING_NAMED_MAX = 1_000;

function checkChain(findings: Findings, { caseNo, byIndex }: CaseLog): void {
  for (const entry of byIndex.values()) {
    const before = byIndex.get(entry.logIndex - 1);
    if (entry.logIndex > 1 && before === undefined) continue; // the missing entry is a finding already
    if (entry.previousHash === (before?.hash ?? '')) continue;
    findings.add('unexplained', entry, { zh: '链条断裂：所载哈希不是前一条的哈希', en: 'the chain is broken: it does not carry the hash of the entry before' }, caseNo);
  }
}

function checkOnce(findings: Findings, { caseNo, byIndex }: CaseLog): void {
  const digests = new Map<string, Entry>();
  const keys = new Map<string, Entry>();
  const claims = new Map<string, Entry>();
  const alarms = new Map<string, Entry>();
  for (const entry of byIndex.values()) {
    const { digest, message } = entry;
    const sameBytes = digest === undefined ? undefined : digests.get(digest);
    if (sameBytes) findings.add('doubled', entry, { zh: `同一消息已在 ${placeOf(sameBytes)} 决定`, en: `the same message was decided on at ${placeOf(sameBytes)}` }, caseNo);
    else if (digest !== undefined) digests.set(digest, entry);
    if (entry.kind === 'registered' && message) {
      const key = `${message.sender}|${message.messageId}`;
      const sameKey = keys.get(key);
      if (sameKey && !sameBytes) findings.add('doubled', entry, { zh: `同一发送方的同一消息标识已在 ${placeOf(sameKey)} 登记`, en: `its sender's message id was registered at ${placeOf(sameKey)}` }, caseNo);
      else keys.set(key, entry);
    }
    for (const { key } of entry.alarms ?? []) {
      const same = alarms.get(key);
      if (same) findings.add('doubled', entry, { zh: `同一时限提醒已在 ${placeOf(same)} 发出`, en: `an alarm was raised at ${placeOf(same)} already` }, caseNo);
      else alarms.set(key, entry);
    }
    for (const receipt of entry.receipts) {
      const same = claims.get(claimOf(receipt));
      if (same) findings.add('doubled', entry, { zh: `回执已在 ${placeOf(same)} 记录`, en: `a receipt was recorded at ${placeOf(same)}` }, caseNo);
      else claims.set(claimOf(receipt), entry);
    }
  }
}

/** A case follows the version of its first registered message, and another only by an entry that says from which to which; every registered message names one that it followed by then. */
function checkVersions(findings: Findings, { caseNo, inOrder }: CaseLog): void {
  let present: string | undefined;
  const followed = new Set<string>();
  for (const entry of inOrder) {
    const { kind, message, versions } = entry;
    if (kind === 'registered' && message) {
      present ??= message.schema;
      followed.add(present);
      if (!followed.has(message.schema)) findings.add('unexplained', entry, { zh: '登记的消息所用版本是该办件从未遵循的', en: 'registers a message of a version that the case never followed' }, caseNo);
    }
    if (kind !== 'migrated' || !versions) continue;
    if (versions.from !== present || versions.to === versions.from) findings.add('unexplained', entry, { zh: '迁移并非自该办件所遵循的版本', en: 'moves the case from a version that it does not follow' }, caseNo);
    present = versions.to;
    followed.add(present);
  }
}

function checkEntry(ledger: Ledger, findings: Findings, log: CaseLog, entry: Entry): void {
  const { caseNo } = log;
  const wrong = (zh: string, en: string): void => findings.add('unexplained', entry, { zh, en }, caseNo);
  if (entry.kind === 'receipts') {
    for (const receipt of entry.receipts) checkRecorded(log, receipt, wrong);
    return;
  }
  if (entry.kind === 'unreadable' || entry.kind === 'migrated' || entry.kind === 'alarmed') return;
  const { message, received, verdict, digest } = entry;
  if (!message || message.caseNo !== caseNo || message.homeRegion !== entry.region) wrong('所载消息不属于该办件', 'the message in it does not belong to the case');
  if (received?.level !== 'RECEIVED' || received.about !== digest || received.issuer !== hubOwner(ledger.regionOf(message?.sender ?? '') ?? '')) {
    wrong('没有发送方区域关于这些字节的 RECEIVED', "has no RECEIVED of the sender's region about these bytes");
  }
  const level = entry.kind === 'registered' ? 'REGISTERED' : 'REJECTED';
  const isAboutThis = verdict?.level === level && verdict.about === digest && verdict.issuer === hubOwner(entry.region) && verdict.caseNo === caseNo
    && verdict.logIndex === entry.logIndex && verdict.at === entry.registeredAt && verdict.deliveryNo === entry.deliveryNo;
  if (!isAboutThis) wrong(`没有属地枢纽关于该条的 ${level}`, `has no ${level} of its home about this very entry`);
}

function checkRecorded(log: CaseLog, receipt: ReceiptFact, wrong: (zh: string, en: string) => void): void {
  const about = log.byDigest.get(receipt.about);
  const parties = log.parties;
  const isRecipient = about?.message !== undefined && parties.some((party) => party !== about.message!.sender && participantOwner(party) === receipt.issuer);
  if (about?.kind !== 'registered' || !isRecipient) wrong('所记回执与登记的消息或其收件方不符', 'records a receipt that is not of the recipient of a registered message');
  if (receipt.level !== 'DELIVERED' && receipt.level !== 'TAKEN' && receipt.level !== 'REJECTED') wrong(`所记回执为 ${receipt.level}`, `records a receipt that says ${receipt.level}`);
}
