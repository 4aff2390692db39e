import { observeSeconds } from '@tongban/telemetry';
import type { FastifyInstance } from 'fastify';

/** A stream lasts as long as its browser looks: its duration says nothing. */
const STREAMS = /\/live$/;
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);

/** How long requests take, by the template of their path and never by the path itself: that may name a case. */
export function measureRequests(fastify: Pick<FastifyInstance, 'addHook'>): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    if (!STREAMS.test(route)) observeSeconds('tongban_console_request_seconds', { method: METHODS.has(request.method) ? request.method : 'other', route, status: String(reply.statusCode) }, reply.elapsedTime / 1_000);
    done();
  });
}
