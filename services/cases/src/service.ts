import { Module } from '@nestjs/common';
import { consumers, headers, streams } from '@tongban/contracts';
import { type DurableBinding, laneConsumers } from '@tongban/messaging';
import type { RegionService } from '@tongban/service-kit';
import { AlertsController } from './alerts/alerts.controller';
import { AuditController } from './audit/audit.controller';
import { CasesRuntime } from './cases.runtime';
import { DryRunController } from './dry-run.controller';
import { FailuresController } from './failures/failures.controller';
import { EXCHANGE, MessagesController, TIMERS_DUE, WATERMARKS } from './messages.controller';
import { QueriesController } from './queries.controller';
import { ReconciliationController } from './reconciliation.controller';

@Module({ controllers: [MessagesController, QueriesController, DryRunController, ReconciliationController, FailuresController, AuditController, AlertsController], providers: [CasesRuntime] })
export class CasesModule {}

/** Home of cases: a few durable consumers that carry the shards, one lane per case, the only decision, and what follows from it. */
export const casesService: RegionService = {
  name: 'cases',
  module: CasesModule,
  bindings: ({ region, topology }) => [
    ...laneConsumers(topology).map(({ consumer }): DurableBinding => ({
      pattern: EXCHANGE, stream: streams.inbox(region), consumer,
      // Set by the border from the envelope: which case it is.
      lane: (message) => message.headers[headers.ceSubject] ?? message.subject,
    })),
    { pattern: WATERMARKS, stream: streams.inbox(region), consumer: consumers.watermarks, resumeInOrder: false },
    { pattern: TIMERS_DUE, stream: streams.timers(region), consumer: consumers.timers, resumeInOrder: false },
  ],
  begin: (app) => app.get(CasesRuntime).begin(),
};
