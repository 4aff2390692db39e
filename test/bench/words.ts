/** What a person reads, Chinese first. */
export interface Words { readonly zh: string; readonly en: string }

/** A reason not to measure, in one sentence per language; it is shown without a stack. */
export class BenchError extends Error {
  override readonly name: string = 'BenchError';
  constructor(readonly zh: string, readonly en: string, options?: ErrorOptions) {
    super(en, options);
  }
}
/** What was asked for is not what the bench understands. */
export class BenchUsageError extends BenchError {
  override readonly name = 'BenchUsageError';
}
