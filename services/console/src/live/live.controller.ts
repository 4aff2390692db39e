import { Controller, Get, Headers, HttpCode, Inject, Query, Req, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { TongbanError } from '@tongban/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ConsoleRuntime } from '../console.runtime';
import { Needs } from '../sign-in/access';
import { CLIENTS_MAX } from './live-feed';
import { readPositions } from './positions';

@ApiTags('live')
@Controller('live')
export class LiveController {
  constructor(@Inject(ConsoleRuntime) private readonly console: ConsoleRuntime) {}

  @Get()
  @Needs('status.read')
  @HttpCode(200)
  @ApiProduces('text/event-stream')
  @ApiOperation({ operationId: 'followLive', summary: 'Server-sent events: `log` (LiveLogEvent) with an id to resume by, `now` (NowDocument)' })
  follow(@Req() request: FastifyRequest, @Res() reply: FastifyReply, @Headers('last-event-id') lastEventId = '', @Query('since') since = ''): void {
    const { feed } = this.console;
    if (feed.clients >= CLIENTS_MAX) throw new TongbanError('hub.busy', `${CLIENTS_MAX} streams are open`);
    reply.hijack();
    const { raw } = reply;
    raw.writeHead(200, { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no', connection: 'keep-alive' });
    const leave = feed.join({ write: (text) => raw.write(text), onDrain: (drained) => void raw.once('drain', drained), close: () => raw.end() }, readPositions(lastEventId || since));
    request.raw.once('close', leave);
    raw.once('error', leave);
  }
}
