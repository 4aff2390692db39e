import { alarmedParties } from './case-log';
import { type Exchange, type ReceiptFact, placeOf } from './facts';
import type { Findings, Words } from './findings';
import type { Ledger } from './ledger';
import { DIGEST_OF_NOTHING, FILES, HUB, NOBODY, type MessageIdFacts, hubOwner, messageIds, parseMessageId, streamNames } from './published-names';
import { causeMayBeExpired, isInGap } from './retention';

/** What is wrong with a message that a region sent: nothing, its cause is lost, or no cause at all. */
type Verdict = undefined | { readonly cls: 'lost' | 'unexplained'; readonly words: Words };

/** Every message that a region sent, to another or to its own INBOX, follows from something, and is there once. */
export function checkOutbox(ledger: Ledger, findings: Findings): void {
  for (const rows of ledger.facts.outbox.values()) checkRegion(ledger, findings, rows);
}

function checkRegion(ledger: Ledger, findings: Findings, rows: readonly Exchange[]): void {
  const explained = new Map<string, Exchange>();
  const firstOfId = new Map<string, Exchange>();
  const suspects: { row: Exchange; verdict: NonNullable<Verdict> }[] = [];
  for (const row of rows) {
    const before = row.msgId === '' ? undefined : firstOfId.get(row.msgId);
    if (before) checkRepeat(ledger, findings, before, row);
    if (before?.print === row.print) continue;
    firstOfId.set(row.msgId, row);
    const verdict = causeOf(ledger, findings, row);
    if (verdict) suspects.push({ row, verdict });
    else explained.set(contentOf(row), row);
  }
  for (const { row, verdict } of suspects) {
    const original = explained.get(contentOf(row));
    const caseNo = row.message?.caseNo ?? row.batch?.caseNo;
    if (original) findings.add('doubled', row, { zh: `与 ${placeOf(original)} 相同，却以另一标识再次发出`, en: `is ${placeOf(original)} again under another id` }, caseNo);
    else findings.add(verdict.cls, row, verdict.words, caseNo);
  }
}

const contentOf = ({ from, toRegion, to, kind, digest }: Exchange): string => `${from}|${toRegion}|${to}|${kind}|${digest}`;

/** A publisher that came back after the duplicate window may store a message once more; inside it the server refuses. */
function checkRepeat(ledger: Ledger, findings: Findings, before: Exchange, row: Exchange): void {
  const windowMs = ledger.stream(row.stream)?.duplicateWindowMs ?? 0;
  if (before.print === row.print && row.storedMs - before.storedMs >= windowMs) return;
  findings.add('doubled', row, { zh: `标识与 ${placeOf(before)} 相同`, en: `has the id of ${placeOf(before)}` }, row.message?.caseNo ?? row.batch?.caseNo);
}

const unexplained = (zh: string, en: string): Verdict => ({ cls: 'unexplained', words: { zh, en } });
const lost = (zh: string, en: string): Verdict => ({ cls: 'lost', words: { zh, en } });

function causeOf(ledger: Ledger, findings: Findings, row: Exchange): Verdict {
  if (isGreeting(row) || isAnnouncement(ledger, row) || isOfErasure(ledger, row)) return undefined;
  if (row.kind === 'watermark') return causeOfWatermark(ledger, row);
  const id = parseMessageId(row.msgId);
  if (!id) return unexplained('没有可以说明来历的标识', 'its id does not say what it follows from');
  if (id.kind === 'repair') return causeOfRepair(ledger, findings, row, id.seq);
  if (row.from !== HUB) return id.kind === 'forward' && id.participant === row.from && row.to === HUB ? causeOfForward(ledger, findings, row, id.seq) : unexplained('不是对提交的转发', 'forwards no submission');
  if (id.kind === 'forward' || id.participant !== row.to) return unexplained('收件人与标识不符', 'its id names another recipient');
  if (ledger.regionOf(row.to) !== row.toRegion) return unexplained(`${row.to} 不属于 ${row.toRegion}`, `${row.to} is not of region ${row.toRegion}`);
  if (id.kind === 'delivery') return causeOfDispatch(ledger, row, id);
  const receipts = row.batch?.receipts ?? [];
  if (row.kind !== 'receipts' || receipts.length === 0) return unexplained('不含回执', 'carries no receipt');
  return id.kind === 'received' ? causeOfAnswer(ledger, findings, row, id.seq, receipts) : causeOfRepeatAnswer(ledger, findings, row, id.seq, receipts);
}

