import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import { type LabelsOf, METRICS, type MetricName, type MetricOf, type MetricPlace, SECONDS_BUCKETS } from './metric-names';

/** One process has one. */
const registry = new Registry();
const made = new Map<MetricName, Counter | Gauge | Histogram>();

function metricOf(name: MetricName): Counter | Gauge | Histogram {
  const known = made.get(name);
  if (known) return known;
  const { type, help, labels: labelNames } = METRICS[name];
  const settings = { name, help, labelNames, registers: [registry] };
  const metric = type === 'counter' ? new Counter(settings) : type === 'gauge' ? new Gauge(settings) : new Histogram({ ...settings, buckets: [...SECONDS_BUCKETS] });
  made.set(name, metric);
  if (metric instanceof Gauge) forget(metric, labelNames);
  return metric;
}

/** Adds to a counter. */
export function count<N extends MetricOf<'counter'>>(name: N, labels: LabelsOf<N>, by = 1): void {
  (metricOf(name) as Counter).inc(labels, by);
}
export function setGauge<N extends MetricOf<'gauge'>>(name: N, labels: LabelsOf<N>, value: number): void {
  (metricOf(name) as Gauge).set(labels, value);
}
/** One duration. */
export function observeSeconds<N extends MetricOf<'histogram'>>(name: N, labels: LabelsOf<N>, seconds: number): void {
  (metricOf(name) as Histogram).observe(labels, seconds);
}
/** Forgets every value of a gauge: what nobody knows is absent, and not what it was. */
export const resetGauge = (name: MetricOf<'gauge'>): void => forget(metricOf(name) as Gauge, METRICS[name].labels);

/** One without labels would be 0 from the beginning. */
function forget(gauge: Gauge, labels: readonly string[]): void {
  gauge.reset();
  if (labels.length === 0) gauge.remove();
}

/** Metrics of a place are there before anything was counted, and so are those of the process itself. */
export function declareMetrics(place: Exclude<MetricPlace, 'every'>): void {
  for (const name of Object.keys(METRICS) as MetricName[]) if (METRICS[name].at === place || METRICS[name].at === 'every') metricOf(name);
  if (registry.getSingleMetric('process_start_time_seconds') === undefined) collectDefaultMetrics({ register: registry });
}

export const EXPOSITION_TYPE = registry.contentType;
/** Everything in the text form of Prometheus. */
export const exposition = (): Promise<string> => registry.metrics();
