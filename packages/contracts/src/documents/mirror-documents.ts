/** A stream of record and its copy on the backbone. */
export interface MirrorDocument {
  readonly region: string;
  readonly stream: string;
  /** `level`, `behind`: well. `stalled`: it does not follow. `ahead`: the region was set back. `apart`: the same number is another message. */
  readonly standing: 'level' | 'behind' | 'stalled' | 'ahead' | 'apart';
  readonly lag: number;
  /** Of the region, and of the copy. */
  readonly lastSequence: number;
  readonly copiedSequence: number;
  readonly idleForMs: number;
  /** Both were compared message by message through this sequence; absent: not yet by the process that answers. */
  readonly comparedThrough?: number;
  /** Real time. */
  readonly comparedAt?: string;
  /** What was not the same when they were compared last, at most 200. */
  readonly differences: readonly MirrorDifference[];
}
export interface MirrorDifference {
  readonly kind: 'missing-in-region' | 'missing-in-copy' | 'changed';
  readonly sequence: number;
}
export interface MirrorReportDocument {
  readonly mirrors: readonly MirrorDocument[];
  /** Regions that did not answer at the last look. */
  readonly silentRegions: readonly string[];
  /** Streams that could not be compared, as asked, and why. */
  readonly notCompared: readonly { readonly stream: string; readonly code: string }[];
}
/** The copies in short, and those that are not well. */
export interface MirrorSummary {
  readonly copies: number;
  readonly messagesBehind: number;
  readonly unwell: readonly MirrorDocument[];
  readonly silentRegions: readonly string[];
}
