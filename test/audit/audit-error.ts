/** A reason why there is no audit at all, said in one sentence per language. */
export class AuditError extends Error {
  override readonly name = 'AuditError';
  constructor(readonly kind: 'usage' | 'unreachable', readonly zh: string, en: string, options?: ErrorOptions) {
    super(en, options);
  }
}
