import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ALERT_LIST_LIMIT_MAX, type AlertListDocument, type AlertRow, REGION_CODES, type RegionCode, TongbanError, isAlertPlace, isRegionCode } from '@tongban/contracts';
import { acknowledgeAlert, listAlerts } from '@tongban/operator';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ConsoleRuntime } from '../console.runtime';
import { Needs, TheSession } from '../sign-in/access';
import type { Session } from '../sign-in/sessions';

const LIMIT_DEFAULT = 50;
class AlertParameters extends createZodDto(z.object({
  state: z.enum(['open', 'any']).default('open'), region: z.enum(REGION_CODES as unknown as [RegionCode, ...RegionCode[]]).optional(),
  limit: z.coerce.number().int().min(1).max(ALERT_LIST_LIMIT_MAX).default(LIMIT_DEFAULT), after: z.string().max(500).default(''),
})) {}
class AcknowledgeBody extends createZodDto(z.object({ reason: z.string().max(500).optional() })) {}

/** What is wrong with the hubs themselves, who has it in hand, and whether anybody could be told. */
@ApiTags('alerts')
@Controller('alerts')
@Needs('status.read')
export class AlertsController {
  constructor(@Inject(ConsoleRuntime) private readonly console: ConsoleRuntime) {}

  @Get()
  @ApiOperation({ operationId: 'listAlerts', summary: 'Alerts of the hubs, newest first (AlertListDocument)' })
  list(@Query() { region, ...listing }: AlertParameters): Promise<AlertListDocument> {
    return listAlerts(this.console.desk, { ...listing, ...(region && { region }) });
  }

  @Post(':region/:number/acknowledge')
  @HttpCode(200)
  @Needs('alerts.act')
  @ApiOperation({ operationId: 'acknowledgeAlert', summary: 'Takes an open alert in hand, so that it is not told again (AlertRow)' })
  acknowledge(@Param('region') region: string, @Param('number') number: string, @Body() { reason }: AcknowledgeBody, @TheSession() { login, roles }: Session): Promise<AlertRow> {
    if (!isRegionCode(region) || !isAlertPlace(number)) throw new TongbanError('find.nothing', '');
    return acknowledgeAlert(this.console.desk, { region, number: Number(number) }, { by: `operator:${login}`, client: 'console', roles, ...(reason !== undefined && { reason }) });
  }
}
