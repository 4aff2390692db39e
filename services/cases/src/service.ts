import { Module } from '@nestjs/common';
import { consumers, headers, streams } from '@tongban/contracts';
import { shardTokens } from '@tongban/messaging';
import type { RegionService } from '@tongban/service-kit';
import { CasesRuntime } from './cases.runtime';
import { EXCHANGE, MessagesController } from './messages.controller';
import { QueriesController } from './queries.controller';

@Module({ controllers: [MessagesController, QueriesController], providers: [CasesRuntime] })
export class CasesModule {}

/** Home of cases: one durable consumer per shard, one lane per case, the only decision, and what follows from it. */
export const casesService: RegionService = {
  name: 'cases',
  module: CasesModule,
  bindings: ({ region }) => shardTokens().map((shard) => ({
    pattern: EXCHANGE, stream: streams.inbox(region), consumer: consumers.lane(shard),
    // Set by the border from the envelope: which case it is.
    lane: (message) => message.headers[headers.ceSubject] ?? message.subject,
  })),
  begin: (app) => app.get(CasesRuntime).begin(),
};
