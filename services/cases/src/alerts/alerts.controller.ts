import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { encode, v1 } from '@tongban/contracts';
import { OnQuery } from '@tongban/messaging';
import { serviceQuery } from '@tongban/service-kit';
import { CasesRuntime } from '../cases.runtime';

/** Answers the region's own operator about alerts. */
@Controller()
export class AlertsController {
  constructor(@Inject(CasesRuntime) private readonly cases: CasesRuntime) {}

  @OnQuery(serviceQuery('alerts.list'))
  async list(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return json(await this.cases.alerts.list(bytes));
  }

  @OnQuery(serviceQuery('alerts.acknowledge'))
  async acknowledge(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return json(await this.cases.alerts.acknowledge(bytes));
  }
}

const json = (document: unknown): Uint8Array => encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(document), 'utf8') });
