import { Controller, Get, HttpCode, Inject, Post, Res } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { AUDIT_OK, REGION_CODES } from '@tongban/contracts';
import { reference } from '@tongban/operator';
import type { FastifyReply } from 'fastify';
import { ConsoleRuntime } from '../console.runtime';
import type { NamedCode, SessionDocument } from '../documents';
import { SESSION_COOKIE, TheSession } from './access';
import { type Session, Sessions } from './sessions';

@ApiTags('session')
@Controller()
export class SessionController {
  constructor(@Inject(ConsoleRuntime) private readonly console: ConsoleRuntime, @Inject(Sessions) private readonly sessions: Sessions) {}

  @Get('session')
  @ApiOperation({ operationId: 'showSession', summary: 'Who is signed in, and the names a page needs for codes (SessionDocument)' })
  show(@TheSession() { login, name, roles, permissions, scope, csrfToken }: Session): SessionDocument {
    return { login, name, roles, permissions, scope, environment: this.console.setup.environment, ...names(), csrfToken };
  }

  @Post('sign-out')
  @HttpCode(204)
  @ApiOperation({ operationId: 'signOut', summary: 'Ends the session' })
  async signOut(@TheSession() { id, login, roles }: Session, @Res({ passthrough: true }) reply: FastifyReply): Promise<void> {
    this.sessions.end(id);
    await this.console.noted(login, roles, 'session.end', AUDIT_OK);
    void reply.clearCookie(SESSION_COOKIE, { path: '/' });
  }
}

type Names = Pick<SessionDocument, 'regions' | 'participants' | 'items' | 'flows'>;
let made: Names | undefined;
/** Of the reference data of this build: it does not change while the process runs. */
function names(): Names {
  if (made) return made;
  const { divisions, regions, items, flows } = reference();
  const named = ({ zh, en }: { readonly zh: string; readonly en: string }): NamedCode['name'] => ({ zh, en });
  const participants = divisions.participants().map((one) => ({ code: one.code, name: named(one), region: divisions.regionOf(one) }));
  const found: Names = {
    regions: REGION_CODES.map((code) => ({ code, name: named(regions.find(({ id }) => id === code) ?? { zh: '全国', en: 'National' }), participants: participants.filter(({ region }) => region === code).map((one) => one.code) })),
    participants, items: [...items.values()].map((item) => ({ code: item.itemCode, name: named(item) })), flows: [...flows.values()].map((flow) => ({ code: flow.flowId, name: named(flow) })),
  };
  return (made = found);
}
