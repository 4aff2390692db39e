import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { ERROR_CATALOGUE, type ErrorCode, TongbanError } from '@tongban/contracts';
import type { Logger } from '@tongban/service-kit';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ZodError } from 'zod';

/** Statuses of codes whose layer says too little. */
const STATUS: Readonly<Partial<Record<ErrorCode, number>>> = {
  'session.missing': 401, 'session.refused': 401, 'session.too-often': 429, 'find.nothing': 404, 'case.unknown': 404, 'account.unknown': 404, 'console.no-such-path': 404, 'region.unreachable': 503,
};

/** RFC 9457, with the stable code and its words in both languages. */
export function problemOf(error: TongbanError): { readonly status: number; readonly body: Readonly<Record<string, unknown>> } {
  const { layer, zh, en, nextZh, nextEn, retryable, side } = error.traits;
  const status = STATUS[error.code] ?? (layer === 'authorisation' || layer === 'trust' ? 403 : side === 'hub' ? (retryable ? 503 : 500) : layer === 'business' ? 409 : 400);
  return {
    status,
    body: {
      type: `urn:tongban:error:${error.code}`, title: en, status, ...(error.message !== '' && { detail: error.message }), code: error.code, zh, en, nextZh, nextEn, retryable,
      ...(error.faults.length > 0 && { errors: error.faults.map(({ path, code, zh: inZh, en: inEn }) => ({ pointer: `/${path.replaceAll('.', '/')}`, code, zh: inZh, en: inEn })) }),
    },
  };
}

/** Whatever a handler throws, as a problem; what is nobody's known fault is logged and told as `hub.internal`, without its words. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly log: Logger) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    if (reply.raw.headersSent) {
      reply.raw.destroy();
      return;
    }
    const error = this.known(thrown, request);
    const { status, body } = problemOf(error);
    void reply.status(status).header('content-type', 'application/problem+json; charset=utf-8').send(JSON.stringify({ ...body, instance: request.url.split('?')[0] }));
  }

  private known(thrown: unknown, request: FastifyRequest): TongbanError {
    if (thrown instanceof TongbanError && thrown.code in ERROR_CATALOGUE) {
      if (thrown.code === 'hub.internal') this.log.error({ path: request.routeOptions.url, error: thrown.name }, 'request failed');
      return thrown;
    }
    if (thrown instanceof ZodError) return new TongbanError('query.invalid', thrown.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
    if (thrown instanceof HttpException) {
      const inner = (thrown as { getZodError?: () => unknown }).getZodError?.();
      if (inner instanceof ZodError) return this.known(inner, request);
      if (thrown.getStatus() === 404) return new TongbanError('console.no-such-path', '');
      if (thrown.getStatus() < 500) return new TongbanError('query.invalid', thrown.message);
    }
    this.log.error({ path: request.routeOptions.url, error: thrown instanceof Error ? thrown.name : typeof thrown, at: thrown instanceof Error ? thrown.stack?.split('\n')[1]?.trim() : undefined }, 'request failed');
    return new TongbanError('hub.internal', '');
  }
}
