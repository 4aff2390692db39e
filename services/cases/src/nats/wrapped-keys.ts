import { type RegionCode, messageIds, streams, subjects } from '@tongban/contracts';
import { type DurablePublisher, apiErrorCode } from '@tongban/messaging';
import { sha256Hex } from '@tongban/trust';
import type { NatsConnection } from 'nats';

export interface WrappedKeysPorts { readonly nats: NatsConnection; readonly region: RegionCode; readonly publisher: DurablePublisher }

const NO_SUCH_MESSAGE = 10037;
const NO_SUCH_SUBJECT = 404;
/** Kept a moment ago and not dispatched yet. */
const AT_HAND_MAX = 1_000;

/** The stream of a region that keeps the wrapped content keys of its cases. What is not in it any more is nowhere here. */
export class WrappedKeys {
  /** What this process kept and will dispatch within moments: it need not read that again. */
  private readonly atHand = new Map<string, Uint8Array>();

  constructor(private readonly ports: WrappedKeysPorts) {}

  /** On disk when it resolves. Again with the same is harmless. @throws as `DurablePublisher.publish` */
  async keep(caseNo: string, messageId: string, wrappedKeys: Uint8Array): Promise<void> {
    const subject = subjects.wrappedKeys(this.ports.region, caseNo, messageId);
    await this.ports.publisher.publish(subject, wrappedKeys, { msgId: messageIds.wrappedKeys(caseNo, messageId, sha256Hex(wrappedKeys)) });
    this.atHand.set(subject, wrappedKeys);
    if (this.atHand.size > AT_HAND_MAX) this.atHand.delete(this.atHand.keys().next().value!);
  }

  /** Undefined for a message that has none, or whose keys were destroyed. @throws NatsError when the stream cannot be read. */
  async of(caseNo: string, messageId: string): Promise<Uint8Array | undefined> {
    const subject = subjects.wrappedKeys(this.ports.region, caseNo, messageId);
    const atHand = this.atHand.get(subject);
    this.atHand.delete(subject);
    if (atHand !== undefined) return atHand;
    const jsm = await this.ports.nats.jetstreamManager({ checkAPI: false });
    try {
      return (await jsm.streams.getMessage(streams.keys(this.ports.region), { last_by_subj: subject })).data;
    } catch (error) {
      const code = apiErrorCode(error);
      if (code === NO_SUCH_MESSAGE || code === NO_SUCH_SUBJECT) return undefined;
      throw error;
    }
  }

  /** Destroys the keys of a case, or of one of its messages. Again is harmless. @returns how many there were. @throws NatsError when the stream cannot be purged. */
  async destroy(caseNo: string, messageId?: string): Promise<number> {
    const { region, nats } = this.ports;
    for (const subject of this.atHand.keys()) if (subject.startsWith(`${subjects.wrappedKeys(region, caseNo, messageId ?? '')}`)) this.atHand.delete(subject);
    const jsm = await nats.jetstreamManager({ checkAPI: false });
    const { purged } = await jsm.streams.purge(streams.keys(region), { filter: messageId === undefined ? subjects.wrappedKeysOf(region, caseNo) : subjects.wrappedKeys(region, caseNo, messageId) });
    return purged;
  }
}
