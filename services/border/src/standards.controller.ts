import { Controller, Inject } from '@nestjs/common';
import { Ctx, Payload } from '@nestjs/microservices';
import { type ServiceQuery, TongbanError, decode, encode, subjects, v1 } from '@tongban/contracts';
import { OnQuery, QueryContext } from '@tongban/messaging';
import { REGION_RUNTIME, type RegionRuntime, participantQuery } from '@tongban/service-kit';
import { openRegistryCommand } from '@tongban/trust';

/** What participants ask and tell the registries: passed on to the region's own service, with who asks as the broker let it through. */
@Controller()
export class StandardsController {
  constructor(@Inject(REGION_RUNTIME) private readonly runtime: RegionRuntime) {}

  /** Signed by the participant or by a person who speaks for it, which the owner verifies; for nobody else. */
  @OnQuery(participantQuery('standards-command'))
  command(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    const { unit } = openRegistryCommand(bytes).command;
    const participant = participantOf(context);
    if (unit !== participant) throw new TongbanError('sender.not-itself', `a command for ${unit || 'nobody'} came through the connection of ${participant}`);
    return this.pass('standards.command', bytes);
  }

  @OnQuery(participantQuery('standards-head'))
  head(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    return this.pass('standards.head', bytes);
  }

  @OnQuery(participantQuery('standards-range'))
  range(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    return this.pass('standards.range', encode(v1.RegistryRangeQuery, { ...decode(v1.RegistryRangeQuery, bytes), participant: participantOf(context) }));
  }

  @OnQuery(participantQuery('standards-snapshot'))
  snapshot(@Payload() bytes: Uint8Array, @Ctx() context: QueryContext): Promise<Uint8Array> {
    return this.pass('standards.snapshot', encode(v1.RegistrySnapshotQuery, { ...decode(v1.RegistrySnapshotQuery, bytes), participant: participantOf(context) }));
  }

  private pass(name: ServiceQuery, bytes: Uint8Array): Promise<Uint8Array> {
    const { queries, environment, region } = this.runtime;
    return queries.request(subjects.service(environment, region, name), bytes, { unreachable: 'hub.unreachable' });
  }
}

/** q.<env>.<region>.<participant>.<name> */
const participantOf = (context: QueryContext): string => context.subject.split('.')[3] ?? '';
