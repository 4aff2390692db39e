import { Readable } from 'node:stream';
import { Controller, Get, Inject, Param, Query, Res } from '@nestjs/common';
import { ApiOperation, ApiProduces, ApiTags } from '@nestjs/swagger';
import { type AlarmListDocument, type CaseDocument, type CaseListDocument, type FindDocument, type NextActionsDocument, type RegionCode, TongbanError, encode, v1 } from '@tongban/contracts';
import { normaliseCaseNumber } from '@tongban/domain';
import { casePages, findEverywhere, listAlarms, listCases, showCase } from '@tongban/operator';
import type { FastifyReply } from 'fastify';
import { ConsoleRuntime } from '../console.runtime';
import { Needs, TheSession, requireInScope } from '../sign-in/access';
import type { Session } from '../sign-in/sessions';
import { AlarmListParameters, CaseListParameters, FindParameters, SideParameters, filtersOf, orderOf } from './case-queries';

@ApiTags('cases')
@Controller()
@Needs('cases.read')
export class CasesController {
  constructor(@Inject(ConsoleRuntime) private readonly console: ConsoleRuntime) {}

  @Get('cases')
  @ApiOperation({ operationId: 'listCases', summary: 'A page of cases of every region (CaseListDocument)' })
  list(@Query() parameters: CaseListParameters, @TheSession() session: Session): Promise<CaseListDocument> {
    const filters = scoped(filtersOf(parameters), session);
    return listCases(this.console.desk, { filters, limit: parameters.limit, after: parameters.after, counted: parameters.count === 'true', order: orderOf(parameters), asIs: true });
  }

  /** Of all pages together. A region that does not answer is named in the last line: what lacks is not passed over in silence. */
  @Get('case-export')
  @ApiProduces('application/x-ndjson')
  @ApiOperation({ operationId: 'exportCases', summary: 'Every case that fits, one row of the list a line; the last line names regions that did not answer' })
  export(@Query() parameters: CaseListParameters, @TheSession() session: Session, @Res() reply: FastifyReply): void {
    const pages = casePages(this.console.desk, { filters: scoped(filtersOf(parameters), session), order: orderOf(parameters) });
    async function* lines(): AsyncGenerator<string> {
      const silent = new Set<string>();
      for await (const { rows, unreachableRegions = [] } of pages) {
        for (const region of unreachableRegions) silent.add(region);
        yield rows.map((row) => `${JSON.stringify(row)}\n`).join('');
      }
      if (silent.size > 0) yield `${JSON.stringify({ unreachableRegions: [...silent].sort() })}\n`;
    }
    void reply.type('application/x-ndjson; charset=utf-8').header('content-disposition', 'attachment; filename="tongban-cases.ndjson"').send(Readable.from(lines()));
  }

  @Get('cases/:caseNo')
  @ApiOperation({ operationId: 'showCase', summary: 'A case from the log of its home (CaseDocument)' })
  async show(@Param('caseNo') given: string, @TheSession() session: Session): Promise<CaseDocument> {
    const document = await showCase(this.console.desk, caseNumber(given));
    requireInScope(session, document.parties.map(({ participant }) => participant));
    return document;
  }

  @Get('cases/:caseNo/next')
  @ApiOperation({ operationId: 'nextActions', summary: 'What a side of the case may send now (NextActionsDocument)' })
  async next(@Param('caseNo') given: string, @Query() { side }: SideParameters, @TheSession() session: Session): Promise<NextActionsDocument> {
    const caseNo = caseNumber(given);
    const { parties, homeRegion } = await this.show(caseNo, session);
    const { participant } = parties.find((party) => party.side === side)!;
    return this.console.desk.askJson(homeRegion as RegionCode, 'cases.next', encode(v1.CaseQuery, { caseNo, participant }));
  }

  @Get('find')
  @ApiOperation({ operationId: 'find', summary: 'Wherever a case number, message id, own number or trace id leads (FindDocument)' })
  async find(@Query() { value }: FindParameters, @TheSession() session: Session): Promise<FindDocument> {
    const found = await findEverywhere(this.console.desk, value);
    if (session.scope === null) return found;
    const seen = await Promise.all(found.matches.map(async (match) => (match.caseNo && (await this.show(match.caseNo, session).then(() => true, () => false)) ? [match] : [])));
    return { ...found, matches: seen.flat() };
  }

  @Get('alarms')
  @ApiOperation({ operationId: 'listAlarms', summary: 'Alarms of running cases that stand open, newest first (AlarmListDocument)' })
  alarms(@Query() { to, stage, limit, after, count }: AlarmListParameters, @TheSession() { scope }: Session): Promise<AlarmListDocument> {
    if (scope !== null && (to === undefined || !scope.includes(to))) throw new TongbanError('session.forbidden', 'name a province of your own');
    return listAlarms(this.console.desk, { filters: { ...(to !== undefined && { to }), stage: stage ?? '' }, limit, after, counted: count === 'true', asIs: true });
  }
}

/** @throws TongbanError `case.number-invalid`. */
function caseNumber(given: string): string {
  const caseNo = normaliseCaseNumber(given);
  if (caseNo === undefined) throw new TongbanError('case.number-invalid', '');
  return caseNo;
}

/** Whoever sees single provinces names one of them, or has one alone. @throws TongbanError `session.forbidden`. */
function scoped(filters: Record<string, string>, { scope }: Session): Record<string, string> {
  if (scope === null) return filters;
  const [only, ...more] = scope;
  const named = [filters['participant'], filters['opener'], filters['counterpart'], filters['holder']].filter((one) => one !== undefined);
  if (named.some((one) => scope.includes(one))) return filters;
  if (only === undefined || more.length > 0 || named.length > 0) throw new TongbanError('session.forbidden', 'name a province of your own');
  return { ...filters, participant: only };
}
