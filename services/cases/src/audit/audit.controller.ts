import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { decode, encode, v1 } from '@tongban/contracts';
import { OnQuery } from '@tongban/messaging';
import { serviceQuery } from '@tongban/service-kit';
import { CasesRuntime } from '../cases.runtime';

/** The audit trail of a region, for its own operator. */
@Controller()
export class AuditController {
  constructor(@Inject(CasesRuntime) private readonly cases: CasesRuntime) {}

  @OnQuery(serviceQuery('audit.append'))
  async append(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const { appendId, ...said } = decode(v1.AuditAppend, bytes);
    const number = await this.cases.audit.append({ ...said, ...(appendId && { appendId }) });
    return json({ region: this.cases.region.region, number });
  }

  @OnQuery(serviceQuery('audit.list'))
  async list(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return json(await this.cases.audit.list(bytes));
  }
}

const json = (document: unknown): Uint8Array => encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(document), 'utf8') });
