import { context, propagation, trace } from '@opentelemetry/api';
import { ATTRIBUTES } from './span-names';
import { switchTracing } from './spans';

type Env = Readonly<Record<string, string | undefined>>;
const END_WITHIN_MS = 3_000;

/** What ends it: spans that were made are sent, as far as the collector takes them in time. */
export type StopTracing = () => Promise<void>;

const wantsTracing = (env: Env): boolean => env['OTEL_SDK_DISABLED'] !== 'true' && Boolean(env['OTEL_EXPORTER_OTLP_ENDPOINT'] || env['OTEL_EXPORTER_OTLP_TRACES_ENDPOINT']);

/**
 * Makes spans and sends them by OTLP over HTTP, where the environment names a collector; else nothing is loaded and nothing made. Before anything else of a process. A collector that is away
 * delays nothing: spans wait in bounded memory and are dropped.
 */
export function startTracing(service: string, { region, env = process.env }: { readonly region?: string; readonly env?: Env } = {}): StopTracing {
  if (!wantsTracing(env)) return async () => undefined;
  // Loaded only here: without a collector a process does not pay for it.
  const { BatchSpanProcessor, NodeTracerProvider } = require('@opentelemetry/sdk-trace-node') as typeof import('@opentelemetry/sdk-trace-node');
  const { OTLPTraceExporter } = require('@opentelemetry/exporter-trace-otlp-proto') as typeof import('@opentelemetry/exporter-trace-otlp-proto');
  const { resourceFromAttributes } = require('@opentelemetry/resources') as typeof import('@opentelemetry/resources');
  const provider = new NodeTracerProvider({
    resource: resourceFromAttributes({ 'service.name': env['OTEL_SERVICE_NAME'] || `tongban-${service}`, 'service.namespace': 'tongban', ...(region && { [ATTRIBUTES.region]: region }) }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  switchTracing(true);
  return async () => {
    switchTracing(false);
    let timer: NodeJS.Timeout | undefined;
    await Promise.race([provider.shutdown().catch(() => undefined), new Promise<void>((resolve) => (timer = setTimeout(resolve, END_WITHIN_MS)))]);
    clearTimeout(timer);
    trace.disable();
    context.disable();
    propagation.disable();
  };
}
