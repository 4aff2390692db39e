/** What a person reads, Chinese first. */
export interface Words { readonly zh: string; readonly en: string }
/** What a fault did or took back, in words and as facts for a program. */
export interface Told extends Words { readonly facts: Readonly<Record<string, unknown>> }

/** A reason not to go on that whoever asked can act on. */
export class FaultError extends Error {
  override readonly name: string = 'FaultError';
  constructor(readonly zh: string, readonly en: string, options?: ErrorOptions) {
    super(en, options);
  }
}
/** What was asked is not what the switchboard understands. */
export class FaultUsageError extends FaultError {
  override readonly name = 'FaultUsageError';
}
/** Nothing runs in the data directory. */
export class NotRunning extends FaultError {
  override readonly name = 'NotRunning';
}
