import { type SideName, TongbanError, alarmsFromProto, successorKindName, v1 } from '@tongban/contracts';
import { type CaseState, type LegalBasis, type RaisedAlarm, type RejectionEffect, annulledBy, beijingDateOf, decide, withoutLapse } from '@tongban/domain';
import { entryHash, openMessage, readCaseEntry, readReceipt, sha256Hex } from '@tongban/trust';
import type { FlowRelease, FlowReleases, PartyFacts, PinnedCase } from './flow-releases';
import { CaseDesks } from './case-desks';
import { type CaseErasure, erasureIn, withConfirmation } from './case-erasure';
import { afterLapseInLog } from './case-lapse';
import { afterMigration } from './case-migration';
import { EFFECTS, takeReceipt } from './recipient-receipts';
import { ReleaseMissing } from './release-missing';

/** What the log says of one message: its verdict and every receipt. */
export interface MessageRecord {
  readonly kind: 'registered' | 'rejected';
  readonly logIndex: number;
  readonly sender: string;
  readonly messageId: string;
  readonly digestHex: string;
  readonly deliveryNo: number;
  readonly received: v1.SignedReceipt.$Properties;
  /** REGISTERED or REJECTED, byte for byte as first issued. */
  readonly verdict: v1.SignedReceipt.$Properties;
  /** DELIVERED, TAKEN or REJECTED by recipients, oldest first. */
  readonly later: v1.SignedReceipt.$Properties[];
  /** What its recipient's rejection did to the case; absent without one. */
  rejection?: RejectionEffect;
}

/** Every receipt of a message, oldest first. */
export const receiptsOf = ({ received, verdict, later }: MessageRecord): v1.SignedReceipt.$Properties[] => [received, verdict, ...later];
/** What its recipient's rejection did, as it is told to others. */
export const rejectionsOf = ({ messageId, sender, deliveryNo, rejection }: MessageRecord): v1.RecipientRejection.$Properties[] =>
  (rejection ? [{ messageId, sender, deliveryNo, effect: EFFECTS[rejection] }] : []);

/** What the first registered message fixed; of it, a migration changes the release alone. */
export interface Opening extends PinnedCase {
  readonly localCaseNo: string;
  readonly predecessorCaseNo: string;
  /** Ground on which personal data may leave the mainland side, as the opener stated it. */
  readonly legalBasis?: LegalBasis;
  /** Why it follows its predecessor; empty without one. */
  readonly successorKind: string;
  readonly parties: Readonly<Record<SideName, PartyFacts>>;
  /** Releases the case followed before it was moved to another, oldest first. */
  readonly former: readonly FlowRelease[];
}
/** The release a message of the case was made under; undefined for one the case never followed. */
export const releaseSent = ({ release, former }: Pick<Opening, 'release' | 'former'>, schemaDigest: string): FlowRelease | undefined => [release, ...former].find(({ types }) => types.digest === schemaDigest);

/** One log entry with what showing it needs. */
export interface EntryRecord {
  readonly entry: v1.CaseEntry;
  readonly message?: MessageRecord;
}

/** A case as the fold of its log. `streamSequence` is what the next append must expect on the subject. */
export class CaseRecord {
  streamSequence = 0;
  logIndex = 0;
  lastHash: Uint8Array = new Uint8Array();
  state: CaseState | undefined;
  opening: Opening | undefined;
  /** What its clocks raised, oldest first: none is raised twice for one run of its deadline. */
  alarms: readonly RaisedAlarm[] = [];
  /** What of it was erased lawfully, oldest first. */
  erasures: readonly CaseErasure[] = [];
  /** Where a case lapsed and a message that was received in time took it back: positions in the log. */
  readonly lapseAnnulledBy = new Map<number, number>();
  private lapsedAt = 0;
  chainWhole = true;
  updatedAt = '';
  readonly entries: EntryRecord[] = [];
  readonly desks = new CaseDesks();
  private readonly byDigest = new Map<string, MessageRecord>();
  private readonly byMessage = new Map<string, MessageRecord>();

  constructor(readonly caseNo: string) {}

