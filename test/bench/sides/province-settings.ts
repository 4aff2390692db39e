/** One participant and its SDK. */
export interface ProvinceSettings {
  readonly credentials: string;
  readonly trust: string;
  readonly store: string;
  /** Where the receipts it holds are written, for the audit. */
  readonly promises?: string;
}
