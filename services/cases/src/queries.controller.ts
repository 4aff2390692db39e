import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { CASE_LIST_LIMIT_DEFAULT, type CaseClocksDocument, type FindDocument, TongbanError, decode, encode, readListOrder, streams, v1 } from '@tongban/contracts';
import { beijingDateOf, normaliseCaseNumber, parseCaseNumber } from '@tongban/domain';
import { OnQuery } from '@tongban/messaging';
import { ClockStream, serviceQuery, settingFromProto, settingToProto } from '@tongban/service-kit';
import { readReceipt } from '@tongban/trust';
import { type PassedUntil, parseAlarmFilters, parseCaseFilters, withDuty } from '@tongban/views';
import { CasesRuntime } from './cases.runtime';
import { heldAnswer } from './held/switch-status';
import { cure } from './cures/cure';
import { hubStatus } from './nats/hub-status';
import { LogReader } from './nats/log-reader';
import { signedDryRun } from './migration/dry-run';
import { caseNoOfSubject } from './nats/stream-case-log';
import { caseCounts } from './queries/case-counts';
import { type ShowContext, caseDocument } from './queries/case-document';
import { caseReceiptsPage } from './queries/case-receipts';
import { orderedErasureDocument } from './queries/erasure-document';
import { logTail, readTailQuery } from './queries/log-tail';
import { nextActionsDocument } from './queries/next-actions-document';
import { type CaseRecord, receiptsOf, rejectionsOf } from './record/case-record';
import { onDay, passedUntil } from './views/past-due';
import { SummaryBuilder } from './views/region-summary';

const AT_LEAST_WITHIN_MS = 5000;
const AT_LEAST_AGAIN_MS = 40;

/** Answers about cases homed here. An empty participant is an operator; borders always set it. */
@Controller()
export class QueriesController {
  constructor(@Inject(CasesRuntime) private readonly cases: CasesRuntime, @Inject(ClockStream) private readonly clock: ClockStream) {}

  @OnQuery(serviceQuery('cases.show'))
  async show(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { record, participant } = await this.readable(bytes);
    if (participant && !record.sideOf(participant)) throw new TongbanError('query.forbidden', `${participant} is no party of the case`);
    const document = caseDocument(record, this.context());
    const ordered = this.cases.erasures.ordersFor(record.caseNo).map((order) => orderedErasureDocument(order, this.cases.erasures.whyWaiting(order.actionId)));
    return json({ ...document, ...(await this.cases.successors.of(document, participant)), ...(ordered.length > 0 && { erasuresOrdered: ordered }) });
  }

  /** Successors of a case of any region that are homed here. */
  @OnQuery(serviceQuery('cases.successors'))
  async successors(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { caseNo, participant } = decode(v1.CaseQuery, bytes);
    return json(await this.cases.successors.here(caseNo, participant));
  }

  @OnQuery(serviceQuery('cases.next'))
  async next(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { record, participant } = await this.readable(bytes);
    return json(nextActionsDocument(record, participant, this.context()));
  }

  @OnQuery(serviceQuery('cases.list'))
  async list(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { filters: texts, limit, after, counted, order: orderText, asIs } = decode(v1.CaseListQuery, bytes);
    const { number = '' } = texts;
    const [{ today }, order, passed] = [this.context(), readListOrder(orderText), this.passedUntil()];
    const given = parseCaseFilters({ ...texts, number: normaliseCaseNumber(number) ?? number }, today, passed);
    const filters = order === 'due' ? withDuty(given) : given;
    if (!asIs) await this.cases.views.level();
    const { views } = this.cases.views;
    const [page, total] = await Promise.all([views.list(filters, limit || CASE_LIST_LIMIT_DEFAULT, after || undefined, order), counted ? views.count(filters) : undefined]);
    return json({ ...page, rows: page.rows.map((row) => onDay(row, today, passed)), ...(total !== undefined && { total }) });
  }

