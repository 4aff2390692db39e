import { type EnvironmentCode, HUB, type RegionCode, TongbanError, decode, encode, headers, messageIds, streams, subjects, v1 } from '@tongban/contracts';
import { parseCaseNumber, shardOf } from '@tongban/domain';
import { Defer, type EraseHook, type LogEntry, eraseMessages } from '@tongban/messaging';
import type { StandardsBook } from '@tongban/registry';
import type { BusinessClock, Outgoing } from '@tongban/service-kit';
import { type Signer, type TrustDirectory, sha256Hex, signErasureDone, verifyErasureOrder } from '@tongban/trust';
import type { NatsConnection } from 'nats';

export interface RegionErasurePorts {
  readonly environment: EnvironmentCode;
  readonly region: RegionCode;
  readonly regions: readonly string[];
  readonly nats: NatsConnection;
  readonly trust: TrustDirectory;
  readonly signer: Signer;
  readonly clock: BusinessClock;
  readonly standards: Pick<StandardsBook, 'erasures' | 'regionOfDivision'>;
  /** Participants of this region. */
  readonly participants: readonly string[];
  /** Destroys the stored keys of a message. @returns how many there were. */
  readonly destroyKeys: (caseNo: string, messageId: string) => Promise<number>;
  /** Told before a message of this region is deleted, so that no watch over its store takes it for lost. */
  readonly erasing: EraseHook;
  /** At the keeper of the copies: connects to the backbone, where the copies of all regions are. */
  readonly backbone?: () => Promise<NatsConnection>;
  readonly send: (outgoing: Outgoing) => Promise<void>;
  readonly onErased: (caseNo: string, erased: { readonly actionId: string; readonly keys: number; readonly messages: number }) => void;
}

/** How soon an order is looked at again whose two persons this hub has not heard of yet. */
const KNOWN_AGAIN_MS = 1_000;
const DENIED_AGAIN_MS = 600_000;
const NOT_PERMITTED = 'delete not permitted';
const KEYS = subjects.wrappedKeys('', '', '').split('.')[0]!;
const FAILED = subjects.failed('', '').split('.')[0]!;

/**
 * One region destroys what it keeps of the wrapped keys of a case, and says so to the home of the case. Nobody is believed on his word alone: the home signed the order, and this region's own copy of the registry has
 * two persons who ordered the same. Again is harmless: an order that comes once more, after a crash or a restore from an older copy, is carried out and answered once more.
 */
export class RegionErasure {
  constructor(private readonly ports: RegionErasurePorts) {}

  /** @param bytes SignedErasureOrder. @param home region it came from. @throws Defer until the registry's entry is here; TongbanError for what no honest home sends. */
  async carryOut(bytes: Uint8Array, home: string, inboxSequence: number): Promise<void> {
    const { environment, region, trust, signer, clock, send, onErased } = this.ports;
    const order = await verifyErasureOrder(trust, decode(v1.SignedErasureOrder, bytes), { environment, region: home });
    const { actionId, caseNo } = order;
    this.requireOrdered(order, home);
    const messages = order.messages.map(({ messageId, sender, digest }) => ({ messageId: messageId ?? '', sender: sender ?? '', digestHex: Buffer.from(digest ?? []).toString('hex') }));
    let keys = 0;
    for (const { messageId } of messages) keys += await this.ports.destroyKeys(caseNo, messageId);
    const deleted = await this.deleteCarriers(caseNo, home, messages);
    const done = await signErasureDone(signer, { environment, region, actionId, caseNo, at: clock.now(), keys, messages: deleted });
    await send({
      subject: subjects.exchange(environment, region, HUB, home, HUB, shardOf(caseNo), 'erasure-done'), data: encode(v1.SignedErasureDone, done),
      headers: { [headers.ceSubject]: caseNo }, msgId: messageIds.erasureDone(caseNo, actionId, inboxSequence),
    });
    onErased(caseNo, { actionId, keys, messages: deleted });
  }

