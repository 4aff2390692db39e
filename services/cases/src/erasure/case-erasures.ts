import { type EnvironmentCode, type RegionCode, encode, owners, v1 } from '@tongban/contracts';
import { type ErasureHindrance, type ErasureOrder, beijingDateOf, erasureHindrance, isFinished } from '@tongban/domain';
import { Rounds } from '@tongban/messaging';
import type { StandardsBook } from '@tongban/registry';
import { type Signer, openMessage, signErasureOrder } from '@tongban/trust';
import type { CaseRecord } from '../record/case-record';
import type { CaseStore } from '../record/case-store';

export interface ErasurePorts {
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly signer: Signer;
  readonly store: CaseStore;
  readonly standards: Pick<StandardsBook, 'erasures'>;
  /** The hub that keeps the copies of all regions. */
  readonly keeper: RegionCode;
  /** Business instant. */
  readonly now: () => string;
  readonly onErased: (caseNo: string, actionId: string, messages: number) => void;
  readonly onError: (error: unknown) => void;
}

/** Why an order has to wait; `no-such-message`: the case has none of those it names. */
export type Waiting = ErasureHindrance | 'case-unknown' | 'no-such-message';

const LOOK_EVERY_MS = 2_000;

/**
 * Carries out the orders that two persons gave for cases homed here, each once by the append check of its log: what is appended says who ordered it and on what ground, and is what every region concerned is
 * told. An order that the case does not allow yet waits, and is looked at again when the log of the case goes on, on the next business day and by the process that starts next.
 */
export class CaseErasures {
  private readonly rounds: Rounds;
  private readonly done = new Set<string>();
  private readonly waiting = new Map<string, { readonly why: Waiting; readonly on: string }>();

  constructor(private readonly ports: ErasurePorts) {
    this.rounds = new Rounds(() => this.lookThrough(), LOOK_EVERY_MS, ports.onError);
  }

  start(): void {
    this.rounds.start();
  }
  stop(): Promise<void> {
    return this.rounds.stop();
  }

  /** What an order of this home waits for; undefined for one that is carried out or that this process has not looked at. */
  whyWaiting(actionId: string): Waiting | undefined {
    return this.waiting.get(actionId)?.why;
  }

  /** Orders for a case that it has not come to yet. */
  ordersFor(caseNo: string): readonly ErasureOrder[] {
    return this.open().filter((order) => order.caseNo === caseNo);
  }

  /** The log of a case goes on: what its orders waited for may have come. */
  async look(caseNo: string): Promise<void> {
    for (const order of this.ordersFor(caseNo)) await this.carryOut(order);
  }

  /** One round: the orders that were not looked at yet, or not on this business day. */
  async lookThrough(): Promise<void> {
    const today = beijingDateOf(this.ports.now());
    for (const order of this.open()) if (this.waiting.get(order.actionId)?.on !== today) await this.carryOut(order);
  }

  private open(): readonly ErasureOrder[] {
    const { standards, region } = this.ports;
    return standards.erasures.filter(({ owner, actionId }) => owner === region && !this.done.has(actionId));
  }

  private async carryOut(order: ErasureOrder): Promise<void> {
    const { store, now, onErased } = this.ports;
    const at = now();
    let why: Waiting | undefined;
    let messages = 0;
    // Read first: a case that is not in memory would be taken for one without a log.
    await store.append(order.caseNo, async (record) => {
      why = undefined;
      messages = 0;
      if (record.erasures.some(({ actionId }) => actionId === order.actionId)) return undefined;
      const concerned = messagesOf(record, order);
      // Another order was carried out first, and left it nothing.
      if (concerned.length === 0 && ordered(record, order).length > 0) return undefined;
      why = whyNot(record, order, concerned, at);
      if (why !== undefined) return undefined;
      messages = concerned.length;
      return this.entryOf(record, order, concerned, at);
    });
    if (why === undefined) {
      this.done.add(order.actionId);
      this.waiting.delete(order.actionId);
      if (messages > 0) onErased(order.caseNo, order.actionId, messages);
    } else this.waiting.set(order.actionId, { why, on: beijingDateOf(at) });
  }

  private async entryOf(record: CaseRecord, order: ErasureOrder, messages: readonly v1.ErasedMessage.$Properties[], at: string): Promise<Uint8Array> {
    const { environment, region, signer, keeper } = this.ports;
    const { opener, counterpart } = record.opening!.parties;
    const signed = await signErasureOrder(signer, { environment, region, actionId: order.actionId, caseNo: order.caseNo, messages: [...messages], at });
    return encode(v1.CaseEntry, {
      logIndex: record.logIndex + 1, previousHash: record.lastHash, caseNo: record.caseNo, registeredAt: at,
      erased: {
        actionId: order.actionId, orderedAt: order.at, basis: order.basis, proposedBy: owners.person(order.proposer.personId), confirmedBy: owners.person(order.confirmer.personId),
        order: signed, regions: [...new Set([region, opener.region, counterpart.region, keeper])], messages: [...messages],
      },
    });
  }
}

/** Registered messages that an order is about. */
const ordered = (record: CaseRecord, { messageIds }: ErasureOrder): CaseRecord['registeredMessages'] => record.registeredMessages.filter(({ messageId }) => messageIds.length === 0 || messageIds.includes(messageId));

/** Those of them that were not erased before. */
function messagesOf(record: CaseRecord, order: ErasureOrder): v1.ErasedMessage.$Properties[] {
  const erased = new Set(record.erasures.flatMap(({ messages }) => messages.map(({ digestHex }) => digestHex)));
  return ordered(record, order).filter(({ digestHex }) => !erased.has(digestHex)).map(({ messageId, sender, digestHex }) => ({ messageId, sender, digest: Buffer.from(digestHex, 'hex') }));
}

function whyNot(record: CaseRecord, order: ErasureOrder, concerned: readonly v1.ErasedMessage.$Properties[], at: string): Waiting | undefined {
  const { opening, state } = record;
  if (opening === undefined || state === undefined) return 'case-unknown';
  if (concerned.length === 0) return 'no-such-message';
  const ids = new Set(concerned.map(({ messageId }) => messageId));
  const retainUntil = record.registeredMessages.filter(({ messageId }) => ids.has(messageId))
    .map(({ logIndex }) => openMessage(record.entries[logIndex - 1]?.entry.registered?.message ?? new Uint8Array()).envelope.retainUntil);
  return erasureHindrance(order, { closed: isFinished(opening.release.flow, state), retainUntil, today: beijingDateOf(at) });
}
