import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, encode, v1 } from '@tongban/contracts';
import { OnQuery } from '@tongban/messaging';
import { serviceQuery } from '@tongban/service-kit';
import { CasesRuntime } from '../cases.runtime';

/** Answers the region's own operator about messages that no handler could take. */
@Controller()
export class FailuresController {
  constructor(@Inject(CasesRuntime) private readonly cases: CasesRuntime) {}

  @OnQuery(serviceQuery('failures.list'))
  async list(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return json(await this.cases.failures.list(bytes));
  }

  @OnQuery(serviceQuery('failures.show'))
  async show(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return json(await this.cases.failures.show(Number(decode(v1.FailureQuery, bytes).sequence)));
  }

  @OnQuery(serviceQuery('failures.act'))
  async act(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return json(await this.cases.failures.act(bytes));
  }
}

const json = (document: unknown): Uint8Array => encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(document), 'utf8') });
