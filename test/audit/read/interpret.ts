import { type Arrival, type Entry, type Exchange, type Facts, isInside } from '../core/facts';
import { HUB, headerNames, isFailureAction, parseCaseSubject, parseExchangeSubject, parseSubmitSubject, sealedIdOf } from '../core/published-names';
import { type Evidence, digestOf, erasedMessages } from '../trust/evidence';
import type { StoredMessage } from './region-link';
import type { StaticContract } from './static-contract';

export interface Reading {
  readonly facts: Facts;
  readonly contract: StaticContract;
  readonly evidence: Evidence;
}
export interface Source { readonly stream: string; readonly region: string }
type Interpret = (reading: Reading, source: Source, stored: StoredMessage) => void;

const stamp = ({ stream, region }: Source, { seq, storedMs }: StoredMessage) => ({ stream, region, seq, storedMs });
const unreadable = ({ facts }: Reading, { stream }: Source, { seq }: StoredMessage, what: string): void => void facts.unreadable.push({ where: `${stream}#${seq}`, what });

export const submission: Interpret = (reading, source, stored) => {
  const subject = parseSubmitSubject(stored.subject);
  if (!subject) return unreadable(reading, source, stored, 'a submission');
  reading.facts.submissions.push({
    ...stamp(source, stored), participant: subject.participant, homeRegion: subject.homeRegion, kind: subject.kind, digest: digestOf(stored.data), lane: stored.headers.get(headerNames.subject) ?? '',
  });
};

export const outbox: Interpret = (reading, source, stored) => {
  const row = exchangeOf(reading, source, stored);
  if (row) reading.facts.outbox.get(source.region)!.push(row);
  else unreadable(reading, source, stored, 'a message between regions');
};

/** What came for a participant from another region is known from the OUTBOX it came from: only its way is looked at here. */
export const inbox: Interpret = (reading, source, stored) => {
  const subject = parseExchangeSubject(stored.subject);
  if (!subject) return unreadable(reading, source, stored, 'a message between regions');
  const origin = originOf(stored);
  const digest = digestOf(stored.data);
  const arrival: Arrival = { ...stamp(source, stored), print: printOf(stored, digest), msgId: msgIdOf(stored), digest, fromRegion: subject.fromRegion, ...(origin && { origin }) };
  reading.facts.arrivals.get(source.region)!.push(arrival);
  if (subject.to !== HUB && !isInside(arrival)) return;
  const row = exchangeOf(reading, source, stored)!;
  if (isInside(arrival)) reading.facts.outbox.get(source.region)!.push(row);
  if (subject.to === HUB) reading.facts.hubMail.get(source.region)!.push(row);
};

function exchangeOf({ contract, evidence }: Reading, source: Source, stored: StoredMessage): Exchange | undefined {
  const subject = parseExchangeSubject(stored.subject);
  if (!subject) return undefined;
  const digest = digestOf(stored.data);
  const header = (name: string): string => stored.headers.get(name) ?? '';
  const received = header(headerNames.received) ? evidence.receiptOf(header(headerNames.received)) : undefined;
  const registered = header(headerNames.registered) ? evidence.receiptOf(header(headerNames.registered)) : undefined;
  const repairs = header(headerNames.repairs).split(',').map(Number).filter((seq) => seq > 0);
  const base = { ...stamp(source, stored), ...subject, ...(repairs.length > 0 && { repairs }), print: printOf(stored, digest), msgId: msgIdOf(stored), digest, ...(received && { received }), ...(registered && { registered }) };
  if (subject.kind === 'greeting' || subject.kind === 'erasure') return base;
  if (subject.kind === 'erasure-done') {
    const erasureDone = evidence.erasureDone(contract.decode('SignedErasureDone', stored.data));
    return { ...base, ...(erasureDone && { erasureDone }) };
  }
  if (subject.kind === 'watermark') {
    const watermark = evidence.watermark(stored.data);
    return { ...base, ...(watermark && { watermark }) };
  }
  if (subject.kind === 'attachment') {
    const announced = contract.decode('AttachmentAnnouncement', stored.data);
    return { ...base, ...(announced && { announced: { participant: announced.participant, fileId: announced.fileId } }) };
  }
  if (subject.kind !== 'receipts') {
    const message = evidence.message(stored.data, digest, received?.at);
    return { ...base, ...(message && { message }) };
  }
  const batch = contract.decode('ReceiptBatch', stored.data);
  return { ...base, ...(batch && { batch: { caseNo: batch.caseNo, receipts: batch.receipts.flatMap((signed) => evidence.receipt(signed) ?? []) } }) };
}

const msgIdOf = ({ headers }: StoredMessage): string => sealedIdOf(headers.get(headerNames.msgId) ?? '');

/** Over everything a source copies: subject, payload, and the publisher's headers. */
function printOf({ subject, headers }: StoredMessage, digest: string): string {
  const own = [...headers].filter(([name]) => name === headerNames.msgId || !name.startsWith('Nats-')).sort(([a], [b]) => (a < b ? -1 : 1));
  return digestOf(JSON.stringify([subject, digest, own]));
}

