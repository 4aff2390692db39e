import { type CaseDocument, type CaseListDocument, type FindDocument, type NextActionDocument, type NextActionsDocument, TongbanError } from '@tongban/contracts';
import { type SideDivisions, beijingDateOf, openingActionDocuments, openingActions } from '@tongban/domain';
import type { ReceiptLevelName } from '@tongban/trust';
import type { CaseQueryOptions, HubQueries, ListOptions } from './hub/hub-queries';
import { type FlowsInForce, flowOfItem } from './make/flows-in-force';
import type { MessageMaker } from './make/message-maker';
import type { AlarmHandler, AttachOptions, AttachSource, AttachTarget, Attached, DeliveredAttachment, DeliveryHandler, LapseHandler, ListFilters, MessageReceipt, OpenRequest, Problem, ProvinceOptions, ProvinceState, RejectionHandler, SendRequest, Sent, SubmissionPace } from './options';
import { type ProvinceParts, connectParts } from './province-parts';
import { type HeldReceipt, type HeldReceiptsOptions, heldReceipts } from './receipts/held-receipts';
import { settled } from './receipts/settled';
import type { ProvinceStandards } from './standards/province-standards';

/**
 * A provincial system's connection to the hub. What it sends and receives is durable in its own store; it only ever
 * connects outwards.
 */
export class Province {
  private readonly parts: ProvinceParts;
  private readonly queries: HubQueries;
  private readonly flows: FlowsInForce;
  private closing: Promise<void> | undefined;

  private constructor(parts: ProvinceParts) {
    this.parts = parts;
    this.queries = parts.queries;
    this.flows = parts.flows;
  }

  /**
   * Opens the store, connects, and agrees on the contract. @throws TongbanError `store.in-use`, `store.unusable`, `hub.unreachable`,
   * `contract.unsupported`, `message.wrong-environment`, `route.wrong-home`.
   */
  static async connect(options: ProvinceOptions): Promise<Province> {
    return new Province(await connectParts(options));
  }

  get participant(): string {
    return this.parts.participant;
  }
  /** Whether the hub is reached now; without it everything is kept and sent later. */
  get isOnline(): boolean {
    return this.parts.session.isUp;
  }
  /** Own messages without a verdict: in the outbox, or on their way. */
  get waiting(): number {
    return this.parts.outbox.keptCount;
  }
  /** Makes the exact bytes of this participant's messages, for tools and tests. */
  get maker(): MessageMaker {
    return this.parts.maker;
  }
  /** The registries of standards: what is in force, what is new, and how far this participant is with it. */
  get standards(): ProvinceStandards {
    return this.live.standards;
  }
  /** The application's own state; handlers write theirs through their step. */
  get state(): ProvinceState {
    return this.live.state;
  }

  /**
   * Opens a case: the first message is in the outbox when it resolves. @throws TongbanError before anything is stored, with
   * every fault: `item.*`, `division.*`, `parties.same-participant`, `entry.not-found`, `message.invalid-fields`,
   * `message.too-large`, `message.id-reused`, `outbox.full`, or `sender.too-fast` where it is full because the hub takes less than is sent.
   */
  async open(request: OpenRequest): Promise<Sent> {
    return this.live.sender.open(request);
  }

  /** Sends in a case: in the outbox when it resolves. Messages of one case leave in order, each when the one before has its verdict. */
  async send(caseNo: string, request: SendRequest): Promise<Sent> {
    return this.live.sender.send(caseNo, request);
  }

  /**
   * Stores a file of a case in the own region, in chunks and never whole in memory; give what it returns to `open` or `send`. Called again with the same file it goes on where it was.
   * @throws TongbanError `attachment.too-large`, `attachment.type-not-allowed`, `attachment.no-room`, `attachment.corrupt`, `query.forbidden` or `case.unknown` for somebody else's case,
   * `seal.not-allowed`, `hub.unreachable`.
   */
  async attach(target: AttachTarget, source: AttachSource, options: AttachOptions): Promise<Attached> {
    return this.live.attaching.attach(target, source, options);
  }

  /** The files of a case that this participant may read, as its home shows them. */
  async attachments(caseNo: string): Promise<DeliveredAttachment[]> {
    const { entries } = await this.show(caseNo);
    return entries.flatMap(({ attachments = [] }) => attachments).map((file) => this.live.messageAttachments.shown(file));
  }

