import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { type CaseClocksDocument, TongbanError } from '@tongban/contracts';
import { createZodDto } from 'nestjs-zod';
import { z } from 'zod';
import { ConsoleRuntime } from '../console.runtime';
import type { DueCalendarDocument } from '../documents';
import { Needs, TheSession } from '../sign-in/access';
import type { Session } from '../sign-in/sessions';
import { dueCalendar } from './due-calendar';

const date = z.iso.date();
class CalendarParameters extends createZodDto(z.object({ from: date, to: date, participant: z.string().regex(/^\d{6}$/).optional() })) {}

@ApiTags('deadlines')
@Controller('deadlines')
@Needs('cases.read')
export class DeadlinesController {
  constructor(@Inject(ConsoleRuntime) private readonly console: ConsoleRuntime) {}

  @Get('calendar')
  @ApiOperation({ operationId: 'dueCalendar', summary: 'What falls due on each day, at most 62 of them (DueCalendarDocument)' })
  calendar(@Query() { from, to, participant }: CalendarParameters, @TheSession() { scope }: Session): Promise<DueCalendarDocument> {
    const { desk } = this.console;
    const named = participant ?? (scope?.length === 1 ? scope[0] : undefined);
    if (scope !== null && (named === undefined || !scope.includes(named))) throw new TongbanError('session.forbidden', 'name a province of your own');
    return dueCalendar(desk, from, to, () => this.businessNow(), named);
  }

  /** Of the first hub that answers. */
  private async businessNow(): Promise<string> {
    const { answers } = await this.console.desk.askAll((region) => this.console.desk.askJson<CaseClocksDocument>(region, 'cases.clocks'));
    const [first] = answers;
    if (first === undefined) throw new TongbanError('region.unreachable', 'no hub answers');
    return first.answer.businessNow;
  }
}
