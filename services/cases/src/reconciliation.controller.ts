import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { TongbanError, decode, encode, isRegionCode, v1 } from '@tongban/contracts';
import { OnQuery } from '@tongban/messaging';
import { serviceQuery } from '@tongban/service-kit';
import { CasesRuntime } from './cases.runtime';
import { answerStreamDigest } from './mirrors/answer-digest';
import { requireAnswer, settleLosses } from './settle-losses';

/** Answers other hubs about this region's end of their links, and operators about both. */
@Controller()
export class ReconciliationController {
  constructor(@Inject(CasesRuntime) private readonly cases: CasesRuntime) {}

  @OnQuery(serviceQuery('links.digest'))
  digest(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return this.cases.offer.digest(bytes);
  }

  @OnQuery(serviceQuery('links.resend'))
  resend(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return this.cases.offer.resend(bytes);
  }

  /** A StreamDigestQuery of the national hub, which compares a stream of record with its copy. */
  @OnQuery(serviceQuery('streams.digest'))
  async streamDigest(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return answerStreamDigest(this.cases.region, bytes);
  }

  @OnQuery(serviceQuery('mirrors.report'))
  async mirrorReport(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { region, compare } = decode(v1.MirrorReportQuery, bytes);
    if (this.cases.mirrors === undefined) throw new TongbanError('query.invalid', 'this hub keeps no copies');
    if (region !== '' && !isRegionCode(region)) throw new TongbanError('query.invalid', 'no such region');
    const { mirrors } = this.cases;
    return json(await (compare ? mirrors.compareNow(region || undefined) : mirrors.lookNow(region || undefined)));
  }

  /** A MirrorRenewal of an operator, who answers for what the old copy had. */
  @OnQuery(serviceQuery('mirrors.renew'))
  async renewMirror(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { stream, by, reason } = decode(v1.MirrorRenewal, bytes);
    requireAnswer(by, reason);
    if (this.cases.mirrors === undefined) throw new TongbanError('query.invalid', 'this hub keeps no copies');
    return json(await this.cases.mirrors.renew(stream, by));
  }

  /** A LossSettlement of an operator, who answers for what a stream lost. */
  @OnQuery(serviceQuery('store.settle'))
  async settle(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return json(await settleLosses(this.cases.region, this.cases.storeWatch, bytes));
  }

  @OnQuery(serviceQuery('links.report'))
  async report(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return json(await this.cases.reconciler.report(bytes));
  }
}

const json = (document: unknown): Uint8Array => encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(document), 'utf8') });
