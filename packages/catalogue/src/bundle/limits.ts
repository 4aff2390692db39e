/** Bounds of one bundle. The whole reference catalogue has 0.8 MB, 20,000 values, 244 records and 553 configurations. */
export const BUNDLE_LIMITS = {
  /** Bytes of the text in UTF-8. */
  bytes: 8 * 1024 * 1024,
  /** Arrays and objects inside each other; the reference data need 9. */
  depth: 64,
  /** Members of objects and entries of arrays, all together. */
  values: 500_000,
  /** UTF-16 code units of one string. */
  textLength: 20_000,
  records: 5_000,
  /** Reachable configurations of all flows together. */
  configurations: 100_000,
  /** Transitions tried while flows are explored: configurations, times transition, actor and values of guard fields. The reference flows need 170,000 together and half a second. */
  attempts: 5_000_000,
  /** Faults that are listed; more are counted. */
  faults: 1_000,
} as const;

/** Bounds of one flow; the largest reference flow has 20 states, 35 transitions and 5 messages of up to 32 fields. */
export const FLOW_LIMITS = { states: 300, transitions: 1_000, messages: 200, fields: 300, codes: 10_000 } as const;
