import type { DurablePublisher } from '@tongban/messaging';
import type { MessageIdSeal } from '@tongban/trust';

/** One message of a region's services for a participant or another hub, inside the region or outside. */
export interface Outgoing {
  /** Of the exchange: it decides whether the OUTBOX takes it, towards another region, or the own INBOX. */
  readonly subject: string;
  readonly data: Uint8Array;
  /** Derived from what it is about, so that sending it twice stores it once. */
  readonly msgId: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** Sends into the exchange, under ids that nobody else can use up. */
export class ExchangePublisher {
  constructor(private readonly publisher: DurablePublisher, private readonly ids: MessageIdSeal) {}

  /** Returns once it is on disk. @throws as `DurablePublisher.publish` */
  async send({ subject, data, msgId, headers }: Outgoing): Promise<void> {
    await this.publisher.publish(subject, data, { msgId: this.ids.seal(msgId), headers });
  }
}