/** `<stream>[:<where>] <sequence> …`, written by the server. */
function originOf({ headers }: StoredMessage): { stream: string; seq: number } | undefined {
  const [stream = '', seq = ''] = (headers.get(headerNames.source) ?? '').split(' ');
  return seq ? { stream: stream.split(':')[0]!, seq: Number(seq) } : undefined;
}

export const caseEntry: Interpret = ({ facts, contract, evidence }, source, stored) => {
  const { year = '', shard = '', caseNo = '' } = parseCaseSubject(stored.subject) ?? {};
  const at = { ...stamp(source, stored), year, shard, caseNo, hash: digestOf(stored.data) };
  const entry = contract.decode('CaseEntry', stored.data);
  const body = entry?.registered ?? entry?.rejected ?? entry?.receipts ?? entry?.migrated ?? entry?.alarmed ?? entry?.lapsed ?? entry?.erased ?? entry?.erasureConfirmed;
  if (!entry || !body) {
    facts.entries.push({ ...at, kind: 'unreadable', statedCaseNo: '', logIndex: 0, previousHash: '', registeredAt: '', deliveryNo: 0, receipts: [] });
    return;
  }
  const common = { ...at, statedCaseNo: entry.caseNo, logIndex: entry.logIndex, previousHash: Buffer.from(entry.previousHash).toString('base64'), registeredAt: entry.registeredAt };
  if (entry.migrated) {
    facts.entries.push({ ...common, kind: 'migrated', deliveryNo: 0, receipts: [], versions: { from: entry.migrated.fromDigest, to: entry.migrated.toDigest } });
    return;
  }
  if (entry.alarmed) {
    const alarms = entry.alarmed.alarms.map(({ stage, deadlineId, run, level, to }) => ({ key: [stage, deadlineId, run, level].join('|'), to }));
    facts.entries.push({ ...common, kind: 'alarmed', deliveryNo: 0, receipts: [], alarms });
    return;
  }
  if (entry.lapsed) {
    // Told to both sides as an alarm is.
    facts.entries.push({ ...common, kind: 'alarmed', deliveryNo: 0, receipts: [], alarms: [{ key: `lapsed|${entry.lapsed.deadlineId}|${entry.lapsed.dueOn}`, to: ['opener', 'counterpart'] }] });
    return;
  }
  if (entry.erased) {
    // Told to both sides as an alarm is; what was registered stays, sealed for ever.
    const { actionId, proposedBy, confirmedBy, regions, messages } = entry.erased;
    const order = evidence.erasureOrder(entry.erased.order);
    facts.entries.push({
      ...common, kind: 'alarmed', deliveryNo: 0, receipts: [], alarms: [{ key: `erased|${actionId}`, to: ['opener', 'counterpart'] }],
      erasure: { actionId, proposedBy, confirmedBy, regions, messages: erasedMessages(messages), ...(order && { order }) },
    });
    return;
  }
  if (entry.erasureConfirmed) {
    const { actionId, region } = entry.erasureConfirmed;
    const done = evidence.erasureDone(entry.erasureConfirmed.done);
    facts.entries.push({ ...common, kind: 'receipts', deliveryNo: 0, receipts: [], confirmation: { actionId, region, ...(done && { done }) } });
    return;
  }
  const decided = entry.registered ?? entry.rejected;
  if (!decided) {
    facts.entries.push({ ...common, kind: 'receipts', deliveryNo: 0, receipts: (entry.receipts?.receipts ?? []).flatMap((signed) => evidence.receipt(signed) ?? []) });
    return;
  }
  const digest = digestOf(decided.message);
  const received = evidence.receipt(decided.received);
  const verdict = evidence.receipt(entry.registered?.registered ?? entry.rejected?.rejected);
  const message = evidence.message(decided.message, digest, received?.at ?? entry.registeredAt);
  const fact: Entry = {
    ...common, kind: entry.registered ? 'registered' : 'rejected', deliveryNo: entry.registered?.deliveryNo ?? 0, digest, receipts: [],
    ...(message && { message }), ...(received && { received }), ...(verdict && { verdict }),
  };
  facts.entries.push(fact);
};

export const rejection: Interpret = (reading, source, stored) => {
  const { facts, contract, evidence } = reading;
  const message = contract.decode('RejectedMessage', stored.data);
  if (!message) return unreadable(reading, source, stored, 'a rejected message');
  const rejected = evidence.receipt(message.rejected);
  facts.rejections.push({
    ...stamp(source, stored), submittedBy: message.submittedBy, digest: digestOf(message.original), msgId: stored.headers.get(headerNames.msgId) ?? '', ...(rejected && { rejected }),
  });
};

export const failure: Interpret = (reading, source, stored) => {
  // What operators did about a failed message says nothing of what became of messages: that stands where they are.
  if (isFailureAction(stored.subject)) return;
  const message = reading.contract.decode('FailedMessage', stored.data);
  if (!message) return unreadable(reading, source, stored, 'a failed message');
  reading.facts.failures.push({ ...stamp(source, stored), ofStream: message.stream, ofSeq: Number(message.streamSequence.toString()), digest: digestOf(message.original) });
};

