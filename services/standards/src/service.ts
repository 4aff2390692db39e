import { Module } from '@nestjs/common';
import type { RegionService } from '@tongban/service-kit';
import { StandardsController } from './standards.controller';
import { StandardsRuntime } from './standards.runtime';

@Module({ controllers: [StandardsController], providers: [StandardsRuntime] })
export class StandardsModule {}

/** The registry of a region: its own log, copies of those of the other owners, and what anybody asks of them. It reads no queue. */
export const standardsService: RegionService = {
  name: 'standards',
  module: StandardsModule,
  bindings: () => [],
  begin: (app) => app.get(StandardsRuntime).begin(),
};
