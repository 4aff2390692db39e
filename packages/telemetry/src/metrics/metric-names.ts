/** Which processes export a metric. `every`: all of them. */
export type MetricPlace = 'every' | 'hub' | 'province' | 'console';
export interface MetricSpec {
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly help: string;
  /** Bounded by what is published or configured: never an id, a case number or a name. Pairs of participants only on counters. `region` is the target's own label, which the scraper sets. */
  readonly labels: readonly string[];
  readonly at: MetricPlace;
}

const metric = <T extends MetricSpec['type'], const L extends readonly string[]>(type: T, at: MetricPlace, help: string, labels: L) => ({ type, at, help, labels });
const counter = <const L extends readonly string[]>(at: MetricPlace, help: string, ...labels: L) => metric('counter', at, help, labels);
const gauge = <const L extends readonly string[]>(at: MetricPlace, help: string, ...labels: L) => metric('gauge', at, help, labels);
const histogram = <const L extends readonly string[]>(at: MetricPlace, help: string, ...labels: L) => metric('histogram', at, help, labels);

/**
 * Every metric of the product, in the conventions of Prometheus: base units, `_total` for counters. Names are what dashboards and alert rules of others stand on: add freely, never rename
 * or reuse. `process_*` and `nodejs_*` come beside them from prom-client.
 */
export const METRICS = {
  tongban_build_info: gauge('every', 'Always 1; what runs here', 'service', 'version'),
  tongban_ready: gauge('every', '1 while /readyz says so'),
  tongban_ready_check: gauge('every', '1 while a check of /readyz passes', 'check'),
  tongban_collect_errors_total: counter('every', 'Looks at what is measured on demand that failed or took too long; its gauges are absent meanwhile', 'collector'),

  tongban_messages_handled_total: counter('hub', 'Ends of handling a message: handled, retried, deferred, parked (set aside as failed) or park-failed', 'consumer', 'kind', 'outcome', 'code'),
  tongban_message_handling_seconds: histogram('hub', 'How long a handler took', 'consumer', 'kind', 'outcome'),
  tongban_queries_total: counter('hub', 'Queries that were answered', 'query', 'outcome', 'code'),
  tongban_query_seconds: histogram('hub', 'How long answering took', 'query'),
  tongban_submissions_total: counter('hub', 'Submissions that the border took from a participant', 'participant', 'kind'),
  tongban_receipts_total: counter('hub', 'Receipts: RECEIVED and REJECTED given by this border, REGISTERED and REJECTED given by this home, DELIVERED, TAKEN and REJECTED recorded here from recipients', 'level', 'by'),
  tongban_rejections_total: counter('hub', 'Messages that were refused, by the code their sender was told', 'by', 'code'),
  tongban_deliveries_total: counter('hub', 'Registered messages that this home sent on to their recipient', 'sender', 'recipient'),
  tongban_security_events_total: counter('hub', 'What was refused and is listed for the security administrator', 'kind'),
  tongban_case_alarms_total: counter('hub', 'Alarms that the clocks of cases raised', 'stage', 'desk'),
  tongban_case_alarms_open: gauge('hub', 'Alarms of cases that stand open before a desk; `any` counts all', 'desk'),

  tongban_consumer_pending_messages: gauge('hub', 'Stored for a durable consumer and not delivered yet', 'stream', 'consumer'),
  tongban_consumer_ack_pending_messages: gauge('hub', 'Delivered to a durable consumer and not settled yet', 'stream', 'consumer'),
  tongban_consumer_redelivered_messages: gauge('hub', 'In hand of a durable consumer for more than the first time', 'stream', 'consumer'),
  tongban_consumer_stopped: gauge('hub', '1 while a consumer that this process reads has messages and does not move', 'stream', 'consumer'),
  tongban_lanes_paused: gauge('hub', 'Lanes of cases that wait to try a message again'),
  tongban_stream_messages: gauge('hub', 'Messages of a stream', 'stream'),
  tongban_stream_bytes: gauge('hub', 'Bytes of a stream', 'stream'),
  tongban_stream_limit_bytes: gauge('hub', 'Bytes that a stream may have; absent where it has no limit', 'stream'),
  tongban_stream_oldest_age_seconds: gauge('hub', 'Age of the oldest message of a stream; absent while it is empty', 'stream'),
  tongban_stream_limit_age_seconds: gauge('hub', 'Age at which a stream lets go of its messages; absent where they stay', 'stream'),
  tongban_store_bytes: gauge('hub', "Bytes that all streams of the region's account take on disk"),
  tongban_store_limit_bytes: gauge('hub', 'Bytes that they may take; absent where the server does not say'),
  tongban_link_up: gauge('hub', '1 while the link from another region is heard', 'peer'),
  tongban_link_silent_seconds: gauge('hub', 'Since when nothing was heard over the link from another region; absent while it was never heard', 'peer'),
  tongban_link_lag_messages: gauge('hub', 'What another region has for this one and this one does not have yet, as far as it was heard', 'peer'),
  tongban_link_outgoing_messages: gauge('hub', 'What this region has for another one that has not fetched it', 'peer'),
  tongban_failures_open: gauge('hub', 'Failed messages that nobody has retried or discarded'),
  tongban_view_lag_messages: gauge('hub', 'Entries of the record that lists and search do not show yet'),
  tongban_mirror_lag_messages: gauge('hub', "What the backbone's copies of a region lack; at the hub that keeps them", 'copied'),
  tongban_mirror_unwell: gauge('hub', 'Copies of a region on the backbone that do not follow or differ', 'copied'),
  tongban_key_expiry_seconds: gauge('hub', 'Business time until a participant runs out of keys of a use, negative afterwards; absent for keys without an end', 'participant'),
  tongban_alerts_open: gauge('hub', 'Alerts of the hub about itself that stand open, as `tongban alerts` lists them', 'severity'),
  tongban_check_ok: gauge('hub', '1 while a check of `tongban status` passes', 'check'),

  tongban_client_online: gauge('province', '1 while the SDK of a participant reaches its hub', 'participant'),
  tongban_client_outbox_messages: gauge('province', 'Own messages without a verdict', 'participant'),
  tongban_client_problems: gauge('province', 'What does not go on by itself at a participant', 'participant', 'kind'),
  tongban_client_arrivals_total: counter('province', 'What arrived from the hub and was put on the own disk', 'participant', 'kind', 'outcome'),
  tongban_client_deliveries_total: counter('province', 'Deliveries that were over: taken by the handler, rejected to their sender, or the confirmation of an own message', 'participant', 'outcome'),

  tongban_console_live_clients: gauge('console', 'Browsers that follow the live events'),
  tongban_console_live_coalesced_total: counter('console', 'Events that were put together with later ones because a browser takes them slowly'),
  tongban_console_request_seconds: histogram('console', 'How long a request took, by the template of its path', 'method', 'route', 'status'),
  tongban_console_region_reached: gauge('console', '1 while the logs of a region are followed', 'hub'),
} as const satisfies Record<string, MetricSpec>;

export type MetricName = keyof typeof METRICS;
export type MetricOf<T extends MetricSpec['type']> = { [N in MetricName]: (typeof METRICS)[N]['type'] extends T ? N : never }[MetricName];
export type LabelsOf<N extends MetricName> = Readonly<Record<(typeof METRICS)[N]['labels'][number], string>>;
/** Seconds; the buckets that the OpenTelemetry conventions give for messaging. */
export const SECONDS_BUCKETS: readonly number[] = [0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10];
