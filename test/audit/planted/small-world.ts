import type { Arrival, Entry, ErasureDoneFact, Exchange, Facts, Level, MessageFact, ReceiptFact, StreamFacts } from '../core/facts';
import { HUB, NOBODY, STATEMENTS, consumerNames, messageIds, openerOf, shardOf, streamNames, yearOf } from '../core/published-names';
import { emptyFacts } from '../read/read-regions';
import { takeOutCarriers } from './take-out';

type Open<T> = { -readonly [K in keyof T]: T[K] };
/** Facts that a test may change. */
export type World = Omit<Facts, 'streams' | 'floors'> & { readonly streams: Map<string, Open<StreamFacts>>; readonly floors: Map<string, number> };

const HOME: Readonly<Record<string, string>> = { 310000: 'yrd', 510000: 'ccec' };
const REGIONS = ['yrd', 'ccec'];
export const CASE = '310000-20260302-7K3M9QX-4';
export const NOW_MS = Date.parse('2026-03-02T12:00:00Z');
const BEGAN_MS = NOW_MS - 3_600_000;
const DAYS_30_MS = 30 * 86_400_000;

/** What a faultless hub stores about a few messages, as facts. Every test changes it and says what must be found. */
export class SmallWorld {
  readonly facts: World;
  private nowMs = BEGAN_MS;
  private logIndex = 0;
  private hash = '';
  private schema = 'version 1';

  constructor(settled = true) {
    this.facts = { ...emptyFacts('sandbox', REGIONS, Object.keys(HOME), new Map(), settled), floors: new Map(), streams: new Map<string, Open<StreamFacts>>() };
    for (const region of REGIONS) {
      for (const name of [streamNames.outbox(region), streamNames.inbox(region)]) this.addStream(name, region, DAYS_30_MS);
      for (const name of [streamNames.rejected(region), streamNames.failed(region), streamNames.cases(region, yearOf(CASE))]) this.addStream(name, region, 0);
    }
    for (const [participant, region] of Object.entries(HOME)) this.addStream(streamNames.submit(participant), region, DAYS_30_MS);
  }

  /** A message that is submitted, forwarded, registered and delivered to both sides. */
  register(sender: string, messageId: string): { readonly message: MessageFact; readonly entry: Entry } {
    const message: MessageFact = { digest: `bytes of ${messageId}`, messageId, caseNo: CASE, sender, recipient: sender === '310000' ? '510000' : '310000', homeRegion: 'yrd', schema: this.schema };
    const { received } = this.admit(message);
    const verdict = this.receipt('REGISTERED', 'hub:yrd', message, this.logIndex + 1);
    const entry = this.append({ kind: 'registered', digest: message.digest, message, received, verdict, registeredAt: verdict.at, deliveryNo: verdict.deliveryNo });
    for (const party of ['310000', '510000']) this.send('yrd', { from: HUB, to: party, kind: 'delivery', digest: message.digest, msgId: messageIds.delivery(CASE, entry.logIndex, party), message, received, registered: verdict });
    return { message, entry };
  }

  /** The same bytes again: forwarded, and answered with the original receipts. */
  resend({ message, entry }: { readonly message: MessageFact; readonly entry: Entry }): void {
    const { mail } = this.admit(message, entry.received);
    this.send('yrd', { from: HUB, to: message.sender, kind: 'receipts', digest: `repeat ${mail.seq}`, msgId: messageIds.repeat(mail.seq, message.sender), batch: { caseNo: CASE, receipts: [entry.received!, entry.verdict!] } });
  }

  /** The recipient's receipt: submitted, forwarded, recorded, relayed. */
  acknowledge(message: MessageFact, level: Level): ReceiptFact {
    const receipt = this.receipt(level, `participant:${message.recipient}`, message);
    const batch = { caseNo: CASE, receipts: [receipt] };
    const digest = `batch ${receipt.id}`;
    const submission = this.submit(message.recipient, 'receipts', digest);
    this.send(HOME[message.recipient]!, { from: message.recipient, to: HUB, kind: 'receipts', digest, msgId: messageIds.forward(message.recipient, submission), batch });
    const entry = this.append({ kind: 'receipts', receipts: [receipt] });
    this.send('yrd', { from: HUB, to: message.sender, kind: 'receipts', digest: `relay ${receipt.id}`, msgId: messageIds.delivery(CASE, entry.logIndex, message.sender), batch });
    return receipt;
  }

  /** A first message that a switch keeps undecided: received, and in the INBOX of its home. */
  keepBack(sender: string, messageId: string): string {
    const digest = `bytes of ${messageId}`;
    this.admit({ digest, messageId, caseNo: CASE, sender, recipient: sender === '310000' ? '510000' : '310000', homeRegion: 'yrd', schema: this.schema });
    (this.facts.keptBack as Set<string>).add(`yrd|${digest}`);
    return digest;
  }

