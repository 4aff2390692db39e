import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type Catalogue, type CatalogueFlow, catalogueFlows } from '@tongban/catalogue';
import { PARTICIPANT_API_PREFIX, type EnvironmentCode, type RegionCode, decode, encode, streams, subjects, v1 } from '@tongban/contracts';
import { type Fields, beijingDateOf, makeCaseNumber, parseCaseNumber } from '@tongban/domain';
import { connectNats } from '@tongban/messaging';
import { type ParticipantCredentials, type ReceiptLevelName, Signer, issueReceipt, openMessage, readReceipt, receiptLevelName, sha256Hex, signMessage } from '@tongban/trust';
import { DeliverPolicy, type JetStreamClient, type NatsConnection } from 'nats';
import { eventually } from './eventually';

export interface SeenReceipt { readonly level: ReceiptLevelName; readonly receipt: v1.Receipt; readonly bytes: Buffer }
export interface SeenDelivery { readonly deliveryNo: number; readonly data: Uint8Array; readonly envelope: v1.Envelope }

/** What a message of a flow needs to be made by hand. */
export interface RawMessage {
  readonly flow: string;
  readonly item: string;
  readonly caseNo: string;
  readonly message: string;
  readonly from: string;
  readonly to: string;
  readonly open: Fields;
  readonly personal: Fields;
  readonly onBehalfOf?: string;
  readonly change?: v1.Envelope.$Properties;
}

/** A participant that speaks plain NATS: it can do whatever its account lets it, and nothing stops it beforehand. */
export class RawClient {
  readonly receipts: SeenReceipt[] = [];
  readonly deliveries: SeenDelivery[] = [];
  readonly signer: Signer;
  private readonly flows;
  private stopListening: (() => Promise<unknown>) | undefined;

  private constructor(readonly credentials: ParticipantCredentials, readonly nc: NatsConnection, readonly js: JetStreamClient, private readonly catalogue: Catalogue) {
    this.signer = new Signer(credentials.signingKey);
    this.flows = catalogueFlows(catalogue);
  }

  /** `observer` reads the region's streams: the inbox consumer of a participant belongs to its SDK and is left alone. */
  static async connect(file: string, catalogue: Catalogue, observer: (region: RegionCode) => Promise<NatsConnection>): Promise<RawClient> {
    const credentials = JSON.parse(readFileSync(file, 'utf8')) as ParticipantCredentials;
    const nc = await connectNats({ servers: credentials.servers, nkeySeed: credentials.nkeySeed, tls: credentials.tls, name: `raw-${credentials.participant}` });
    const client = new RawClient(credentials, nc, nc.jetstream({ apiPrefix: PARTICIPANT_API_PREFIX }), catalogue);
    await client.listen(await observer(credentials.region as RegionCode));
    return client;
  }

  caseNo(division = this.credentials.participant, date = beijingDateOf(new Date().toISOString())): string {
    return makeCaseNumber({ division, date, random: Buffer.from(randomUUID().replaceAll('-', ''), 'hex') });
  }
  flow(id: string): CatalogueFlow {
    const flow = this.flows.get(id);
    if (!flow) throw new Error(`no flow ${id}`);
    return flow;
  }
  homeOf(caseNo: string): RegionCode {
    const number = parseCaseNumber(caseNo);
    return number ? this.catalogue.divisions.regionOf(number.division) : (this.credentials.region as RegionCode);
  }

  /** The envelope as the SDK would make it, before any change. */
  envelope(message: RawMessage): v1.Envelope.$Properties {
    const { messages } = this.flow(message.flow);
    const personal = messages.encodePersonal(message.message, message.personal);
    const now = new Date().toISOString();
    const party = (division: string) => ({ participant: `${division.slice(0, 2)}0000`, division });
    return {
      messageId: randomUUID(), contractVersion: '1.0', environment: v1.Environment.ENVIRONMENT_SANDBOX, messageType: message.message, schemaDigest: messages.digest,
      caseNo: message.caseNo, correlationId: randomUUID(), itemCode: message.item, itemVersion: '1', flowId: message.flow, flowVersion: '1', standardVersion: '1',
      sender: { ...party(message.from), agencyCode: this.credentials.agencyCode }, recipient: party(message.to), handlerId: 'raw-1', onBehalfOf: message.onBehalfOf ?? '',
      homeRegion: this.homeOf(message.caseNo), occurredAt: now, sentAt: now,
      data: messages.encodeOpen(message.message, message.open, {
        algorithm: 1, recipients: [], nonce: new Uint8Array(), ciphertext: personal, digest: createHash('sha256').update(personal).digest(), keysDigest: new Uint8Array(),
      }),
      ...message.change,
    };
  }
  make(message: RawMessage): Promise<Uint8Array> {
    return signMessage(this.signer, this.envelope(message));
  }

