/** What a flow may refer to outside itself. */
export interface KnownReferences {
  /** Item codes. */
  readonly items: ReadonlySet<string>;
  /** Ids of standards. */
  readonly standards: ReadonlySet<string>;
  /**
   * Names of fields that always hold personal data: a field so called, or ending in `_` and such a name, must be sealed.
   * Data, because code names no field. Without it only the marks themselves and their consistency are checked.
   */
  readonly personalNames?: readonly string[];
}
