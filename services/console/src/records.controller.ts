import { Controller, Get, Inject, Param, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { REGION_CODES, STANDARDS_FILTERS, STANDARDS_ROWS_MAX, STANDARDS_SECTIONS, type StandardsPage, type StandardsSection, TongbanError, isSecurityKind } from '@tongban/contracts';
import { type SecurityEvents, listSecurityEvents, showStandards } from '@tongban/operator';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ConsoleRuntime } from './console.runtime';
import { Needs } from './sign-in/access';

const filter = z.string().min(1).max(200).optional();
class StandardsParameters extends createZodDto(z.object({
  ...(Object.fromEntries(STANDARDS_FILTERS.map((name) => [name, filter])) as Record<(typeof STANDARDS_FILTERS)[number], typeof filter>),
  limit: z.coerce.number().int().min(1).max(STANDARDS_ROWS_MAX).default(100), after: z.string().max(2_000).optional(),
})) {}
class SecurityParameters extends createZodDto(z.object({
  since: z.iso.datetime({ offset: true }).optional(), participant: z.string().max(20).optional(), kind: z.string().max(40).refine(isSecurityKind, 'no such kind').optional(), region: z.enum(REGION_CODES as unknown as [(typeof REGION_CODES)[number]]).optional(),
  limit: z.coerce.number().int().min(1).max(1_000).default(200),
})) {}

/** What hubs have on record beside cases: standards and refusals. */
@ApiTags('records')
@Controller()
export class RecordsController {
  constructor(@Inject(ConsoleRuntime) private readonly console: ConsoleRuntime) {}

  @Get('standards/:section')
  @Needs('standards.read')
  @ApiOperation({ operationId: 'listStandards', summary: 'A page of one section of the standards (StandardsPage)' })
  standards(@Param('section') section: string, @Query() { limit, after, ...filters }: StandardsParameters): Promise<StandardsPage<unknown>> {
    if (!(STANDARDS_SECTIONS as readonly string[]).includes(section)) throw new TongbanError('console.no-such-path', `sections: ${STANDARDS_SECTIONS.join(', ')}`);
    return showStandards(this.console.desk, section as StandardsSection, filters, { limit, ...(after !== undefined && { after }) });
  }

  @Get('security-events')
  @Needs('security.read')
  @ApiOperation({ operationId: 'listSecurityEvents', summary: 'What was refused, and by whose credentials (SecurityEvents)' })
  security(@Query() { since, participant, kind, region, limit }: SecurityParameters): Promise<SecurityEvents> {
    return listSecurityEvents(this.console.desk, { since: since ?? '', by: participant ?? '', kind: kind ?? '', limit, ...(region !== undefined && { region }) });
  }
}
