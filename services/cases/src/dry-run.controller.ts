import { Controller, Inject } from '@nestjs/common';
import { Payload } from '@nestjs/microservices';
import { encode, v1 } from '@tongban/contracts';
import { OnQuery } from '@tongban/messaging';
import { serviceQuery } from '@tongban/service-kit';
import { CasesRuntime } from './cases.runtime';
import { DryRun } from './dry-run/dry-run';
import { readDryRunQuery } from './dry-run/read-query';
import { StreamCaseLogs } from './nats/case-logs';
import { StreamCaseLog } from './nats/stream-case-log';

/** What a draft would have done to the cases homed here: counts only, for operators. */
@Controller()
export class DryRunController {
  private readonly dryRun: DryRun;

  constructor(@Inject(CasesRuntime) { region, years, releases }: CasesRuntime) {
    this.dryRun = new DryRun({
      region: region.region, environment: region.environment, standards: region.standards, divisions: region.catalogue.divisions, releases,
      logs: new StreamCaseLogs(region, new StreamCaseLog(region, years)), now: () => region.clock.now(), realMs: () => Date.now(),
    });
  }

  @OnQuery(serviceQuery('cases.dry-run'))
  async page(@Payload() bytes: Uint8Array): Promise<Uint8Array> {
    const page = await this.dryRun.page(readDryRunQuery(bytes));
    return encode(v1.JsonDocument, { json: Buffer.from(JSON.stringify(page), 'utf8') });
  }
}
