import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { TongbanError, isRegionCode } from '@tongban/contracts';
import { CURES, type LinkPairs, audited, cureHub, linkPairs } from '@tongban/operator';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ConsoleRuntime } from '../console.runtime';
import { Needs, TheSession } from '../sign-in/access';
import type { Session } from '../sign-in/sessions';

class LinksParameters extends createZodDto(z.object({ date: z.iso.date().optional() })) {}
class CureBody extends createZodDto(z.object({ cure: z.enum(CURES), target: z.string().max(200).optional(), reason: z.string().max(500).optional() })) {}

/** The ways between regions: what both ends have on record, compared now where somebody asks, and what may be done about a stall. */
@ApiTags('links')
@Controller()
@Needs('links.read')
export class LinksController {
  constructor(@Inject(ConsoleRuntime) private readonly console: ConsoleRuntime) {}

  @Get('links')
  @ApiOperation({ operationId: 'listLinks', summary: 'Each ordered pair of regions as both ends have it on record (LinkPairs)' })
  links(@Query() { date }: LinksParameters): Promise<LinkPairs> {
    return linkPairs(this.console.desk, { date: date ?? '', compare: false });
  }

  @Post('links/:from/:to/compare')
  @HttpCode(200)
  @Needs('links.act')
  @ApiOperation({ operationId: 'compareLink', summary: 'Compares both ends of one ordered pair now; what is lacking is fetched again (LinkPairs)' })
  compare(@Param('from') from: string, @Param('to') to: string, @TheSession() session: Session): Promise<LinkPairs> {
    if (!isRegionCode(from) || !isRegionCode(to) || from === to) throw new TongbanError('find.nothing', '');
    return audited(this.console.desk, { regions: [to], actor: `operator:${session.login}`, client: 'console', roles: session.roles, action: 'link.compare', target: `${from}-${to}` }, () => linkPairs(this.console.desk, { date: '', compare: true, only: { from, to } }));
  }

  @Post('hubs/:region/cures')
  @HttpCode(204)
  @Needs('links.act')
  @ApiOperation({ operationId: 'cureHub', summary: 'Has a hub do about a stall what it does by itself, now; what came of it the status shows' })
  async cure(@Param('region') region: string, @Body() { cure, target, reason }: CureBody, @TheSession() session: Session): Promise<void> {
    if (!isRegionCode(region)) throw new TongbanError('find.nothing', '');
    await cureHub(this.console.desk, { region, cure, ...(target !== undefined && { target }) }, { by: `operator:${session.login}`, client: 'console', roles: session.roles, ...(reason !== undefined && { reason }) });
  }
}