  /** The record of exactly these bytes. */
  repeatOf(digestHex: string): MessageRecord | undefined {
    return this.byDigest.get(digestHex);
  }
  /** The first record under the idempotency key (sender, case, message id). */
  messageOf(sender: string, messageId: string): MessageRecord | undefined {
    return this.byMessage.get(`${sender}|${messageId}`);
  }
  get registeredMessages(): readonly MessageRecord[] {
    return [...this.byDigest.values()].filter((message) => message.kind === 'registered');
  }
  get rejectedCount(): number {
    return [...this.byDigest.values()].filter((message) => message.kind === 'rejected').length;
  }
  sideOf(participant: string): SideName | undefined {
    const { opener, counterpart } = this.opening?.parties ?? {};
    return opener?.participant === participant ? 'opener' : counterpart?.participant === participant ? 'counterpart' : undefined;
  }

  /**
   * Takes the next entry of the log. The flow function is run again on what was registered: the log holds decisions, and the
   * same decisions must follow. What is in force now is never asked: the version is the one the opening names, or a migration since. @throws TongbanError
   * `hub.internal` when they do not follow (a corrupt log), `ReleaseMissing` when that version is not installed here yet.
   */
  apply(bytes: Uint8Array, streamSequence: number, releases: FlowReleases): void {
    const entry = readCaseEntry(bytes);
    if (entry.logIndex !== this.logIndex + 1 || !Buffer.from(entry.previousHash).equals(Buffer.from(this.lastHash))) this.chainWhole = false;
    if (entry.registered) this.applyRegistered(entry, entry.registered, releases);
    else if (entry.rejected) this.applyRejected(entry, entry.rejected);
    else if (entry.migrated) this.applyMigrated(entry, entry.migrated, releases);
    else if (entry.alarmed) this.applyAlarmed(entry, entry.alarmed);
    else if (entry.lapsed) this.applyLapsed(entry, entry.lapsed);
    else if (entry.erased || entry.erasureConfirmed) this.applyErasure(entry);
    else this.applyReceipts(entry, entry.receipts ?? {});
    this.logIndex = entry.logIndex;
    this.lastHash = entryHash(bytes);
    this.streamSequence = streamSequence;
    this.updatedAt = entry.registeredAt;
  }

  private applyRegistered(entry: v1.CaseEntry, body: v1.MessageRegistered.$Properties, releases: FlowReleases): void {
    const opened = openMessage(body.message ?? new Uint8Array());
    const { envelope } = opened;
    const received = readReceipt(body.received ?? {});
    if (!this.opening) this.opening = openingOf(envelope, received.at, releases);
    const { release, parties } = this.opening;
    const sender = envelope.sender?.participant ?? '';
    const side = this.sideOf(sender);
    const decision = side && decide(release.flow, this.state, {
      messageId: envelope.messageId, type: envelope.messageType, side, receivedAt: received.at,
      open: (releaseSent(this.opening, envelope.schemaDigest) ?? release).types.decodeOpen(envelope.messageType, envelope.data).fields,
      ...(envelope.onBehalfOf && { onBehalfOf: envelope.onBehalfOf }),
    }, { parties, participantOf: releases.participantOf });
    if (!decision?.accepted) throw new TongbanError('hub.internal', `log entry ${entry.logIndex} of ${this.caseNo} does not follow from the log before it`);
    const before = decision.annulsLapse && this.state?.lapsed ? withoutLapse(this.state, this.state.lapsed) : this.state;
    if (decision.annulsLapse) this.lapseAnnulledBy.set(this.lapsedAt, entry.logIndex);
    this.alarms = annulledBy(this.alarms, before, decision.state, { logIndex: entry.logIndex, receivedOn: beijingDateOf(received.at) });
    this.state = decision.state;
    if (side) this.desks.note(side, envelope);
    this.remember(entry, {
      kind: 'registered', logIndex: entry.logIndex, sender, messageId: envelope.messageId, digestHex: opened.digest.toString('hex'),
      deliveryNo: body.deliveryNo ?? 0, received: body.received ?? {}, verdict: body.registered ?? {}, later: [],
    });
  }

  private applyRejected(entry: v1.CaseEntry, body: v1.MessageRejected.$Properties): void {
    const verdict = readReceipt(body.rejected ?? {});
    this.remember(entry, {
      kind: 'rejected', logIndex: entry.logIndex, sender: verdict.sender, messageId: verdict.messageId,
      digestHex: sha256Hex(body.message ?? new Uint8Array()), deliveryNo: 0, received: body.received ?? {}, verdict: body.rejected ?? {}, later: [],
    });
  }