  /** A CaseListQuery with the filters `to` and `stage`. */
  @OnQuery(serviceQuery('cases.alarms'))
  async alarms(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { filters: texts, limit, after, counted, asIs } = decode(v1.CaseListQuery, bytes);
    const filters = parseAlarmFilters(texts);
    if (!asIs) await this.cases.views.level();
    const { views } = this.cases.views;
    const [page, total] = await Promise.all([views.alarms(filters, limit || CASE_LIST_LIMIT_DEFAULT, after || undefined), counted ? views.countAlarms(filters) : undefined]);
    return json({ ...page, ...(total !== undefined && { total }) });
  }

  @OnQuery(serviceQuery('cases.find'))
  async find(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { value, participant } = decode(v1.FindQuery, bytes);
    if (value === '' || value.includes('|') || value.length > 200) throw new TongbanError('query.invalid', 'a value of 1 to 200 characters');
    await this.cases.views.level();
    const matches = await this.cases.views.views.find(normaliseCaseNumber(value) ?? value);
    const visible = participant ? await this.visibleTo(participant, matches) : matches;
    return json({ value, matches: visible } satisfies FindDocument);
  }

  @OnQuery(serviceQuery('cases.receipts'))
  async receipts(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { caseNo, messageId, participant } = decode(v1.ReceiptsQuery, bytes);
    const record = await this.cases.store.load(caseNo);
    const message = record.messageOf(participant, messageId);
    if (!message) throw (await this.held(caseNo, participant)) ?? new TongbanError('find.nothing', 'the log of the case has no such message of this sender');
    return encode(v1.ReceiptBatch, { caseNo, receipts: receiptsOf(message), rejections: rejectionsOf(message) });
  }

  /** Every receipt of a case, a page at a time. */
  @OnQuery(serviceQuery('cases.case-receipts'))
  async caseReceipts(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { caseNo, participant, afterLogIndex } = decode(v1.CaseReceiptsQuery, bytes);
    const { record } = await this.readable(encode(v1.CaseQuery, { caseNo, participant }));
    if (participant && !record.sideOf(participant)) throw new TongbanError('query.forbidden', `${participant} is no party of the case`);
    return encode(v1.CaseReceiptsPage, caseReceiptsPage(record, participant, afterLogIndex));
  }

  @OnQuery(serviceQuery('cases.counts'))
  async counts(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    await this.cases.views.level();
    return json(await caseCounts(this.cases.views.views, bytes, this.context().today, this.passedUntil()));
  }

  @OnQuery(serviceQuery('cases.summary'))
  async summary(): Promise<Uint8Array> {
    const { nats, region } = this.cases.region;
    const builder = new SummaryBuilder(region, this.cases.region.clock.setting);
    const jsm = await nats.jetstreamManager();
    const prefix = streams.cases(region, '');
    for await (const stream of jsm.streams.names()) {
      if (!stream.startsWith(prefix)) continue;
      const caseNos = new Set<string>();
      await this.eachMessage(stream, ({ subject }) => caseNos.add(caseNoOfSubject(subject)));
      for (const caseNo of caseNos) builder.addCase(await this.cases.store.load(caseNo));
    }
    await this.eachMessage(streams.rejected(region), ({ data }) =>
      builder.addRejection(readReceipt(decode(v1.RejectedMessage, data).rejected ?? {}).code));
    return json(builder.done());
  }

  /** What the case logs have after the given places; a LogTailQuery. For whoever follows them, an operator. */
  @OnQuery(serviceQuery('cases.tail'))
  async tail(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { region: { nats, region, clock }, years, views } = this.cases;
    const query = readTailQuery(JSON.parse(Buffer.from(decode(v1.JsonDocument, bytes).json).toString('utf8')));
    return json(await logTail({ nats, region, years: () => years.open, clock: () => clock.setting, appended: (ms) => views.appended(ms) }, query));
  }

  /** A MigrateCases without dry runs, answered by a SignedMigrationDryRun. */
  @OnQuery(serviceQuery('cases.migration'))
  async migration(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { region } = this.cases;
    return signedDryRun({ ...region, now: region.clock.now(), cases: (flowId) => this.cases.migrations.runningCases(flowId) }, bytes);
  }

  @OnQuery(serviceQuery('hub.status'))
  async status(): Promise<Uint8Array> {
    return json(await hubStatus(this.cases));
  }