/** Hubs greet each other with nothing, for nobody to read, so that a link has carried something before anything that matters. */
const isGreeting = ({ kind, from, to, region, toRegion, digest }: Exchange): boolean =>
  kind === 'greeting' && from === HUB && to === NOBODY && toRegion !== region && digest === DIGEST_OF_NOTHING;

/** A region tells another, once, that a file of one of its participants is there to be fetched. Whether it is, the streams of messages do not say. */
const isAnnouncement = (ledger: Ledger, { kind, from, to, region, toRegion, msgId, announced }: Exchange): boolean =>
  kind === 'attachment' && from === HUB && to === FILES && toRegion !== region && announced !== undefined && msgId === messageIds.attachment(announced.fileId) && ledger.regionOf(announced.participant) === region;

/** The home of a case orders a region to destroy keys by an entry of its log, and the region answers it. */
function isOfErasure(ledger: Ledger, { kind, from, to, region, toRegion, msgId }: Exchange): boolean {
  if (from !== HUB || to !== HUB) return false;
  const [form, caseNo = ''] = msgId.split(':');
  const home = ledger.cases.get(caseNo)?.entries[0]?.region;
  return (kind === 'erasure' && form === 'era' && home === region) || (kind === 'erasure-done' && form === 'erd' && home === toRegion);
}

/** What its reader lacked is sent again under another id, and is otherwise what it was. */
function causeOfRepair(ledger: Ledger, findings: Findings, row: Exchange, seq: number): Verdict {
  const original = ledger.facts.outbox.get(row.region)?.find((other) => other.stream === row.stream && other.seq === seq);
  if (original === undefined) return isExplainedAbsence(ledger, findings, row.stream, seq, row, row.digest) ? undefined : unexplained(`${row.stream}#${seq} 不存在`, `there is no ${row.stream}#${seq} that it would repeat`);
  const isSame = contentOf(original) === contentOf(row) && seq < row.seq && row.repairs?.includes(seq);
  return isSame ? undefined : unexplained(`与其所称重发的 ${placeOf(original)} 不同`, `is not what ${placeOf(original)} was, which it says it repeats`);
}

/** What a region vouches for stands before its word: nothing that was submitted up to the positions it names was forwarded after it, but for what was set aside before and retried since. What was not forwarded at all is looked at elsewhere. */
function causeOfWatermark(ledger: Ledger, { from, to, region, toRegion, seq, watermark }: Exchange): Verdict {
  if (from !== HUB || to !== NOBODY || watermark?.region !== region) return unexplained('不是本区域的水位', 'is no watermark of its region');
  for (const { participant, seq: until } of watermark.positions) {
    for (let one = ledger.stream(streamNames.submit(participant))?.firstSeq ?? 1; one <= until; one++) {
      const [first] = ledger.outbox(region, `fwd:${participant}:${one}`).filter((row) => row.toRegion === toRegion);
      if (first !== undefined && first.seq > seq && !ledger.isSetAside({ stream: streamNames.submit(participant), seq: one })) return unexplained(`声明已转发，${placeOf(first)} 却在其后`, `vouches for what was forwarded after it, at ${placeOf(first)}`);
    }
  }
  return undefined;
}

function causeOfForward(ledger: Ledger, findings: Findings, row: Exchange, seq: number): Verdict {
  const stream = streamNames.submit(row.from);
  const submission = ledger.submissions.get(`${stream}#${seq}`);
  if (submission === undefined) return isExplainedAbsence(ledger, findings, stream, seq, row, row.digest) ? undefined : unexplained(`${stream}#${seq} 不存在`, `there is no ${stream}#${seq}`);
  if (submission.digest !== row.digest) return unexplained(`内容与 ${stream}#${seq} 不同`, `has other bytes than ${stream}#${seq}`);
  if (row.kind !== 'message') return undefined;
  const { received } = row;
  if (received?.level === 'RECEIVED' && received.about === row.digest && received.issuer === hubOwner(row.region)) return undefined;
  return unexplained('没有本区域关于这些字节的 RECEIVED', 'carries no RECEIVED of its region about these bytes');
}

