import { Module } from '@nestjs/common';
import { consumers, headers, streams } from '@tongban/contracts';
import type { RegionService } from '@tongban/service-kit';
import { BorderController, SUBMISSIONS } from './border.controller';
import { StandardsController } from './standards.controller';

@Module({ controllers: [BorderController, StandardsController] })
export class BorderModule {}

/** The region's edge for its participants: admission, RECEIVED, limits. Each participant has a stream and a lane per case. */
export const borderService: RegionService = {
  name: 'border',
  module: BorderModule,
  bindings: ({ topology }) => topology.participants.map((participant) => ({
    pattern: SUBMISSIONS, stream: streams.submit(participant), consumer: consumers.border,
    // A hint from the sender: a wrong one disturbs nobody but its own order.
    lane: (message) => message.headers[headers.ceSubject] ?? '',
  })),
};
