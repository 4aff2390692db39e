import { TongbanError, decode, headers as wire, owners, v1 } from '@tongban/contracts';
import { parseCaseNumber } from '@tongban/domain';
import { traceNow } from '@tongban/telemetry';
import { receiptToHeader, sha256Hex } from '@tongban/trust';
import type { CaseFacts, PartyFacts } from '../case-facts';
import { ENVIRONMENTS } from '@tongban/contracts';
import type { ProvinceLogger } from '../options';
import type { ReceiptBook } from '../receipts/receipt-book';
import type { ReceiptDesk } from '../receipts/receipt-desk';
import type { ClientStore } from '../store/client-store';
import { type SetAside, deliveryKey } from '../store/records';
import type { StoreOp } from '../store/table';
import type { Alarms } from './alarms';
import { followVersion } from './case-version';
import { forgetErased } from './erased';
import { type CheckContext, type CheckedDelivery, checkDelivery } from './check-delivery';
import type { Lapses } from './lapses';

/** Something from the hub, as it came. */
export interface Arrival {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}
export interface InboxPorts {
  readonly store: ClientStore;
  readonly book: ReceiptBook;
  readonly desk: ReceiptDesk;
  readonly logger: ProvinceLogger;
  /** Business instant. */
  readonly now: () => string;
  readonly alarms?: Pick<Alarms, 'take'>;
  readonly lapses?: Pick<Lapses, 'take'>;
  /** A delivery of the case is on disk. */
  readonly arrived: (caseNo: string, deliveryNo: number) => void;
}

/** More untrusted messages than this stay at the hub. */
const SET_ASIDE_MAX = 1_000;
/** xr.<env>.<region>.<from>.<toRegion>.<to>.<shard>.<kind> */
const isDelivery = (subject: string): boolean => subject.endsWith('.delivery');

/**
 * Takes what the hub sends onto the own disk. When `take` resolves the hub may forget it. A delivery is kept under its case
 * and number, whatever the order of arrival; numbers taken or kept already are repeats.
 */
export class Inbox {
  constructor(private readonly ports: InboxPorts, private readonly context: CheckContext) {}

  /** @throws TongbanError only for failures of the own side (disk, too much set aside): to be brought again. */
  async take(arrival: Arrival): Promise<void> {
    try {
      await this.store(arrival);
    } catch (cause) {
      const error = TongbanError.from(cause);
      // A fault of the message itself does not go away by bringing it again; an unforeseen one may.
      if (error.code === 'hub.internal') throw cause;
      await this.setAside(arrival, error);
    }
  }

  /** Looks again at what could not be trusted: keys may have been added since. */
  async reexamine(): Promise<void> {
    for (const [key, { subject, headers, data }] of await this.ports.store.setAside.under('')) {
      try {
        await this.store({ subject, headers, data: Buffer.from(data, 'base64') });
        await this.ports.store.commit([this.ports.store.setAside.del(key)]);
      } catch (cause) {
        if (TongbanError.from(cause).code === 'hub.internal') throw cause;
      }
    }
  }

  private async store({ subject, data, headers }: Arrival): Promise<void> {
    if (!isDelivery(subject)) {
      const { receipts, rejections } = decode(v1.ReceiptBatch, data);
      await this.ports.book.take(receipts.map((one) => v1.SignedReceipt.create(one)), rejections);
      await followVersion(this.ports.store, headers, this.ports.logger);
      await forgetErased({ ...this.context, store: this.ports.store, logger: this.ports.logger, homeOf: (caseNo) => homeOf(this.context.catalogue, caseNo) }, headers);
      await this.ports.alarms?.take(headers);
      await this.ports.lapses?.take(headers);
      return;
    }
    const checked = await checkDelivery(data, headers, this.context, async (messageId, digest) =>
      (await this.ports.store.messages.get(messageId))?.digestHex === digest.toString('hex'));
    await (checked.own ? this.storeOwn(checked) : this.storeForeign(checked));
  }

  /** The confirmation of an own message settles it, and counts like any delivery. */
  private async storeOwn(checked: CheckedDelivery): Promise<void> {
    const { ops, tell } = await this.ports.book.enter(checked.received ? [checked.received] : [], [], [checked.registration]);
    await this.keep(checked, ops);
    tell();
  }

