import { TongbanError, headers as wire } from '@tongban/contracts';
import { ErrorCode, type JetStreamClient, type NatsConnection, NatsError, headers as newHeaders } from 'nats';
import { step, traceHeadersOf, withTraceHeaders } from '@tongban/telemetry';
import { apiErrorCode } from './ensure';
import { sendingSpan } from './traced';

export interface PublishOptions {
  /** `Nats-Msg-Id`: the same id inside the stream's window is stored once, so a repeat after silence is harmless. */
  readonly msgId: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Stored only if the last message of this subject has this sequence; 0 = there is none yet. */
  readonly expectedLastSubjectSequence?: number;
}

export interface Stored {
  readonly stream: string;
  readonly sequence: number;
  /** The stream knew the message id already; `sequence` is the first one's. */
  readonly duplicate: boolean;
}

/** Another append to the subject came first. The caller reads the log again and decides anew. */
export class SequenceConflict extends TongbanError {
  constructor(readonly subject: string, readonly expected: number, cause: unknown) {
    super('log.conflict', `${subject} moved past sequence ${expected}`, [], { cause });
  }
}

export interface PublisherOptions {
  /** Prefix of the JetStream API seen by this account. */
  readonly apiPrefix?: string;
  readonly timeoutMs?: number;
  /** Pauses between attempts; their number bounds the retries. */
  readonly backoffMs?: readonly number[];
}

const TIMEOUT_MS = 5_000;
const BACKOFF_MS = [100, 250, 500, 1_000, 2_000] as const;
/** Codes of a lost expected-sequence race: 10071 on one server, 10164 or 10071 on a cluster (NATS.md §8). */
const CONFLICT_CODES = [10071, 10164];
const FULL_CODES = [10023, 10028, 10047, 10077];
const TOO_LARGE_CODES = [10054];
const SILENT_CODES: readonly string[] = [ErrorCode.Timeout, ErrorCode.NoResponders, ErrorCode.Disconnect, ErrorCode.ConnectionTimeout];

/** Publishes to a stream and returns once it is on disk, or throws what is known about why it is not. */
export class DurablePublisher {
  private readonly jetstream: JetStreamClient;
  private readonly timeoutMs: number;
  private readonly backoffMs: readonly number[];

  constructor(private readonly nc: NatsConnection, options: PublisherOptions = {}) {
    this.jetstream = nc.jetstream(options.apiPrefix === undefined ? {} : { apiPrefix: options.apiPrefix });
    this.timeoutMs = options.timeoutMs ?? TIMEOUT_MS;
    this.backoffMs = options.backoffMs ?? BACKOFF_MS;
  }

  /**
   * Retries silence with the same message id. Throws `SequenceConflict`, `hub.storage-full` (stream or disk full),
   * `message.too-large`, or `hub.unreachable` when every attempt met silence: then it may or may not be stored. The context of what is worked on goes along, instead of what the headers say
   * of one; without work that has a context theirs goes, when it is well formed.
   */
  async publish(subject: string, data: Uint8Array, options: PublishOptions): Promise<Stored> {
    const { headers = {} } = options;
    return step(() => sendingSpan(this.nc, { subject, data, headers }), (trace) => this.publishWith(subject, data, { ...options, headers: withTraceHeaders(headers, trace ?? traceHeadersOf(headers)) }));
  }

  private async publishWith(subject: string, data: Uint8Array, options: PublishOptions): Promise<Stored> {
    for (let attempt = 0; ; attempt++) {
      try {
        return await this.attempt(subject, data, options);
      } catch (error) {
        const pause = this.backoffMs[attempt];
        if (!isSilence(error) || pause === undefined) throw explain(error, subject, options);
        await new Promise((resolve) => setTimeout(resolve, pause));
      }
    }
  }

  private async attempt(subject: string, data: Uint8Array, options: PublishOptions): Promise<Stored> {
    const headers = newHeaders();
    for (const [name, value] of Object.entries(options.headers ?? {})) headers.set(name, value);
    headers.set(wire.msgId, options.msgId);
    if (options.expectedLastSubjectSequence !== undefined) {
      headers.set(wire.expectedLastSubjectSequence, String(options.expectedLastSubjectSequence));
    }
    const ack = await this.jetstream.publish(subject, data, { headers, timeout: this.timeoutMs });
    return { stream: ack.stream, sequence: ack.seq, duplicate: ack.duplicate };
  }
}

function isSilence(error: unknown): boolean {
  return error instanceof NatsError && error.api_error === undefined && SILENT_CODES.includes(error.code);
}

function explain(error: unknown, subject: string, options: PublishOptions): TongbanError {
  const code = apiErrorCode(error);
  const why = error instanceof Error ? error.message : String(error);
  if (code !== undefined && CONFLICT_CODES.includes(code)) return new SequenceConflict(subject, options.expectedLastSubjectSequence ?? 0, error);
  if (code !== undefined && FULL_CODES.includes(code)) return new TongbanError('hub.storage-full', `${subject}: ${why}`, [], { cause: error });
  if ((code !== undefined && TOO_LARGE_CODES.includes(code)) || (error as { code?: string }).code === ErrorCode.MaxPayloadExceeded) {
    return new TongbanError('message.too-large', `${subject}: ${why}`, [], { cause: error });
  }
  if (isSilence(error) || (error as { code?: string }).code === ErrorCode.ConnectionClosed) {
    return new TongbanError('hub.unreachable', `no acknowledgement for ${subject}: ${why}`, [], { cause: error });
  }
  return new TongbanError('hub.internal', `${subject}: ${why}`, [], { cause: error });
}
