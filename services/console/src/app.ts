import { type RequestListener, createServer } from 'node:http';
import { join } from 'node:path';
import fastifyCookie from '@fastify/cookie';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { AccountsFile, type Setup } from '@tongban/operator';
import type { Logger } from '@tongban/service-kit';
import { type Health, answerHealth } from '@tongban/telemetry';
import type { ConsoleConfig } from './config';
import { consoleModule } from './console.module';
import { ConsoleRuntime } from './console.runtime';
import { openApiOf } from './http/openapi';
import { ProblemFilter } from './http/problem-filter';
import { serveApplication } from './http/static-files';
import { collectConsole, consoleChecks } from './probes/console-checks';
import { measureRequests } from './probes/measure-requests';
import { PROVIDER_PATH, embeddedProvider } from './sign-in/embedded-provider';
import { RelyingParty } from './sign-in/relying-party';
import { Sessions } from './sign-in/sessions';
import type { SignIn } from './sign-in/sign-in.controller';

const API = 'api/v1';
const BODY_BYTES_MAX = 256 * 1024;
/** Where the application lies once it is built. */
const APPLICATION = join(__dirname, 'web');

export interface ConsoleApp {
  readonly url: string;
  /** Nobody can sign in: the embedded sign-in has no account. */
  readonly withoutAccounts: boolean;
  close(): Promise<void>;
}

/** Brings the console up and listens. */
export async function startConsole(config: ConsoleConfig, setup: Setup, log: Logger, health: Health): Promise<ConsoleApp> {
  const { TONGBAN_CONSOLE_HOST: host, TONGBAN_CONSOLE_PORT: port, TONGBAN_OIDC_ISSUER: issuer } = config;
  const url = config.TONGBAN_CONSOLE_URL ?? `http://${host}:${port}`;
  const sessionMs = config.TONGBAN_SESSION_HOURS * 3_600_000;
  const claims = { rolesClaim: config.TONGBAN_OIDC_ROLES_CLAIM, scopeClaim: config.TONGBAN_OIDC_SCOPE_CLAIM, callbackUrl: `${url}/auth/callback` };
  const accounts = new AccountsFile(setup.directory, setup.environment);
  const own = issuer === undefined ? await embeddedProvider(url, setup.directory, accounts, config.TONGBAN_OIDC_CLIENT_ID) : undefined;
  const signIn: SignIn = {
    sessionMs, secure: url.startsWith('https://'), ...(own && { own: { provider: own.provider, accounts } }),
    party: new RelyingParty(own ? { ...claims, issuer: `${url}${PROVIDER_PATH}`, ...own.client } : { ...claims, issuer: issuer!, clientId: config.TONGBAN_OIDC_CLIENT_ID, clientSecret: config.TONGBAN_OIDC_CLIENT_SECRET }),
  };
  const runtime = new ConsoleRuntime(setup, log);
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_BYTES_MAX, trustProxy: false,
    serverFactory: (handler: RequestListener) => createServer((request, response) => (own && request.url?.startsWith(`${PROVIDER_PATH}/`) ? own.handle(request, response) : handler(request, response))),
  });
  const app = await NestFactory.create<NestFastifyApplication>(consoleModule(runtime, new Sessions(sessionMs), signIn), adapter, { logger: false, abortOnError: false });
  app.setGlobalPrefix(API, { exclude: ['auth/*path'] });
  app.useGlobalFilters(new ProblemFilter(log));
  const fastify = adapter.getInstance();
  await fastify.register(fastifyCookie as never);
  await serveApplication(fastify as never, APPLICATION);
  measureRequests(fastify);
  health.add(...consoleChecks(runtime));
  collectConsole(runtime);
  // The same as at the endpoint of probes, for whoever only reaches this port. Metrics are not for browsers.
  for (const path of ['/livez', '/readyz', '/startupz']) {
    fastify.get(path, async (_request, reply) => {
      const { status, type, body } = (await answerHealth(path, health))!;
      await reply.status(status).type(type).send(body);
    });
  }
  const document = JSON.stringify(openApiOf(app));
  fastify.get(`/${API}/openapi.json`, (_request, reply) => void reply.type('application/json; charset=utf-8').send(document));
  await app.listen(port, host);
  runtime.start();
  health.started();
  return {
    url, withoutAccounts: own !== undefined && !accounts.exists,
    close: async () => {
      await runtime.stop();
      await app.close();
    },
  };
}