function causeOfAnswer(ledger: Ledger, findings: Findings, row: Exchange, seq: number, receipts: readonly ReceiptFact[]): Verdict {
  const stream = streamNames.submit(row.to);
  const submission = ledger.submissions.get(`${stream}#${seq}`);
  if (submission === undefined) return isExplainedAbsence(ledger, findings, stream, seq, row, receipts[0]?.about) ? undefined : unexplained(`答复的 ${stream}#${seq} 不存在`, `answers ${stream}#${seq}, which does not exist`);
  // What is wrong with the receipt itself is said where the submission is checked.
  return receipts.length === 1 ? undefined : unexplained('一次提交有多份答复', 'answers one submission more than once');
}

/** The answer to a message that came again, or that no case log takes. The INBOX was read before this OUTBOX. */
function causeOfRepeatAnswer(ledger: Ledger, findings: Findings, row: Exchange, seq: number, receipts: readonly ReceiptFact[]): Verdict {
  const stream = streamNames.inbox(row.region);
  const mail = ledger.hubMail(row.region, seq);
  if (mail === undefined) {
    const isNewer = !ledger.facts.settled && seq > (ledger.stream(stream)?.lastSeq ?? 0);
    return isNewer || isExplainedAbsence(ledger, findings, stream, seq, row, receipts[0]?.about) ? undefined : unexplained(`答复的 ${stream}#${seq} 不存在`, `answers ${stream}#${seq}, which does not exist`);
  }
  return receipts.every(({ about }) => about === mail.digest) ? undefined : unexplained(`回执与 ${stream}#${seq} 无关`, `carries receipts about something else than ${stream}#${seq}`);
}

function causeOfDispatch(ledger: Ledger, row: Exchange, { caseNo, logIndex }: Extract<MessageIdFacts, { kind: 'delivery' }>): Verdict {
  const log = ledger.cases.get(caseNo);
  const entry = log?.byIndex.get(logIndex);
  const claims = row.kind === 'delivery' ? [row.registered].flatMap((one) => one ?? []) : row.batch?.receipts ?? [];
  if (!log || !entry || entry.region !== row.region) {
    const isVouchedFor = claims.length > 0 && claims.every(({ fault }) => fault === undefined);
    return isVouchedFor ? lost(`办件日志没有它所出自的第 ${logIndex} 条`, `comes from entry ${logIndex} of the case, which the log does not have`)
      : unexplained(`办件没有第 ${logIndex} 条，也没有签名证明曾有`, `the case has no entry ${logIndex}, and no signature says there was one`);
  }
  if (row.kind === 'delivery') {
    if (entry.kind !== 'registered' || entry.digest !== row.digest) return unexplained(`内容与 ${placeOf(entry)} 不同`, `has other bytes than ${placeOf(entry)}`);
    if (row.registered?.id !== entry.verdict?.id || row.received?.id !== entry.received?.id) return unexplained(`所附回执与 ${placeOf(entry)} 不同`, `carries other receipts than ${placeOf(entry)}`);
    return log.parties.includes(row.to) ? undefined : unexplained(`${row.to} 不是办件的一方`, `${row.to} is no party of the case`);
  }
  if (entry.kind === 'migrated') {
    return claims.length === 0 && log.parties.includes(row.to) ? undefined : unexplained(`与 ${placeOf(entry)} 的迁移不符`, `does not tell a party of the move at ${placeOf(entry)}`);
  }
  if (entry.kind === 'alarmed') {
    return claims.length === 0 && alarmedParties(entry, log.parties).includes(row.to) ? undefined : unexplained(`与 ${placeOf(entry)} 的时限提醒不符`, `does not tell a party of its alarms at ${placeOf(entry)}`);
  }
  const recorded = entry.kind === 'rejected' && entry.verdict ? [entry.verdict] : entry.receipts.filter(({ sender }) => sender === row.to);
  const isSame = recorded.length > 0 && recorded.length === claims.length && recorded.every(({ id }, position) => id === claims[position]!.id);
  return isSame ? undefined : unexplained(`所附回执与 ${placeOf(entry)} 不同`, `carries other receipts than ${placeOf(entry)}`);
}

/** Deleted messages are findings of their own stream, or of the erasure of what they were (`digest`); expired ones are none. */
function isExplainedAbsence(ledger: Ledger, findings: Findings, stream: string, seq: number, effect: Exchange, digest: string | undefined): boolean {
  const facts = ledger.stream(stream);
  if (facts === undefined) return false;
  if (causeMayBeExpired(facts, effect.storedMs)) return true;
  const isGone = isInGap(facts, seq) || seq < facts.firstSeq;
  if (isGone && !ledger.erasures.of(digest)) findings.lacks(stream);
  return isGone;
}