  private applyMigrated(entry: v1.CaseEntry, body: v1.CaseMigrated.$Properties, releases: FlowReleases): void {
    const after = this.opening && this.state && afterMigration(this.opening, this.state, body, entry.registeredAt, releases);
    if (!after) throw new TongbanError('hub.internal', `log entry ${entry.logIndex} of ${this.caseNo} does not follow from the log before it`);
    this.opening = { ...this.opening!, ...after.pinned };
    this.state = after.state;
    this.entries.push({ entry });
  }

  /** What calendars, rules and watermarks decided then is not decided again: they have changed since. */
  private applyAlarmed(entry: v1.CaseEntry, body: v1.AlarmsRaised.$Properties): void {
    this.alarms = [...this.alarms, ...(alarmsFromProto(body) as RaisedAlarm[])];
    this.entries.push({ entry });
  }

  /** Who was waited for, and how long, was decided then; that the case ends there follows from the flow. */
  private applyLapsed(entry: v1.CaseEntry, body: v1.CaseLapsed.$Properties): void {
    const state = afterLapseInLog(this, body, entry.registeredAt);
    if (!state) throw new TongbanError('hub.internal', `log entry ${entry.logIndex} of ${this.caseNo} does not follow from the log before it`);
    this.state = state;
    this.lapsedAt = entry.logIndex;
    this.entries.push({ entry });
  }

  /** Nothing moves: what was registered stays, with its digests and signatures, and can be opened by nobody any more. */
  private applyErasure(entry: v1.CaseEntry): void {
    if (entry.erased) this.erasures = [...this.erasures, erasureIn(entry, entry.erased)];
    if (entry.erasureConfirmed) this.erasures = withConfirmation(this.erasures, entry.erasureConfirmed, entry.registeredAt);
    this.entries.push({ entry });
  }

  private applyReceipts(entry: v1.CaseEntry, body: v1.ReceiptsRecorded.$Properties): void {
    const recorded = new Map((body.rejections ?? []).map(({ deliveryNo, effect }) => [deliveryNo ?? 0, effect]));
    for (const signed of body.receipts ?? []) {
      const receipt = readReceipt(signed);
      const message = this.byDigest.get(Buffer.from(receipt.messageDigest).toString('hex'));
      if (message) this.applyReceipt(entry, message, receipt, recorded.get(message.deliveryNo));
      message?.later.push(signed);
    }
    this.entries.push({ entry });
  }

  private applyReceipt(entry: v1.CaseEntry, message: MessageRecord, receipt: v1.Receipt, recorded: v1.RejectionEffect | null | undefined): void {
    const side = this.sideOf(participantOfOwner(receipt.issuer));
    if (!side || !this.state) return;
    const before = message.later.map(readReceipt);
    const { state, effect } = takeReceipt(this.state, { receipt, deliveryNo: message.deliveryNo, side, before }, entry.registeredAt);
    // An older hub recorded rejections without their effect, and decided what followed as if nothing had happened.
    if (effect && !recorded) return;
    if (effect && EFFECTS[effect] !== recorded) throw new TongbanError('hub.internal', `log entry ${entry.logIndex} of ${this.caseNo} does not follow from the log before it`);
    this.state = state;
    if (effect) message.rejection = effect;
  }

  private remember(entry: v1.CaseEntry, message: MessageRecord): void {
    this.byDigest.set(message.digestHex, message);
    const key = `${message.sender}|${message.messageId}`;
    if (!this.byMessage.has(key)) this.byMessage.set(key, message);
    this.entries.push({ entry, message });
  }
}

const participantOfOwner = (owner: string): string => owner.slice(owner.indexOf(':') + 1);

/** The ground that an envelope states; nothing where it states none. */
export const basisIn = ({ legalBasis }: Pick<v1.Envelope, 'legalBasis'>): { readonly legalBasis?: LegalBasis } =>
  (legalBasis?.code || legalBasis?.document ? { legalBasis: { code: legalBasis.code ?? '', document: legalBasis.document ?? '' } } : {});

function openingOf(envelope: v1.Envelope, openedAt: string, releases: FlowReleases): Opening {
  const release = releases.byDigest(envelope.schemaDigest);
  if (!release) throw new ReleaseMissing(envelope.flowId, envelope.schemaDigest);
  return {
    release, openedAt, former: [], itemCode: envelope.itemCode, localCaseNo: envelope.localCaseNo,
    predecessorCaseNo: envelope.predecessorCaseNo, successorKind: successorKindName(envelope.successorKind),
    parties: { opener: releases.partyOf(envelope.sender ?? {}), counterpart: releases.partyOf(envelope.recipient ?? {}) }, ...basisIn(envelope),
  };
}
