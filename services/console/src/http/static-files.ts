import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Scripts, styles and connections of this console alone; inline styles are what the component library writes. */
const POLICY = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";
const HEADERS = { 'content-security-policy': POLICY, 'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'DENY', 'cross-origin-opener-policy': 'same-origin' } as const;
const PAGES = 'index.html';

/** The built application, and its one page for every path that is no file: the path is the application's own. */
export async function serveApplication(fastify: FastifyInstance, directory: string): Promise<void> {
  fastify.addHook('onSend', (_request, reply, _payload, done) => {
    void reply.headers(HEADERS);
    done();
  });
  if (!existsSync(join(directory, PAGES))) return;
  const page = readFileSync(join(directory, PAGES));
  await fastify.register(fastifyStatic, { root: join(directory, 'assets'), prefix: '/assets/', immutable: true, maxAge: '365d', index: false, wildcard: true, preCompressed: true });
  const show = (_request: FastifyRequest, reply: FastifyReply): void => void reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(page);
  for (const path of ['/', '/cases', '/cases/*', '/failures', '/failures/*', '/deadlines', '/standards', '/standards/*', '/links', '/audit', '/now']) fastify.get(path, show);
}
