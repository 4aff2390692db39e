import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { encode, v1 } from '@tongban/contracts';
import { OnQuery } from '@tongban/messaging';
import { serviceQuery } from '@tongban/service-kit';
import { CasesRuntime } from './cases.runtime';

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

  @OnQuery(serviceQuery('links.report'))
  async report(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(await this.cases.reconciler.report(bytes)), 'utf8') });
  }
}
