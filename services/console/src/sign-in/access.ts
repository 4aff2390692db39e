import { type CanActivate, type ExecutionContext, Injectable, SetMetadata, createParamDecorator } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { TongbanError } from '@tongban/contracts';
import type { Permission } from '@tongban/operator';
import type { FastifyRequest } from 'fastify';
import type { Session } from './sessions';
import { Sessions } from './sessions';

export const SESSION_COOKIE = 'tongban_session';
export const CSRF_HEADER = 'x-csrf-token';
const NEEDS = 'tongban:needs';
const PUBLIC = 'tongban:public';

/** The permission that a route asks for. A route that names none and is not `@Public` asks for a session alone. */
export const Needs = (permission: Permission): MethodDecorator & ClassDecorator => SetMetadata(NEEDS, permission);
export const Public = (): MethodDecorator & ClassDecorator => SetMetadata(PUBLIC, true);
type WithSession = FastifyRequest & { tongbanSession?: Session };
export const TheSession = createParamDecorator((_data: unknown, context: ExecutionContext): Session => context.switchToHttp().getRequest<WithSession>().tongbanSession!);

/** Refuses what the page hides: whoever is not signed in, whose offices do not allow it, and a change that no page of this console sent. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly sessions: Sessions, private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean>(PUBLIC, targets)) return true;
    const request = context.switchToHttp().getRequest<WithSession>();
    const session = this.sessions.find(request.cookies[SESSION_COOKIE]);
    if (session === undefined) throw new TongbanError('session.missing', '');
    if (!['GET', 'HEAD'].includes(request.method) && request.headers[CSRF_HEADER] !== session.csrfToken) throw new TongbanError('session.forged', '');
    const needed = this.reflector.getAllAndOverride<Permission | undefined>(NEEDS, targets);
    if (needed !== undefined && !session.permissions.includes(needed)) throw new TongbanError('session.forbidden', needed);
    request.tongbanSession = session;
    return true;
  }
}

/** @throws TongbanError `session.forbidden` unless one of the participants is in the scope. */
export function requireInScope({ scope }: Session, participants: readonly string[]): void {
  if (scope !== null && !participants.some((participant) => scope.includes(participant))) throw new TongbanError('session.forbidden', 'the case is of other provinces');
}