  /** Stores the bytes in the own submission stream; no message id header unless given. */
  async submit(bytes: Uint8Array, homeRegion: string, kind: 'message' | 'receipts' = 'message', msgID?: string): Promise<void> {
    const { environment, region, participant } = this.credentials;
    await this.js.publish(subjects.submit(environment as EnvironmentCode, region, participant, homeRegion, kind), bytes, { ...(msgID && { msgID }), timeout: 10_000 });
  }
  async send(message: RawMessage): Promise<Uint8Array> {
    const bytes = await this.make(message);
    await this.submit(bytes, this.homeOf(message.caseNo));
    return bytes;
  }
  /** Answers a delivery as an honest SDK does. */
  async acknowledge(delivery: SeenDelivery, level: 'DELIVERED' | 'TAKEN'): Promise<void> {
    await this.submitReceipt(delivery, await this.receiptFor(delivery, level));
  }
  async submitReceipt({ envelope: { caseNo } }: SeenDelivery, receipt: v1.SignedReceipt): Promise<void> {
    await this.submit(encode(v1.ReceiptBatch, { caseNo, receipts: [receipt] }), this.homeOf(caseNo), 'receipts');
  }
  /** This participant's claim about a message it saw, whoever sent it. */
  receiptFor(delivery: SeenDelivery, level: 'DELIVERED' | 'TAKEN' | 'REJECTED'): Promise<v1.SignedReceipt> {
    const { digest } = openMessage(delivery.data);
    const { envelope } = delivery;
    return issueReceipt(this.signer, {
      level, environment: v1.Environment.ENVIRONMENT_SANDBOX, messageId: envelope.messageId, caseNo: envelope.caseNo, messageDigest: digest,
      sender: envelope.sender?.participant ?? '', issuer: `participant:${this.credentials.participant}`, at: new Date().toISOString(), deliveryNo: delivery.deliveryNo,
      ...(level === 'REJECTED' && { code: 'recipient.rejected', detail: 'refused by hand' }),
    });
  }
  /** Waits for a delivery of a case. */
  delivery(caseNo: string, deliveryNo: number): Promise<SeenDelivery> {
    return eventually(`delivery ${deliveryNo} of the case at ${this.credentials.participant}`, () =>
      this.deliveries.find((delivery) => delivery.envelope.caseNo === caseNo && delivery.deliveryNo === deliveryNo));
  }

  /** Receipts seen of exact bytes, oldest first. */
  receiptsOf(bytes: Uint8Array): SeenReceipt[] {
    const digest = sha256Hex(bytes);
    return this.receipts.filter(({ receipt }) => Buffer.from(receipt.messageDigest).toString('hex') === digest);
  }
  /** Waits for a receipt of one of these levels for the bytes. */
  receipt(bytes: Uint8Array, ...levels: ReceiptLevelName[]): Promise<SeenReceipt> {
    return eventually(`${levels.join(' or ')} for a message of ${this.credentials.participant}`, () => this.receiptsOf(bytes).find(({ level }) => levels.includes(level)));
  }
  verdict(bytes: Uint8Array): Promise<SeenReceipt> {
    return this.receipt(bytes, 'REGISTERED', 'REJECTED');
  }

  async close(): Promise<void> {
    await this.stopListening?.();
    await this.nc.close();
  }

  private async listen(observer: NatsConnection): Promise<void> {
    const { environment, region, participant } = this.credentials;
    const consumer = await observer.jetstream().consumers.get(streams.inbox(region), {
      filterSubjects: [subjects.inboxOfParticipant(environment as EnvironmentCode, region, participant)], deliver_policy: DeliverPolicy.New,
    });
    const messages = await consumer.consume();
    this.stopListening = () => messages.close();
    void (async () => {
      for await (const message of messages) {
        if (message.subject.endsWith('.receipts')) {
          for (const signed of decode(v1.ReceiptBatch, message.data).receipts) this.see(signed);
        } else {
          const { envelope } = openMessage(message.data);
          this.deliveries.push({ deliveryNo: Number(message.headers?.get('Tb-Delivery-No')), data: message.data, envelope });
          const registered = message.headers?.get('Tb-Registered');
          if (envelope.sender?.participant === participant && registered) this.see(decode(v1.SignedReceipt, Buffer.from(registered, 'base64')));
        }
      }
    })();
  }
  private see(signed: v1.SignedReceipt.$Properties): void {
    const receipt = readReceipt(signed);
    this.receipts.push({ level: receiptLevelName(receipt.level), receipt, bytes: Buffer.from(encode(v1.SignedReceipt, signed)) });
  }
}