  private requireOrdered({ actionId, caseNo, messages }: v1.ErasureOrder, home: string): void {
    const { standards } = this.ports;
    const number = parseCaseNumber(caseNo);
    if (!number || standards.regionOfDivision(number.division) !== home) throw new TongbanError('route.wrong-home', `${home} is not the home of the case it has erased`);
    const ordered = standards.erasures.find((one) => one.actionId === actionId);
    if (ordered === undefined) throw new Defer(KNOWN_AGAIN_MS, `the order ${actionId} is not in the registry of ${home} as far as it is known here`);
    const isWithin = ordered.messageIds.length === 0 || messages.every(({ messageId }) => ordered.messageIds.includes(messageId ?? ''));
    if (ordered.owner !== home || ordered.caseNo !== caseNo || !isWithin) throw new TongbanError('approval.digest-changed', `the order of ${home} is not what two persons ordered under ${actionId}`);
  }

  /** Messages on their way through the region, and copies of them, that brought the keys along. What has expired is gone already. */
  private async deleteCarriers(caseNo: string, home: string, messages: readonly { readonly messageId: string; readonly sender: string; readonly digestHex: string }[]): Promise<number> {
    const { environment, region, regions, nats, erasing, backbone } = this.ports;
    const digests = new Set(messages.map(({ digestHex }) => digestHex));
    const carries = (entry: LogEntry): boolean => isCarrier(entry, digests);
    const senders = [...new Set(messages.map(({ sender }) => sender))];
    const shard = shardOf(caseNo);
    const through = (of: string, participants: readonly string[]): { stream: string; subject: string }[] => [
      ...participants.map((sender) => ({ stream: streams.submit(sender), subject: subjects.submit(environment, of, sender, home, 'message') })),
      ...[streams.outbox(of), streams.inbox(of)].flatMap((stream) => (['message', 'delivery'] as const).map((kind) => ({ stream, subject: subjects.exchangeOfShard(environment, shard, kind) }))),
      { stream: streams.held(of), subject: subjects.heldOf(of, caseNo) }, { stream: streams.failed(of), subject: subjects.failedAll(of) },
    ];
    const own = through(region, senders.filter((sender) => this.ports.participants.includes(sender)));
    const erase = async (nc: NatsConnection, places: typeof own, before?: EraseHook): Promise<number> => {
      let deleted = 0;
      for (const { stream, subject } of places) deleted += await eraseMessages(nc, stream, subject, carries, before);
      return deleted;
    };
    const deleted = await erase(nats, own, erasing);
    const copies = await backbone?.();
    if (copies === undefined) return deleted;
    const keysOf = (of: string): typeof own => messages.map(({ messageId }) => ({ stream: streams.keys(of), subject: subjects.wrappedKeys(of, caseNo, messageId) }));
    return deleted + (await erase(copies, regions.flatMap((of) => [...through(of, senders), ...keysOf(of)])).catch((error: unknown) => {
      // A copy made by an earlier release refuses deletions for good: it holds what it has until it expires, and until then this region is pending.
      if (error instanceof Error && error.message.includes(NOT_PERMITTED)) throw new Defer(DENIED_AGAIN_MS, 'a copy on the backbone refuses deletions');
      throw error;
    }));
  }
}

/** Whether a stored message is, or brought along, wrapped keys of one of these messages; what was set aside has them among the headers it had. */
function isCarrier({ subject, data, headers: stored }: LogEntry, digests: ReadonlySet<string>): boolean {
  if (subject.startsWith(KEYS)) return true;
  if (!subject.startsWith(FAILED)) return stored[headers.wrappedKeys] !== undefined && digests.has(sha256Hex(data));
  const { original, headers: had } = decode(v1.FailedMessage, data);
  return had[headers.wrappedKeys] !== undefined && digests.has(sha256Hex(original));
}
