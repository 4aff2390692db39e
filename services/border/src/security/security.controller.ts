import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { encode, v1 } from '@tongban/contracts';
import { OnQuery } from '@tongban/messaging';
import { REGION_RUNTIME, type RegionRuntime, serviceQuery } from '@tongban/service-kit';
import { securityEvents } from './security-events';
import { SecurityWatch } from './security-watch';

/** What was refused in the region, for its operator. */
@Controller()
export class SecurityController {
  constructor(@Inject(REGION_RUNTIME) private readonly runtime: RegionRuntime, @Inject(SecurityWatch) private readonly watch: SecurityWatch) {}

  @OnQuery(serviceQuery('security.events'))
  async events(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const document = await securityEvents(this.runtime.nats, this.runtime.region, this.watch.watched, bytes);
    return encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(document), 'utf8') });
  }
}