  @OnQuery(serviceQuery('hub.cure'))
  async cure(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { watchdog: links, server, views, region } = this.cases;
    await cure({ links, server, views }, decode(v1.CureCommand, bytes));
    return json({ region: region.region });
  }

  @OnQuery(serviceQuery('cases.clocks'))
  async clocks(): Promise<Uint8Array> {
    const { alarms, watermarks, views, region: { region, clock } } = this.cases;
    // The view first: what it shows from here on, the look that is told of may not have seen.
    const { ok, lag } = await views.check();
    const document: CaseClocksDocument = {
      region, businessNow: clock.now(), revision: clock.setting.revision, view: { ok, lag }, ...(alarms.lookedAt !== undefined && { lookedAt: alarms.lookedAt }), vouchedUntil: watermarks.vouched,
    };
    return json(document);
  }

  @OnQuery(serviceQuery('clock.show'))
  showClock(): Promise<Uint8Array> {
    return Promise.resolve(encode(v1.ClockSetting, settingToProto(this.cases.region.clock.setting)));
  }

  @OnQuery(serviceQuery('clock.set'))
  async setClock(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    if (this.cases.region.environment === 'production') throw new TongbanError('clock.not-settable', 'production runs on real time');
    await this.clock.set(settingFromProto(decode(v1.ClockCommand, bytes).setting ?? {}));
    return encode(v1.ClockSetting, settingToProto(this.cases.region.clock.setting));
  }

  private context(): ShowContext {
    const { region, clock } = this.cases.region;
    const now = clock.now();
    return { releases: this.cases.releases, region, now, today: beijingDateOf(now), vouchedUntil: (other) => this.cases.watermarks.vouchedUntil(other) };
  }

  private passedUntil(): PassedUntil {
    return passedUntil(this.context().today, (region) => this.cases.watermarks.vouchedUntil(region));
  }

  /** The case as its log has it, waiting a little for a position the asker knows of. */
  private async readable(bytes: Uint8Array): Promise<{ record: CaseRecord; participant: string }> {
    const { caseNo, participant, atLeastLogIndex } = decode(v1.CaseQuery, bytes);
    const endMs = Date.now() + AT_LEAST_WITHIN_MS;
    let record = await this.cases.store.load(caseNo);
    while (record.logIndex < atLeastLogIndex && Date.now() < endMs) {
      await new Promise((resolve) => setTimeout(resolve, AT_LEAST_AGAIN_MS));
      record = await this.cases.store.load(caseNo);
    }
    if (!record.opening) throw (await this.held(caseNo, participant)) ?? new TongbanError('case.unknown', `${caseNo} was never opened`);
    return { record, participant };
  }

  /** What its opener, or an operator, is told of a case that a switch holds. The other side does not know of it yet. */
  private async held(caseNo: string, participant: string): Promise<TongbanError | undefined> {
    const first = parseCaseNumber(caseNo) && (await this.cases.held.firstOf(caseNo));
    if (!first || (participant && participant !== first.opener)) return undefined;
    return heldAnswer(first, this.cases.releases.switched(first, this.cases.region.clock.now()));
  }

  private async visibleTo(participant: string, matches: FindDocument['matches']): Promise<FindDocument['matches']> {
    const visible = await Promise.all(matches.map(async (match) => {
      if (match.participant === participant) return true;
      return match.caseNo !== undefined && (await this.cases.store.load(match.caseNo)).sideOf(participant) !== undefined;
    }));
    return matches.filter((_match, index) => visible[index]);
  }

  private async eachMessage(stream: string, take: (message: { subject: string; data: Uint8Array }) => void): Promise<void> {
    const reader = new LogReader(this.cases.region.nats, stream);
    const { lastSequence } = await reader.position();
    for (let next = 1; next <= lastSequence;) {
      const { messages } = await reader.read(next, 200);
      if (messages.length === 0) return;
      messages.forEach(take);
      next = messages.at(-1)!.sequence + 1;
    }
  }
}

const json = (value: unknown): Uint8Array => encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(value), 'utf8') });