  /**
   * Waits until the message has come at least as far as `level`. @throws TongbanError the code and faults of a rejection,
   * `receipt.pending` after `timeoutMs` (default 30 s; the message stays in the outbox), `find.nothing` for an unknown message.
   */
  async settled(messageId: string, level: Exclude<ReceiptLevelName, 'REJECTED'>, { timeoutMs }: { readonly timeoutMs?: number } = {}): Promise<MessageReceipt> {
    const { inquiry, store, book, stop } = this.live;
    inquiry?.hurry();
    return settled(store, book, messageId, level, { signal: stop.signal, ...(timeoutMs !== undefined && { timeoutMs }) });
  }

  /** Verified receipts of an own message, the furthest last. */
  async receipts(messageId: string): Promise<MessageReceipt[]> {
    await this.live.inquiry?.ask(messageId);
    return this.live.book.of(messageId);
  }

  /** Every receipt that this store holds about own messages, for whoever is to verify them without trusting this system: `tongban receipts verify` reads one of them a line. */
  heldReceipts(options?: HeldReceiptsOptions): AsyncIterable<HeldReceipt> {
    return heldReceipts(this.live.store, this.participant, options);
  }

  /** Gives every delivery to the handler, in order per case; call it once. Without it deliveries wait on the own disk. */
  async receive(handler: DeliveryHandler): Promise<void> {
    await this.live.taker.use(handler);
  }

  /** Tells the handler of every own registered message that its recipient rejected, also of those before; call it once. */
  async rejections(handler: RejectionHandler): Promise<void> {
    await this.live.rejections.use(handler);
  }

  /** Tells the handler what the clocks of cases raise for this side from now on; call it once, first of all. What was raised before is in `show`. */
  alarms(handler: AlarmHandler): void {
    this.live.alarms.use(handler);
  }

  /** Tells the handler from now on which cases ended because nobody met a deadline; call it once, first of all. Those before are in `show`. */
  lapses(handler: LapseHandler): void {
    this.live.lapses.use(handler);
  }

  /** What this side may send in the case now: enough to act without knowing the flow. */
  next(caseNo: string, options?: CaseQueryOptions): Promise<NextActionsDocument> {
    return this.queries.next(caseNo, options);
  }
  show(caseNo: string, options?: CaseQueryOptions): Promise<CaseDocument> {
    return this.queries.show(caseNo, options);
  }
  list(filters?: ListFilters, options?: ListOptions): Promise<CaseListDocument> {
    return this.queries.list(filters, options);
  }
  /** How fast the hub takes what this participant sends, and what waits there. The outbox keeps to it by itself. */
  pace(): Promise<SubmissionPace> {
    return this.queries.pace();
  }
  /** Looks for a case number, a message id, the own case number or a trace id. */
  find(value: string): Promise<FindDocument> {
    return this.queries.find(value);
  }
  /** The messages that may open a case of an item; known offline. @throws TongbanError `item.*`. */
  openings(item: string, divisions?: SideDivisions): NextActionDocument[] {
    return openingActionDocuments(openingActions(flowOfItem(this.flows, item).compiled), divisions, beijingDateOf(this.now()));
  }

  /** Business instant of the environment, RFC 3339 at +08:00. */
  now(): string {
    return this.parts.clock.now();
  }

  /**
   * Takes the hub's business clock now instead of within a few seconds: for whoever has just set it in a sandbox. @returns the business instant. @throws TongbanError
   * `hub.unreachable`.
   */
  async takeClock(): Promise<string> {
    await this.live.session.takeClock();
    return this.now();
  }

  /** What does not go on by itself. */
  async problems(): Promise<Problem[]> {
    const aside = await this.live.store.setAside.under('');
    return [...this.parts.taker.problems(), ...this.parts.standards.problems(), ...aside.map(([, { code, detail, caseNo, since }]): Problem => ({ kind: 'untrusted', code, detail, since, ...(caseNo && { caseNo }) }))];
  }
  /** Gives a case to the handler again that was given up. */
  retry(caseNo: string): void {
    this.parts.taker.retry(caseNo);
  }

  /** Drains: running handlers end, what was sent reaches the region if it can; the rest stays in the store. */
  close(): Promise<void> {
    return (this.closing ??= this.parts.close());
  }

  private get live(): ProvinceParts {
    if (this.closing) throw new TongbanError('client.closed', `the SDK of ${this.participant} is closed`);
    return this.parts;
  }
}
