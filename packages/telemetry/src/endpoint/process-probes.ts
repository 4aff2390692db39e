import type { MetricPlace } from '../metrics/metric-names';
import { declareMetrics, setGauge } from '../metrics/registry';
import { type Endpoint, openEndpoint } from './endpoint';
import type { Health } from './health';

/** Version of the build. */
const { version: VERSION } = require('../../package.json') as { readonly version: string };

export interface ProbeSettings {
  readonly host: string;
  /** Without one nothing listens, and what is counted is told to nobody. */
  readonly port: number | undefined;
}
export interface ProcessPlace { readonly service: string; readonly metrics: Exclude<MetricPlace, 'every'> }

/**
 * Opens the endpoint of this process where its settings name a port. It comes before anything that may take long or fail, so that whoever watches sees a process that starts and not one that
 * is away. @throws Error when it cannot listen: whoever set the port relies on it.
 */
export async function openProbes({ host, port }: ProbeSettings, health: Health, { service, metrics }: ProcessPlace): Promise<Endpoint | undefined> {
  if (port === undefined) return undefined;
  declareMetrics(metrics);
  setGauge('tongban_build_info', { service, version: VERSION }, 1);
  return openEndpoint({ host, port, health });
}
