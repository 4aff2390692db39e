/** One reader of what comes from outside. */
export interface Decoder {
  readonly name: string;
  readonly form: 'protobuf' | 'json' | 'text';
  /** Valid inputs that changes begin from. */
  readonly samples: readonly Uint8Array[];
  /** Reads as the product does. Returns, or throws a TongbanError. */
  readonly read: (bytes: Uint8Array) => unknown;
  /** Part of the usual number of runs, for a reader that is slow because it does much. */
  readonly share?: number;
}

export const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
export const utf8 = (of: string): Uint8Array => Buffer.from(of, 'utf8');
