export { type LabelsOf, METRICS, type MetricName, type MetricPlace, type MetricSpec, SECONDS_BUCKETS } from './metrics/metric-names';
export { EXPOSITION_TYPE, count, declareMetrics, exposition, observeSeconds, resetGauge, setGauge } from './metrics/registry';
export { type CollectorOptions, Collectors, type Sample, collectors, sample } from './metrics/collectors';
export { type CheckResult, Health, type HealthCheck, type Readiness } from './endpoint/health';
export { type Endpoint, type EndpointOptions, answerHealth, openEndpoint } from './endpoint/endpoint';
export { type ProbeSettings, type ProcessPlace, openProbes } from './endpoint/process-probes';