  /** The case moves to another version of its flow, and both sides are told. */
  migrate(to: string): Entry {
    const entry = this.append({ kind: 'migrated', versions: { from: this.schema, to } });
    this.schema = to;
    for (const party of ['310000', '510000']) this.send('yrd', { from: HUB, to: party, kind: 'receipts', digest: `notice ${entry.logIndex}`, msgId: messageIds.delivery(CASE, entry.logIndex, party), batch: { caseNo: CASE, receipts: [] } });
    return entry;
  }

  /** The clocks of the case raise alarms, and those are told that they are for. */
  alarm(alarms: NonNullable<Entry['alarms']>): Entry {
    const entry = this.append({ kind: 'alarmed', alarms });
    for (const [side, party] of [['opener', '310000'], ['counterpart', '510000']] as const) {
      if (!alarms.some(({ to }) => to.includes(side))) continue;
      this.send('yrd', { from: HUB, to: party, kind: 'receipts', digest: `alarms ${entry.logIndex}`, msgId: messageIds.delivery(CASE, entry.logIndex, party), batch: { caseNo: CASE, receipts: [] } });
    }
    return entry;
  }

  /** Two persons have these messages erased, and the regions are told. Nothing is deleted yet. */
  orderErasure(messages: readonly MessageFact[], actionId = 'erasure-1', regions: readonly string[] = REGIONS): Entry {
    const erased = messages.map(({ messageId, sender, digest }) => ({ messageId, sender, digest }));
    const order = { statement: STATEMENTS.erasureOrder, environment: 'sandbox', issuer: 'hub:yrd', actionId, caseNo: CASE, messages: erased };
    const entry = this.append({
      kind: 'alarmed', alarms: [{ key: `erased|${actionId}`, to: ['opener', 'counterpart'] }], erasure: { actionId, proposedBy: 'person:one', confirmedBy: 'person:two', regions, messages: [...erased], order },
    });
    for (const region of regions) this.send('yrd', { from: HUB, to: HUB, kind: 'erasure', digest: `order ${actionId}`, msgId: messageIds.erasure(CASE, entry.logIndex, region) }, region);
    for (const party of ['310000', '510000']) this.send('yrd', { from: HUB, to: party, kind: 'receipts', digest: `notice ${entry.logIndex}`, msgId: messageIds.delivery(CASE, entry.logIndex, party), batch: { caseNo: CASE, receipts: [] } });
    return entry;
  }

  /** A region deletes what carried the keys of an order's messages, and says so; the log has its word. `again`: tells its answers apart. */
  confirmErasure(region: string, { erasure }: Entry, again = 0): Entry {
    const { actionId, messages } = erasure!;
    const deleted = takeOutCarriers(this.facts, region, new Set(messages.map(({ digest }) => digest)));
    const done: ErasureDoneFact = { id: `${region} ${actionId} ${again}`, statement: STATEMENTS.erasureDone, environment: 'sandbox', issuer: `hub:${region}`, actionId, caseNo: CASE, messages: deleted };
    this.send(region, { from: HUB, to: HUB, kind: 'erasure-done', digest: `done ${done.id}`, msgId: `erd:${CASE}:${actionId}:${again}`, erasureDone: done });
    return this.append({ kind: 'receipts', confirmation: { actionId, region, done } });
  }

  /** A region vouches to the home of the case for what it received of a participant up to a sequence. */
  vouch(region: string, participant: string, seq: number): void {
    this.send(region, { from: HUB, to: NOBODY, kind: 'watermark', digest: `word of ${region}`, msgId: `wm:${region}:yrd:0:0`, watermark: { region, until: '2026-03-02T00:00:00+08:00', positions: [{ participant, seq }] } });
  }

  /** A message the border refuses and keeps. */
  refuse(sender: string, digest: string): void {
    const region = HOME[sender]!;
    const seq = this.submit(sender, 'message', digest);
    const rejected: ReceiptFact = { ...this.receipt('REJECTED', `hub:${region}`, { digest, sender, messageId: '', caseNo: '' }), deliveryNo: 0 };
    this.facts.rejections.push({ ...this.store(streamNames.rejected(region), region), submittedBy: sender, digest, msgId: '', rejected });
    this.send(region, { from: HUB, to: sender, kind: 'receipts', digest: `refusal ${digest}`, msgId: messageIds.received(sender, seq), batch: { caseNo: '', receipts: [rejected] } });
  }

