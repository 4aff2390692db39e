import { Controller, Get, Inject, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { AUDIT_LIST_LIMIT_MAX, type AuditListDocument, REGION_CODES, type RegionCode } from '@tongban/contracts';
import { auditPages, listAudit } from '@tongban/operator';
import type { FastifyReply } from 'fastify';
import { createZodDto } from 'nestjs-zod';
import { Readable } from 'node:stream';
import { z } from 'zod';
import { ConsoleRuntime } from '../console.runtime';
import { Needs } from '../sign-in/access';

const instant = z.iso.datetime({ offset: true }).optional();
const filters = { actor: z.string().min(1).max(100).optional(), action: z.string().min(1).max(100).optional(), from: instant, to: instant, region: z.enum(REGION_CODES as unknown as [RegionCode, ...RegionCode[]]).optional() };
class AuditParameters extends createZodDto(z.object({ ...filters, limit: z.coerce.number().int().min(1).max(AUDIT_LIST_LIMIT_MAX).default(50), after: z.string().max(500).default('') })) {}
class AuditFilterParameters extends createZodDto(z.object(filters)) {}

@ApiTags('audit')
@Controller('audit')
@Needs('audit.read')
export class AuditController {
  constructor(@Inject(ConsoleRuntime) private readonly console: ConsoleRuntime) {}

  @Get()
  @ApiOperation({ operationId: 'listAudit', summary: 'What operators did in every region, newest first (AuditListDocument, its rows as `entries` too)' })
  async list(@Query() parameters: AuditParameters): Promise<AuditListDocument & { readonly entries: AuditListDocument['rows'] }> {
    const found = await listAudit(this.console.desk, parameters);
    return { ...found, entries: found.rows };
  }

  @Get('export')
  @ApiProduces('application/x-ndjson')
  @ApiOperation({ operationId: 'exportAudit', summary: 'All of it, one entry a line with its exact bytes, so that the chain can be checked' })
  export(@Query() given: AuditFilterParameters, @Res() reply: FastifyReply): void {
    const pages = auditPages(this.console.desk, given);
    async function* lines(): AsyncGenerator<string> {
      for await (const { rows } of pages) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
    }
    void reply.type('application/x-ndjson; charset=utf-8').header('content-disposition', 'attachment; filename="tongban-audit.ndjson"').send(Readable.from(lines()));
  }
}
