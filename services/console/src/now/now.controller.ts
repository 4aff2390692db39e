import { Controller, Get, Inject } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type EnvironmentStatus, environmentStatus } from '@tongban/operator';
import { ConsoleRuntime } from '../console.runtime';
import type { NowDocument } from '../documents';
import { Needs } from '../sign-in/access';

@ApiTags('now')
@Controller()
export class NowController {
  constructor(@Inject(ConsoleRuntime) private readonly console: ConsoleRuntime) {}

  @Get('now')
  @Needs('status.read')
  @ApiOperation({ operationId: 'showNow', summary: 'Is anything wrong now (NowDocument)' })
  now(): Promise<NowDocument> {
    return this.console.board.document();
  }

  @Get('status')
  @Needs('links.read')
  @ApiOperation({ operationId: 'showStatus', summary: 'Streams, consumers, sources and checks of every hub (EnvironmentStatus)' })
  async status(): Promise<EnvironmentStatus> {
    const { desk, setup } = this.console;
    return (await environmentStatus(desk, setup.environment)).status;
  }
}
