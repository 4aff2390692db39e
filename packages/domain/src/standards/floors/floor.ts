import type { Confidence, Worded } from '../../flow/model';
import { canonicalJson } from '../../schema/canonical-json';

/** A number with its unit, e.g. `15 working-day` or `163 CNY/month`. */
export interface Amount { readonly value: number; readonly unit: string }

/** For whom or when a value counts; whoever names neither speaks of every circumstance. */
export interface Circumstance {
  /** `national`: everybody; `local`: somebody's own rule, which binds nobody else; any other is a circumstance, e.g. `first-issue`. */
  readonly scope?: string;
  /** Bounds on facts of the person, e.g. `{contributionYearsFrom: 1, contributionYearsTo: 5}`. */
  readonly condition?: Readonly<Record<string, unknown>>;
}

/** Steps in which a value rises to that of its entry: `stepMonthsPerYear` more on the day `start` and on each anniversary of it. */
export interface FloorSchedule { readonly start: string; readonly stepMonthsPerYear: number; readonly fromYears: number; readonly toYears: number }

/** An entry of an item's `floors`: what no local standard may stay below, exceed, or differ from while its dates contain the day. */
export interface Floor extends Worded, Amount, Circumstance {
  readonly metricId: string;
  readonly comparator: '>=' | '<=' | '==';
  /** First and last day, both inclusive; null is open. */
  readonly valueFrom: string | null;
  readonly valueTo: string | null;
  readonly scope: string;
  readonly kind: 'service' | 'benefit' | 'time-limit';
  /** Step of the procedure that a time limit is for; absent or `total`: the whole. */
  readonly step?: string;
  /** By how much a time limit may be extended in one case. */
  readonly extension?: Amount;
  readonly schedule?: FloorSchedule;
  readonly confidence: Confidence;
  readonly basis: string;
}

/** What a local standard sets for one metric of an item (T4-C3). */
export interface DeclaredValue extends Amount, Circumstance {
  readonly metricId: string;
  readonly itemCode: string;
  /** First and last day, both inclusive; without the first the standard's effective day. */
  readonly validFrom?: string;
  readonly validTo?: string;
  readonly extension?: Amount;
  /** Clause of the standard that says so. */
  readonly clause?: string;
}

/** Floors of an item through all its versions; none for an item without any. */
export type FloorsOf = (itemCode: string) => readonly Floor[];

export const isSameCondition = (a: Circumstance['condition'], b: Circumstance['condition']): boolean => canonicalJson(a ?? null) === canonicalJson(b ?? null);
