import { type ErrorCode, type ErrorTraits, errorTraits } from './catalogue';

/** One fault inside a message: `path` is dotted, from the message's own root, e.g. `items.0.due_at`. */
export interface FieldFault {
  readonly path: string;
  readonly code: ErrorCode;
  readonly zh: string;
  readonly en: string;
}

/** The only error that crosses a package border on purpose. `message` is for engineers; people read the catalogue's words. */
export class TongbanError extends Error {
  override readonly name = 'TongbanError';
  /** Of a refusal that passes: when it is worth while to try again, where that is known. */
  readonly retryAfterMs?: number;
  constructor(
    readonly code: ErrorCode,
    detail: string,
    readonly faults: readonly FieldFault[] = [],
    options?: ErrorOptions & { readonly retryAfterMs?: number },
  ) {
    super(detail, options);
    if (options?.retryAfterMs !== undefined) this.retryAfterMs = options.retryAfterMs;
  }
  get traits(): ErrorTraits {
    return errorTraits(this.code);
  }
  /** Anything unforeseen becomes `hub.internal`, with its cause kept. */
  static from(this: void, cause: unknown): TongbanError {
    if (cause instanceof TongbanError) return cause;
    return new TongbanError('hub.internal', cause instanceof Error ? cause.message : String(cause), [], { cause });
  }
}

/** A field fault worded from the catalogue, with an optional precise addition. */
export function fieldFault(path: string, code: ErrorCode, zh?: string, en?: string): FieldFault {
  const traits = errorTraits(code);
  return { path, code, zh: zh ? `${traits.zh}：${zh}` : traits.zh, en: en ? `${traits.en}: ${en}` : traits.en };
}