  private admit(message: MessageFact, first?: ReceiptFact): { received: ReceiptFact; mail: Exchange } {
    const region = HOME[message.sender]!;
    const seq = this.submit(message.sender, 'message', message.digest);
    const received = first ?? this.receipt('RECEIVED', `hub:${region}`, message);
    const mail = this.send(region, { from: message.sender, to: HUB, kind: 'message', digest: message.digest, msgId: messageIds.forward(message.sender, seq), message, received })!;
    this.send(region, { from: HUB, to: message.sender, kind: 'receipts', digest: `answer ${message.sender} ${seq}`, msgId: messageIds.received(message.sender, seq), batch: { caseNo: CASE, receipts: [received] } });
    return { received, mail };
  }
  private submit(participant: string, kind: string, digest: string): number {
    const stored = this.store(streamNames.submit(participant), HOME[participant]!);
    this.facts.submissions.push({ ...stored, participant, homeRegion: 'yrd', kind, digest, lane: CASE });
    this.facts.floors.set(`${stored.stream}/${consumerNames.border}`, stored.seq);
    return stored.seq;
  }
  /** Into the OUTBOX and on to the INBOX it is for; inside a region, into the INBOX at once. @returns the copy at the hub, for what is addressed to one. */
  private send(region: string, row: Pick<Exchange, 'from' | 'to' | 'kind' | 'digest' | 'msgId' | 'message' | 'received' | 'registered' | 'batch' | 'watermark' | 'erasureDone'>, toRegion = row.to === HUB || row.to === NOBODY ? 'yrd' : HOME[row.to]!): Exchange | undefined {
    const shard = shardOf(CASE);
    const inside = region === toRegion;
    const first = this.store(inside ? streamNames.inbox(region) : streamNames.outbox(region), region);
    const sent: Exchange = { ...first, ...row, fromRegion: region, toRegion, shard, print: `${row.msgId} ${row.digest}` };
    this.facts.outbox.get(region)!.push(sent);
    const stored = inside ? first : this.store(streamNames.inbox(toRegion), toRegion);
    const arrival: Arrival = { ...stored, print: sent.print, msgId: sent.msgId, digest: sent.digest, fromRegion: region, ...(!inside && { origin: { stream: sent.stream, seq: sent.seq } }) };
    this.facts.arrivals.get(toRegion)!.push(arrival);
    if (!inside) this.facts.floors.set(`${sent.stream}/${consumerNames.source(toRegion)}`, sent.seq);
    if (row.to !== HUB) return undefined;
    const mail: Exchange = { ...sent, ...stored };
    this.facts.hubMail.get(toRegion)!.push(mail);
    this.facts.floors.set(`${stored.stream}/${consumerNames.shard(shard)}`, stored.seq);
    return mail;
  }
  private append(body: Partial<Entry>): Entry {
    const stored = this.store(streamNames.cases('yrd', yearOf(CASE)), HOME[openerOf(CASE)]!);
    const previousHash = this.hash;
    this.logIndex += 1;
    this.hash = `hash ${this.logIndex}`;
    const entry: Entry = {
      kind: 'receipts', registeredAt: '', deliveryNo: 0, receipts: [], ...body, ...stored,
      year: yearOf(CASE), shard: shardOf(CASE), caseNo: CASE, statedCaseNo: CASE, logIndex: this.logIndex, previousHash, hash: this.hash,
    };
    this.facts.entries.push(entry);
    this.facts.floors.set(`${stored.stream}/${consumerNames.dispatcher}`, stored.seq);
    return entry;
  }
  private receipt(level: Level, issuer: string, about: Pick<MessageFact, 'digest' | 'sender' | 'messageId' | 'caseNo'>, logIndex = 0): ReceiptFact {
    const id = `${level} by ${issuer} of ${about.digest}`;
    return { id, level, issuer, about: about.digest, messageId: about.messageId, caseNo: about.caseNo, sender: about.sender, at: new Date(this.nowMs).toISOString(), logIndex, deliveryNo: logIndex };
  }
  private addStream(stream: string, region: string, maxAgeMs: number): void {
    this.facts.streams.set(stream, { stream, region, firstSeq: 1, lastSeq: 0, createdMs: BEGAN_MS, takenMs: NOW_MS, maxAgeMs, perSubjectMax: 0, duplicateWindowMs: 600_000, gaps: [] });
  }
  private store(stream: string, region: string): { stream: string; region: string; seq: number; storedMs: number } {
    const facts = this.facts.streams.get(stream)!;
    facts.lastSeq += 1;
    this.nowMs += 1_000;
    return { stream, region, seq: facts.lastSeq, storedMs: this.nowMs };
  }
}

/** An opening by 310000 that 510000 delivered and took, an answer, a resend and a refusal. */
export function faultlessWorld(settled = true): World {
  const world = new SmallWorld(settled);
  const opening = world.register('310000', 'm-1');
  world.acknowledge(opening.message, 'DELIVERED');
  world.acknowledge(opening.message, 'TAKEN');
  world.register('510000', 'm-2');
  world.resend(opening);
  world.refuse('510000', 'nonsense');
  return world.facts;
}
