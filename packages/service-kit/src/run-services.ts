import 'reflect-metadata';
import type { DynamicModule, INestMicroservice, LoggerService, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { TongbanError } from '@tongban/contracts';
import { type DurableBinding, JetStreamServer, type Settlement } from '@tongban/messaging';
import { ClockStream } from './clock-stream';
import { Health, openProbes, startTracing } from '@tongban/telemetry';
import { printedSettings, refuseSecretsIn } from '@tongban/trust';
import { type ServiceConfig, configSettings, loadConfig } from './config';
import type { Logger } from './log';
import { countQuery, countSettlement } from './probes/count-handled';
import { regionChecks } from './probes/region-checks';
import { querySubject } from './query-subjects';
import { noteQuery, noteSettlement } from './security/observed';
import { REGION_RUNTIME, type RegionRuntime, openRegion } from './region-runtime';
import { StandardsReader } from './standards-reader';

/** One service of a region: its Nest module and the consumers it reads. */
export interface RegionService {
  readonly name: string;
  readonly module: Type;
  readonly bindings: (runtime: RegionRuntime) => readonly DurableBinding[];
  /** Once the transport listens: work that needs it. */
  readonly begin?: (app: INestMicroservice) => Promise<void>;
}

const EXIT_CONFIG = 78;
const PRINT_CONFIG = '--print-config';
const DRAIN_WITHIN_MS = 20_000;

/** Runs services in this process until SIGTERM, SIGINT or the end of a watched stdin; drains, then exits. */
export async function runServices(name: string, services: readonly RegionService[]): Promise<void> {
  let config: ServiceConfig;
  try {
    const args = process.argv.slice(2);
    refuseSecretsIn(args);
    config = loadConfig(process.env);
    if (args.includes(PRINT_CONFIG)) {
      // All of it is out before the process ends, also into a pipe.
      await new Promise<void>((resolve) => void process.stdout.write(printedSettings(configSettings(process.env)), () => resolve()));
      process.exit(0);
    }
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(EXIT_CONFIG);
  }
  const stopTracing = startTracing(name, { region: config.TONGBAN_REGION });
  const health = new Health();
  const endpoint = await openProbes({ host: config.TONGBAN_PROBES_HOST, port: config.TONGBAN_PROBES_PORT }, health, { service: name, metrics: 'hub' });
  const runtime = await openRegion(config, name);
  const clock = new ClockStream(runtime.nats, runtime.region, runtime.clock, runtime.log);
  await clock.load();
  clock.watch();
  const standards = new StandardsReader(runtime);
  const checks = endpoint && regionChecks(runtime, standards);
  health.add(...(checks?.checks ?? []));
  // Before the first message: a case in the log may follow any version there ever was.
  await standards.load();
  standards.follow();
  const server = new JetStreamServer({
    nc: runtime.nats, region: runtime.region, querySubject: querySubject(runtime.environment, runtime.region),
    bindings: services.flatMap((service) => service.bindings(runtime)),
    observe: (settlement) => {
      logSettlement(runtime.log, settlement);
      noteSettlement(runtime.security, settlement);
      countSettlement(settlement);
    },
    observeQuery: (query) => {
      noteQuery(runtime.security, query);
      countQuery(query);
    },
    onAvailability: (stream, consumer, available) => runtime.log[available ? 'info' : 'warn']({ stream, consumer, available }, 'consumer availability'),
    drainWithinMs: DRAIN_WITHIN_MS,
  });
  const root: DynamicModule = {
    module: class RegionRoot {},
    global: true,
    imports: services.map((service) => service.module),
    providers: [{ provide: REGION_RUNTIME, useValue: runtime }, { provide: JetStreamServer, useValue: server }, { provide: ClockStream, useValue: clock }],
    exports: [REGION_RUNTIME, JetStreamServer, ClockStream],
  };
  const app = await NestFactory.createMicroservice(root, { strategy: server, logger: nestLogger(runtime.log), abortOnError: false });
  await app.listen();
  for (const service of services) await service.begin?.(app);
  health.started();
  runtime.log.info({ services: services.map((service) => service.name) }, 'ready');
  await shutdownAsked();
  health.draining();
  runtime.log.info('draining');
  await app.close();
  await standards.stop();
  await runtime.security.stop();
  await runtime.nats.drain();
  checks?.close();
  await endpoint?.close();
  await stopTracing();
  process.exit(0);
}

/** Resolves on the first reason to stop; a launcher that wants its children to end with it keeps their stdin open. */
function shutdownAsked(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGTERM', () => resolve());
    process.once('SIGINT', () => resolve());
    if (process.env['TONGBAN_EXIT_WITH_PARENT'] === '1') process.stdin.resume().once('end', () => resolve()).once('error', () => resolve());
  });
}

function logSettlement(log: Logger, { outcome, message, attempt, code, error, tookMs }: Settlement): void {
  if (outcome === 'handled') return;
  const fields = { outcome, stream: message.stream, consumer: message.consumer, sequence: message.streamSequence, attempt, code, tookMs };
  const detail = error instanceof TongbanError ? error.message : error instanceof Error ? error.name : undefined;
  log[outcome === 'retried' || outcome === 'deferred' ? 'warn' : 'error']({ ...fields, detail }, 'message not handled');
}

/** Nest speaks through the same log; its start-up chatter is debug. */
function nestLogger(log: Logger): LoggerService {
  return {
    log: (message: unknown) => log.debug({ nest: String(message) }),
    error: (message: unknown) => log.error({ nest: String(message) }),
    warn: (message: unknown) => log.warn({ nest: String(message) }),
    debug: (message: unknown) => log.trace({ nest: String(message) }),
    verbose: (message: unknown) => log.trace({ nest: String(message) }),
    fatal: (message: unknown) => log.fatal({ nest: String(message) }),
  };
}
