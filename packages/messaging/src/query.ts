import { type ErrorCode, type FieldFault, TongbanError, decode, encode, isErrorCode, v1 } from '@tongban/contracts';
import { ErrorCode as NatsCode, type NatsConnection, NatsError, headers as newHeaders } from 'nats';

export interface QueryOptions {
  readonly timeoutMs?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Code of the error when nobody answers. */
  readonly unreachable?: ErrorCode;
}

const TIMEOUT_MS = 5_000;

/** Asks by request/reply on core NATS. */
export class QueryClient {
  constructor(private readonly nc: NatsConnection, private readonly timeoutMs: number = TIMEOUT_MS) {}

  /**
   * Bytes of the reply message. Throws the error of the one asked (its code, detail and field faults), or
   * `region.unreachable` (or the code given) when nobody answers in time.
   */
  async request(subject: string, bytes: Uint8Array, options: QueryOptions = {}): Promise<Uint8Array> {
    const headers = options.headers === undefined ? undefined : newHeaders();
    for (const [name, value] of Object.entries(options.headers ?? {})) headers?.set(name, value);
    let data: Uint8Array;
    try {
      data = (await this.nc.request(subject, bytes, { timeout: options.timeoutMs ?? this.timeoutMs, ...(headers && { headers }) })).data;
    } catch (cause) {
      const why = cause instanceof NatsError && cause.code === NatsCode.NoResponders ? 'nobody serves it' : cause instanceof Error ? cause.message : String(cause);
      throw new TongbanError(options.unreachable ?? 'region.unreachable', `${subject}: ${why}`, [], { cause });
    }
    return unwrapReply(data);
  }
}

/** The reply's bytes, or the fault as the error it was. */
export function unwrapReply(data: Uint8Array): Uint8Array {
  const { fault, reply } = decode(v1.QueryReply, data);
  if (!fault) return reply ?? new Uint8Array();
  const code = fault.code ?? '';
  const faults = (fault.faults ?? []).flatMap((each): FieldFault[] =>
    each.code && isErrorCode(each.code) ? [{ path: each.path ?? '', code: each.code, zh: each.zh ?? '', en: each.en ?? '' }] : []);
  // A newer hub may know codes that this build does not.
  throw new TongbanError(isErrorCode(code) ? code : 'hub.internal', isErrorCode(code) ? (fault.detail ?? '') : `${code}: ${fault.detail ?? ''}`, faults);
}

/** What a query handler's outcome looks like on the wire. */
export const replyBytes = (reply: Uint8Array): Uint8Array => encode(v1.QueryReply, { reply });
export function faultBytes(error: unknown): Uint8Array {
  const { code, message, faults, cause } = TongbanError.from(error);
  // The words of a foreign error may quote what it choked on.
  const detail = cause instanceof Error && cause.message === message ? cause.name : message;
  return encode(v1.QueryReply, { fault: { code, detail, faults: faults.map((fault) => ({ ...fault })) } });
}