  private async storeForeign(checked: CheckedDelivery): Promise<void> {
    const { envelope, digest } = checked.opened;
    const registered = checked.registration.receipt;
    const delivered = await this.ports.desk.owe({
      level: 'DELIVERED', environment: ENVIRONMENTS[this.context.environment], messageId: envelope.messageId, caseNo: envelope.caseNo, messageDigest: digest,
      sender: envelope.sender?.participant ?? '', issuer: owners.participant(this.context.participant), at: this.ports.now(),
      logIndex: registered.logIndex, deliveryNo: registered.deliveryNo,
    });
    if (await this.keep(checked, [], [delivered.op])) this.ports.desk.wake(delivered);
  }

  /** Writes `always`, and the delivery with what belongs to its first time; tells whether it was the first. */
  private async keep(checked: CheckedDelivery, always: readonly StoreOp[], first: readonly StoreOp[] = []): Promise<boolean> {
    const { store } = this.ports;
    const { caseNo } = checked.opened.envelope;
    const { deliveryNo } = checked.registration.receipt;
    const key = deliveryKey(caseNo, deliveryNo);
    const isNew = deliveryNo > ((await store.heads.get(caseNo)) ?? 0) && (await store.inbox.get(key)) === undefined;
    if (!isNew) {
      await store.commit(always);
      return false;
    }
    const known = await store.cases.get(caseNo);
    const trace = traceNow();
    const isErased = (await store.erased.get(checked.opened.digest.toString('hex'))) !== undefined;
    await store.commit([
      ...always, ...first,
      store.inbox.put(key, {
        message: Buffer.from(checked.opened.bytes).toString('base64'), registered: receiptToHeader(checked.registration.signed), ...(trace && { trace }),
        ...(isErased ? { fault: 'seal.erased' as const } : { ...(checked.wrappedKeys && { wrappedKeys: checked.wrappedKeys }), ...(checked.fault && { fault: checked.fault }) }),
      }),
      ...(known?.schemaDigest ? [] : [store.cases.put(caseNo, learned(checked, known))]),
    ]);
    this.ports.arrived(caseNo, deliveryNo);
    return true;
  }

  private async setAside({ subject, data, headers }: Arrival, error: TongbanError): Promise<void> {
    const { store, logger } = this.ports;
    if ((await store.setAside.keysUnder('', SET_ASIDE_MAX)).length >= SET_ASIDE_MAX) throw new TongbanError('hub.internal', 'too many messages are set aside', [], { cause: error });
    const caseNo = headers[wire.ceSubject] ?? '';
    const aside: SetAside = {
      code: error.code, detail: error.message, caseNo, since: new Date().toISOString(), subject, headers: { ...headers }, data: Buffer.from(data).toString('base64'),
    };
    await store.commit([store.setAside.put(sha256Hex(data), aside)]);
    logger.warn({ caseNo, code: error.code }, 'a message from the hub cannot be trusted and was set aside');
  }
}

function homeOf({ divisions }: CheckContext['catalogue'], caseNo: string): string {
  const number = parseCaseNumber(caseNo);
  if (!number) throw new TongbanError('case.number-invalid', 'the case number does not parse');
  return divisions.regionOf(number.division);
}

/** The facts of the case as its first message seen here gives them; the side's own number stays. */
function learned({ opened: { envelope }, own }: CheckedDelivery, known: CaseFacts | undefined): CaseFacts {
  const localCaseNo = known?.localCaseNo ?? (own ? envelope.localCaseNo : '');
  return { ...factsOf(envelope), ...(localCaseNo && { localCaseNo }) };
}

/** The opener is the one whose division is in the case number. */
function factsOf(envelope: v1.Envelope): CaseFacts {
  const of = (party: v1.Party.$Properties | null | undefined): PartyFacts =>
    ({ participant: party?.participant ?? '', division: party?.division ?? '', agencyCode: party?.agencyCode ?? '' });
  const [sender, recipient] = [of(envelope.sender), of(envelope.recipient)];
  const openerSends = parseCaseNumber(envelope.caseNo)?.participant === sender.participant;
  return {
    caseNo: envelope.caseNo, itemCode: envelope.itemCode, flowId: envelope.flowId, schemaDigest: envelope.schemaDigest, homeRegion: envelope.homeRegion,
    opener: openerSends ? sender : recipient, counterpart: openerSends ? recipient : sender,
    ...(envelope.legalBasis && { legalBasis: { code: envelope.legalBasis.code ?? '', document: envelope.legalBasis.document ?? '' } }),
  };
}
