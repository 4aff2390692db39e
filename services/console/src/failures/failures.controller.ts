import { Body, Controller, Delete, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { ERROR_CATALOGUE, type ErrorCode, FAILURE_LIST_LIMIT_MAX, REGION_CODES, type RegionCode, TongbanError, isRegionCode } from '@tongban/contracts';
import { type FailureActor, type FailureFilters, actOnFailure, listFailures, showFailure } from '@tongban/operator';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ConsoleRuntime } from '../console.runtime';
import type { RetryBatchDocument, ShownFailure, ShownFailures } from '../documents';
import { Needs, TheSession } from '../sign-in/access';
import type { Session } from '../sign-in/sessions';

const region = z.enum(REGION_CODES as unknown as [RegionCode, ...RegionCode[]]).optional();
const text = z.string().min(1).max(100).optional();
const reason = z.string().max(500).optional();
class FailureListParameters extends createZodDto(z.object({
  region, code: text, consumer: text, stream: text, state: z.enum(['open', 'retried', 'discarded', 'edited', 'any']).default('open'), since: z.iso.datetime({ offset: true }).optional(),
  limit: z.coerce.number().int().min(1).max(FAILURE_LIST_LIMIT_MAX).default(50), after: z.string().max(500).default(''),
})) {}
class ReasonBody extends createZodDto(z.object({ reason })) {}
class BatchBody extends createZodDto(z.object({ region, code: text, consumer: text, perSecond: z.coerce.number().min(0.1).max(100), reason })) {}

/** What the hubs could not handle, and what is done about it: the target of a retry is always the hub's own word. */
@ApiTags('failures')
@Controller('failures')
@Needs('failures.read')
export class FailuresController {
  constructor(@Inject(ConsoleRuntime) private readonly console: ConsoleRuntime) {}

  @Get()
  @ApiOperation({ operationId: 'listFailures', summary: 'Failed messages, newest first, and all that fit by cause (ShownFailures)' })
  async list(@Query() parameters: FailureListParameters): Promise<ShownFailures> {
    const found = await listFailures(this.console.desk, parameters);
    return { ...found, groups: found.groups.map((group) => ({ ...group, ...sideOf(group.code), ...(group.regions.length === 1 && { region: group.regions[0]! }) })) };
  }

  @Post('batches')
  @Needs('failures.act')
  @ApiOperation({ operationId: 'retryFailures', summary: 'Retries all that fit, one after the other at a rate (RetryBatchDocument)' })
  begin(@Body() { perSecond, reason: why, ...filters }: BatchBody, @TheSession() session: Session): Promise<RetryBatchDocument> {
    return this.console.batches.begin(filters as FailureFilters, perSecond, actorOf(session, why));
  }
  @Get('batches/:id')
  @ApiOperation({ operationId: 'showRetries', summary: 'How far a batch is (RetryBatchDocument)' })
  batch(@Param('id') id: string): RetryBatchDocument {
    return this.console.batches.show(id);
  }
  @Delete('batches/:id')
  @Needs('failures.act')
  @ApiOperation({ operationId: 'stopRetries', summary: 'Ends a batch after the one in hand' })
  stop(@Param('id') id: string): RetryBatchDocument {
    return this.console.batches.stop(id);
  }

  @Get(':region/:sequence')
  @ApiOperation({ operationId: 'showFailure', summary: 'Everything known of one failed message (ShownFailure)' })
  async show(@Param('region') at: string, @Param('sequence') sequence: string): Promise<ShownFailure> {
    return shownFailure(await showFailure(this.console.desk, ...refOf(at, sequence)));
  }
  @Post(':region/:sequence/retry')
  @HttpCode(200)
  @Needs('failures.act')
  @ApiOperation({ operationId: 'retryFailure', summary: 'Has the handler that gave up handle the exact bytes again; answers with what is on record then (ShownFailure)' })
  retry(@Param('region') at: string, @Param('sequence') sequence: string, @Body() { reason: why }: ReasonBody, @TheSession() session: Session): Promise<ShownFailure> {
    return this.act(at, sequence, 'retry', session, why);
  }
  @Post(':region/:sequence/discard')
  @HttpCode(200)
  @Needs('failures.act')
  @ApiOperation({ operationId: 'discardFailure', summary: 'Sets it aside for good, with a reason (ShownFailure)' })
  discard(@Param('region') at: string, @Param('sequence') sequence: string, @Body() { reason: why }: ReasonBody, @TheSession() session: Session): Promise<ShownFailure> {
    return this.act(at, sequence, 'discard', session, why);
  }

  private async act(at: string, number: string, act: 'retry' | 'discard', session: Session, why: string | undefined): Promise<ShownFailure> {
    const [ofRegion, sequence] = refOf(at, number);
    return shownFailure(await actOnFailure(this.console.desk, { region: ofRegion, sequence }, act, actorOf(session, why)));
  }
}

/** Whose side must change something; nothing for a code of a later release. */
const sideOf = (code: string): { readonly side?: string } => (code in ERROR_CATALOGUE ? { side: ERROR_CATALOGUE[code as ErrorCode].side } : {});
export const actorOf = ({ login, roles }: Session, why: string | undefined): FailureActor => ({ by: `operator:${login}`, client: 'console', roles, ...(why !== undefined && { reason: why }) });

export function shownFailure({ desk, ...failure }: Awaited<ReturnType<typeof showFailure>>): ShownFailure {
  if (desk === undefined) return failure;
  const line = (name: string): string => [name, desk.contact, desk.hours].filter(Boolean).join(' · ');
  return { ...failure, desk, dutyDesk: { zh: line(desk.zh), en: line(desk.en) } };
}

/** @throws TongbanError `find.nothing`. */
export function refOf(region: string, sequence: string): [RegionCode, number] {
  if (!isRegionCode(region) || !/^[1-9]\d{0,14}$/.test(sequence)) throw new TongbanError('find.nothing', '');
  return [region, Number(sequence)];
}
