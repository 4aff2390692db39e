/** A reason not to start that the person at the terminal can act on: one sentence per language, shown without a stack. */
export class TongbanStartError extends Error {
  override readonly name = 'TongbanStartError';
  /** @param details output of the tool that failed, shown above the sentence. */
  constructor(readonly zh: string, readonly en: string, readonly details = '', options?: ErrorOptions) {
    super(en, options);
  }
}
